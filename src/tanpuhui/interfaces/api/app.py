"""The API as a whole: its routers, its document (OpenAPI 3.1), and what each call passes."""

from copy import deepcopy
from importlib.metadata import version
from typing import Any

from ninja import NinjaAPI, Router
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

from tanpuhui.interfaces.api import document, evidence, methods, problems, reads, thing, trying, writes
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


class _Document(OpenAPISchema):
    """Ninja's document. It makes a model for each status of each endpoint: what each comes to is worked out once."""

    def __init__(self, *of: Any, **how: Any) -> None:
        self._kept: dict[object, tuple[dict[str, Any], bool, dict[str, Any]]] = {}
        self._named: dict[str, Any] = {}
        super().__init__(*of, **how)

    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        """Remembers which were the last."""
        self._named = definitions
        super().add_schema_definitions(definitions)

    def _create_schema_from_model(
        self, model: Any, by_alias: bool = True, remove_level: bool = True, mode: Any = "validation"
    ) -> tuple[dict[str, Any], bool]:
        fields = list(getattr(model, "model_fields", {}).values())
        if mode != "serialization" or len(fields) != 1 or not remove_level:
            return super()._create_schema_from_model(model, by_alias, remove_level, mode)
        key = (fields[0].annotation, by_alias)
        if key not in self._kept:
            self._named = {}
            self._kept[key] = (*super()._create_schema_from_model(model, by_alias, remove_level, mode), self._named)
        schema, required, named = self._kept[key]
        super().add_schema_definitions(named)  # of two models with one name the last counts
        return deepcopy(schema), required


class _API(NinjaAPI):
    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> OpenAPISchema:
        """The document, completed by what only this house knows."""
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        return document.completed(_Document(self, prefix))


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
    trying.add(router)
    writes.add(router)
    api.add_router("", router)
    return api
