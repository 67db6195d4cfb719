"""The API as a whole: its routers, its document (OpenAPI 3.1), and what each call passes."""

from importlib.metadata import version
from typing import Any

from ninja import NinjaAPI, Router
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

from tanpuhui.interfaces.api import document, evidence, methods, problems, reads, thing, writes
from tanpuhui.interfaces.api.callers import Rate
from tanpuhui.interfaces.api.things import THINGS

ABOUT = """\
Everything the site does, for programs. Reading what is public needs no token; a token (`Authorization: Bearer …`) is issued at
the desk by the person it acts as. Every write carries an `Idempotency-Key`: the same key again gives the first answer, with
another body it is refused. What is refused comes as a problem document (RFC 9457) with a code of a closed list, in Chinese and
English. Some writes need a second person: send `?approval=ask`, let somebody else decide, then send the same again with the
number. In a demonstration the header `X-Legal-Day` chooses the day of an act."""


class _JSON(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False}


class _API(NinjaAPI):
    def get_openapi_schema(self, **how: Any) -> OpenAPISchema:
        """The document, completed by what only this house knows."""
        return document.completed(super().get_openapi_schema(**how))


def build() -> NinjaAPI:
    """The API, with its own names and no page of its own: the site documents it."""
    api = _API(
        title="Tanpuhui", version=version("tanpuhui"), description=ABOUT, docs_url=None, openapi_url="/openapi.json",
        urls_namespace="api", renderer=_JSON(), throttle=[Rate()],
    )  # fmt: skip
    problems.handle(api)
    # One router: of two, the one added first would answer for a path that both have.
    router = Router()
    reads.add(router)
    thing.add(router, THINGS)
    evidence.add(router)
    methods.add(router)
    writes.add(router)
    api.add_router("", router)
    return api
