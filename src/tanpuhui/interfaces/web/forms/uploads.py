"""Files that people choose in a form: looked at, filed as evidence, and from then on known by their hash."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO, cast

from tanpuhui.apps.records.evidence import file_evidence
from tanpuhui.interfaces import clock
from tanpuhui.interfaces.web.forms import tree as t
from tanpuhui.interfaces.web.forms.tree import Node
from tanpuhui.interfaces.web.forms.values import Typed, matches, places
from tanpuhui.interfaces.web.frame import Visit
from tanpuhui.interfaces.web.refusals import refuse

HEAD = 512
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xfe\xed\xfa", b"#!")
_MAGIC = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_OFFICE = "application/vnd.openxmlformats-officedocument."
_BY_NAME = {
    "docx": f"{_OFFICE}wordprocessingml.document", "xlsx": f"{_OFFICE}spreadsheetml.sheet", "csv": "text/csv",
    "json": "application/geo+json", "geojson": "application/geo+json",
}  # fmt: skip
ACCEPTED = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.csv,.parquet,.json,.geojson,.p7s,.sig,.asc"
"""What a browser proposes; the content decides."""


def filed(visit: Visit, nodes: Sequence[Node]) -> Typed:
    """Files what was chosen for each field, and gives the name of the field → SHA-256.

    The same file again is filed once. Refuses `upload_empty`, `upload_is_program`, and as `file_evidence`.
    """
    patterns = [node.place for node in places(nodes) if node.kind == t.FILE]
    chosen: Mapping[str, Any] = visit.request.FILES
    return {
        name: file_upload(visit, upload)
        for name, upload in chosen.items()
        if upload and any(matches(pattern, name) for pattern in patterns)
    }


def file_upload(visit: Visit, upload: Any) -> str:
    """Files one upload and gives its SHA-256. Refuses `upload_empty`, `upload_is_program`, and as `file_evidence`."""
    name, content = str(upload.name or ""), cast(BinaryIO, upload.file)
    head = content.read(HEAD)
    if not head:
        raise refuse("upload_empty", name=name[:100])
    if head.startswith(_PROGRAMS):
        raise refuse("upload_is_program", name=name[:100])
    media_type = media_type_of(head, name)
    content.seek(0)
    said = hashlib.file_digest(cast(Any, content), "sha256").hexdigest()
    content.seek(0)
    called = hashlib.sha256(name.encode(errors="replace")).hexdigest()[:16]
    return file_evidence(
        content=content, name=name, media_type=media_type, by=visit.seated.actor, on=visit.seated.on, at=clock.now(),
        key=f"file-{said}-{called}",
    )  # fmt: skip


def media_type_of(head: bytes, name: str) -> str:
    """What a file is by its first bytes; where these do not tell, by its name."""
    found = next((says for magic, says in _MAGIC.items() if head.startswith(magic)), None)
    if found:
        return found
    ending = name.rpartition(".")[2].lower()
    zipped = head.startswith(b"PK\x03\x04")
    return (
        _BY_NAME.get(ending, "application/octet-stream")
        if zipped == (ending in ("docx", "xlsx"))
        else "application/octet-stream"
    )
