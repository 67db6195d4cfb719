"""A filed file, given as an attachment to whoever may read it; to everybody else it is not there."""

from collections.abc import Iterator
from typing import BinaryIO

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from tanpuhui.apps.projects import reading
from tanpuhui.apps.records.evidence import EvidenceRow, open_evidence
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.frame import Page, Visit

PIECE = 1 << 16
POLICY = "default-src 'none'; sandbox"


def show(visit: Visit) -> HttpResponseBase:
    """The file. Refuses `evidence_not_found`, also where it is not open to the reader."""
    row = reading.readable(visit.kept["sha256"], by=visit.seat.actor if visit.seat else None)
    return attached(row)


def attached(row: EvidenceRow) -> HttpResponseBase:
    """A filed content as a download that no browser will run: its type is what the filer said, and is not trusted."""
    response = StreamingHttpResponse(_pieces(open_evidence(row.sha256)), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=row.name) or "attachment"
    response["Content-Length"] = str(row.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "private, no-store"
    return response


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


PAGE = Page("evidence", ("evidence/<str:sha256>",), "", Text("文件", "File"), {}, show)
