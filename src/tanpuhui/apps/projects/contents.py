"""What a file really is, by its content: a program in a document's clothes, a broken workbook, a table in another encoding.

The name's ending says what a file should be; the content must bear it out. The media type that came with it is only compared.
"""

import io
import zipfile
from collections.abc import Callable
from typing import BinaryIO

from tanpuhui.apps.claims.geojson import read_json
from tanpuhui.apps.projects.documents import Kind
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.apps.records.evidence import EvidenceRow, evidence, open_evidence
from tanpuhui.core.text import Text
from tanpuhui.quantification import parse_csv

HEAD, TAIL = 1024, 2048
MOST_ROWS = 1_000_000
MOST_UNPACKED = 1 << 28
"""Bytes that a workbook or text document may unfold to."""
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xfe\xed\xfa", b"#!")
_MAGIC = {
    "pdf": b"%PDF-",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
    "parquet": b"PAR1",
}
_ENDS = {"pdf": b"%%EOF", "png": b"IEND", "jpg": b"\xff\xd9", "jpeg": b"\xff\xd9", "parquet": b"PAR1"}
_PARTS = {"xlsx": "xl/workbook.xml", "docx": "word/document.xml"}
_OFFICE = "application/vnd.openxmlformats-officedocument."
_TYPES = {
    "pdf": ("application/pdf",), "png": ("image/png",), "jpg": ("image/jpeg",), "jpeg": ("image/jpeg",),
    "parquet": ("application/vnd.apache.parquet",), "csv": ("text/csv", "text/plain", "application/vnd.ms-excel"),
    "geojson": ("application/geo+json", "application/json"), "json": ("application/geo+json", "application/json"),
    "xlsx": (f"{_OFFICE}spreadsheetml.sheet",), "docx": (f"{_OFFICE}wordprocessingml.document",),
}  # fmt: skip
_UNKNOWN = "application/octet-stream"
_CUT, _NOT = Text("文件不完整", "it is cut off"), Text("内容不是该格式", "its content is of another kind")
_NOT_ZIP, _NO_PART = Text("压缩包已损坏", "the archive is damaged"), Text("缺少必要部分", "a part is missing")
_TOO_MUCH = Text("解压后过大", "it unfolds to too much")


def check(sha256: str, kind: Kind) -> EvidenceRow:
    """A filed content as a document of this kind. Reads it once at most, never whole in memory but for tables and maps.

    Refuses `evidence_not_found`, `document_empty`, `document_too_large`, `document_wrong_file`, `document_is_program`,
    `document_type_differs`, `document_damaged`, as `quantification.parse_csv` and `claims.geojson.read_json`.
    """
    row = evidence(sha256)
    facts = {"name": row.name, "kind": kind.says}
    if row.size == 0:
        raise refuse("document_empty", **facts)
    if row.size > kind.largest:
        raise refuse("document_too_large", size=row.size, limit=kind.largest, **facts)
    ending = row.name.rpartition(".")[2].lower() if "." in row.name else ""
    with open_evidence(sha256) as file:
        if file.read(HEAD).startswith(_PROGRAMS):
            raise refuse("document_is_program", **facts)
    if ending not in kind.files:
        raise refuse("document_wrong_file", known=", ".join(kind.files), **facts)
    if row.media_type not in (*_TYPES[ending], _UNKNOWN):
        raise refuse("document_type_differs", media_type=row.media_type, **facts)
    with open_evidence(sha256) as file:
        _CHECKS[ending](file, row, ending)
    return row


def _damaged(row: EvidenceRow, why: Text) -> Exception:
    return refuse("document_damaged", name=row.name, why=why)


def _signs(file: BinaryIO, row: EvidenceRow, ending: str) -> None:
    """The signs at both ends of a PDF, a picture or a Parquet file."""
    head = tail = file.read(HEAD)
    while piece := file.read(1 << 20):
        tail = (tail + piece)[-TAIL:]
    if not head.startswith(_MAGIC[ending]):
        raise _damaged(row, _NOT)
    if _ENDS[ending] not in tail[-TAIL:].removeprefix(_MAGIC[ending]):
        raise _damaged(row, _CUT)


def _archive(file: BinaryIO, row: EvidenceRow, ending: str) -> None:
    """A workbook or text document: whole, with its main part, without programs in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(file.read())) as archive:
            names = archive.namelist()
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise _damaged(row, _TOO_MUCH)
            if archive.testzip() is not None:
                raise _damaged(row, _NOT_ZIP)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as no:
        raise _damaged(row, _NOT_ZIP) from no
    if any(name.lower().endswith((".bin", ".exe", ".dll")) and "vba" in name.lower() for name in names):
        raise refuse("document_is_program", name=row.name, kind=Text("带宏的文件", "a file with macros"))
    if _PARTS[ending] not in names or "[Content_Types].xml" not in names:
        raise _damaged(row, _NO_PART)


def _table(file: BinaryIO, row: EvidenceRow, ending: str) -> None:
    """A table: UTF-8 with or without a byte order mark, separated by commas."""
    parse_csv(file.read(), file=row.name, most_rows=MOST_ROWS)


def _map(file: BinaryIO, row: EvidenceRow, ending: str) -> None:
    read_json(file.read())


_CHECKS: dict[str, Callable[[BinaryIO, EvidenceRow, str], None]] = {
    "pdf": _signs, "png": _signs, "jpg": _signs, "jpeg": _signs, "parquet": _signs, "xlsx": _archive, "docx": _archive,
    "csv": _table, "json": _map, "geojson": _map,
}  # fmt: skip
