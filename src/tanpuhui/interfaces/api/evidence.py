"""Files in and out: filed from a form or as the body itself, and given, by hash, to who may read them."""

from inspect import Parameter
from typing import Annotated, Any, BinaryIO, cast

import ninja
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router, Schema, UploadedFile

from tanpuhui.apps.projects import reading
from tanpuhui.apps.records.evidence import file_evidence, open_evidence
from tanpuhui.interfaces.api.callers import Caller, Token, perhaps
from tanpuhui.interfaces.api.reads import keyword, signed
from tanpuhui.interfaces.api.statuses import refusals
from tanpuhui.interfaces.api.writes import KEY

_in: Any = ninja
ANY = "application/octet-stream"


class Filed(Schema):
    """The hash by which the file is named from now on: SHA-256 of its content."""

    sha256: str


FILES = """\
Files the document `file` and gives its hash, which writes then name as evidence. The same content is one file. Scope of the
token: `records:file`."""
RAW = """\
Files the body itself, called `name`, as a document of its `Content-Type`. Otherwise as `POST /evidence`."""
READS = """\
The content, as an attachment, for who may read it: what is public for everybody, what a case shows to its sides, what one's own
organisation filed. What is there but not for the caller is answered as if it were not there."""


def _file(request: HttpRequest, **sent: Any) -> dict[str, str]:
    """Files what was sent."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    file: UploadedFile = sent["file"]
    sha256 = file_evidence(
        content=cast(BinaryIO, file.file), name=sent["name"] or file.name or "",
        media_type=(file.content_type or ANY).split(";")[0].strip(),
        by=caller.actor, on=caller.on, at=caller.at, key=sent["idempotency_key"],
    )  # fmt: skip
    return {"sha256": sha256}


def _file_body(request: HttpRequest, **sent: Any) -> dict[str, str]:
    """Files the body, as it comes in."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    sha256 = file_evidence(
        content=cast(BinaryIO, request), name=sent["name"], media_type=request.content_type or ANY,
        by=caller.actor, on=caller.on, at=caller.at, key=sent["idempotency_key"],
    )  # fmt: skip
    return {"sha256": sha256}


def read(request: HttpRequest, sha256: Annotated[str, _in.Path(max_length=64)]) -> HttpResponseBase:
    """The file, never shown in place: who filed it said what it is."""
    caller = getattr(request, "auth", None)
    row = reading.readable(sha256, by=caller.actor if isinstance(caller, Caller) else None)
    response = FileResponse(
        open_evidence(row.sha256), as_attachment=True, filename=row.name, content_type=row.media_type
    )
    response["Content-Length"] = str(row.size)
    response["ETag"] = f'"{row.sha256}"'
    response["Cache-Control"] = "private, no-store"
    return response


REQUEST = Parameter("request", Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest)
GIVEN = keyword("idempotency_key", Annotated[str, _in.Header(alias=KEY, min_length=1, max_length=200)])
FILE = signed(
    _file,
    "file_evidence",
    [
        REQUEST,
        GIVEN,
        keyword("file", Annotated[UploadedFile, _in.File()]),
        keyword("name", Annotated[str, _in.Form(max_length=200)], ""),
    ],
)
BODY = signed(
    _file_body, "file_body", [REQUEST, GIVEN, keyword("name", Annotated[str, _in.Query(min_length=1, max_length=200)])]
)
SENT = {"requestBody": {"required": True, "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}}


def add(to: Router) -> None:
    """Adds filing, which needs a token, and reading, which for what is public needs none."""
    to.post("evidence", response={200: Filed} | refusals(token=True, writes=True), operation_id="file_evidence",
            summary="File a document · 提交文件", description=FILES, tags=["evidence"], auth=Token())(FILE)  # fmt: skip
    to.post("evidence/raw", response={200: Filed} | refusals(token=True, writes=True), operation_id="file_body",
            summary="File the body as a document · 以正文提交文件", description=RAW, tags=["evidence"], auth=Token(),
            openapi_extra=SENT)(BODY)  # fmt: skip
    to.get("evidence/{sha256}", response={200: Any} | refusals(token=True), operation_id="read_evidence",
           summary="A filed document · 取文件", description=READS, tags=["evidence"], auth=perhaps)(read)  # fmt: skip
