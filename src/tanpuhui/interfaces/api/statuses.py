"""Which statuses an endpoint may answer with: the document names each of them, and no other ever comes."""

from typing import Any

from tanpuhui.interfaces.api.problems import Problem

_ALWAYS = (400, 404, 422, 429, 503)
_WITH_TOKEN = (401, 403)
_WRITES = (409, 412, 413, 415)


def refusals(*, token: bool = False, writes: bool = False) -> dict[int, Any]:
    """The problems that an endpoint may answer with."""
    codes = (*_ALWAYS, *(_WITH_TOKEN if token else ()), *(_WRITES if writes else ()))
    return dict.fromkeys(sorted(codes), Problem)
