"""The OpenAPI document, completed: media types of problems and files, tokens that may be shown, examples of every write."""

from typing import Any

from ninja.openapi.schema import OpenAPISchema

from tanpuhui.interfaces.api.examples import body_of
from tanpuhui.interfaces.api.methods import XLSX
from tanpuhui.interfaces.api.problems import MEDIA
from tanpuhui.interfaces.deeds.catalogue import deeds
from tanpuhui.interfaces.lists.catalogue import listings
from tanpuhui.interfaces.lists.files import formats

HEADERS = {
    "X-Journal": "The newest entry of the journal when it was read.",
    "X-Read-At": "When it was read.",
}


def completed(schema: OpenAPISchema) -> OpenAPISchema:
    """The same document, completed in place."""
    for path, item in schema["paths"].items():
        for method, operation in item.items():
            _problems(operation)
            _day(operation)
            if method == "get":
                _read(path, operation)
            elif (code := operation["operationId"]) in deeds() and "requestBody" in operation:
                body = operation["requestBody"]["content"]["application/json"]
                body["example"] = body_of(code, body["schema"], schema)
    schema["components"]["securitySchemes"] = {"Token": {"type": "http", "scheme": "bearer"}}
    return schema


def _problems(operation: dict[str, Any]) -> None:
    for status, response in operation["responses"].items():
        if int(status) >= 400 and "content" in response:
            response["content"] = {MEDIA: response["content"]["application/json"]}
            response["description"] = _SAYS.get(int(status), "Refused")


_SAYS = {
    400: "It cannot be done so: the code says why", 401: "No valid token", 403: "Not allowed", 404: "Not there",
    409: "The key was used for something else", 412: "It has changed since it was read", 413: "Too large",
    415: "Another kind of body is wanted", 422: "A field is missing or malformed", 429: "Too many calls",
    503: "The register cannot be reached",
}  # fmt: skip


def _day(operation: dict[str, Any]) -> None:
    """The header by which a demonstration is told the day."""
    operation.setdefault("parameters", []).append(
        {"in": "header", "name": "X-Legal-Day", "required": False, "schema": {"type": "string", "format": "date"},
         "description": "The day of the act or of the reading; in a demonstration only."}
    )  # fmt: skip


def _file(media: str) -> dict[str, Any]:
    return {"schema": {"type": "object"} if media.endswith("json") else {"type": "string", "format": "binary"}}


def _read(path: str, operation: dict[str, Any]) -> None:
    code = operation["operationId"]
    if code.startswith("download_"):
        kinds = formats(listings()[code.removeprefix("download_")])
        operation["responses"][200]["content"] = {media.split(";")[0]: _file(media) for media in kinds.values()}
        for parameter in operation["parameters"]:
            if parameter["name"] == "format":
                parameter["schema"] = {"type": "string", "enum": list(kinds)}
    if code == "read_evidence":
        operation["responses"][200]["content"] = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
    if code == "template":
        operation["responses"][200]["content"] = {XLSX: _file(XLSX)}
    if "security" not in operation:
        if not (code.startswith(("list_", "download_"))):
            operation["security"] = [{}, {"Token": []}]
        operation["responses"][304] = {"description": "Nothing has been written since (`If-None-Match`)"}
    operation["responses"][200]["headers"] = {
        name: {"description": says, "schema": {"type": "string"}} for name, says in HEADERS.items()
    }
