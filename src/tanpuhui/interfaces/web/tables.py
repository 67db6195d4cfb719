"""Input tables that somebody sends, and what is wrong with them: fields of the form, files, words (`parts/tried.html`)."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.frame import Visit
from tanpuhui.quantification import Methodology
from tanpuhui.quantification.reading import File

MOST_BYTES = 64 << 20
BOOK = "book"
"""The field of a workbook that holds every table."""
ACCEPTS = ".csv,.xlsx,.parquet,text/csv"
TABLE = Text("清单表", "inventory table")
WORDS = {
    "lacking": Text("还缺清单表：", "Tables still missing: "),
    "faults": Text("{file}：有 {count} 处问题", "{file}: {count} things found"),
    "sound": Text("{file}：{rows} 行，没有错误", "{file}: {rows} rows, no errors"),
    "line": Text("行", "Line"),
    "cell": Text("单元格", "Cell"),
    "column": Text("列", "Column"),
    "given": Text("表中为", "There stands"),
    "wrong": Text("问题与改法", "What is wrong, and how to mend it"),
    "whole_row": Text("整行", "whole row"),
    "the_lines": Text("有问题的行", "The lines as they stand"),
    "shown_first": Text("只列出前 {shown} 处。", "The first {shown} are listed."),
    "formats": Text("CSV、XLSX 或 Parquet", "CSV, XLSX or Parquet"),
    "book": Text("含全部表格的工作簿（XLSX，每个表一张工作表）", "One workbook with all tables (XLSX, a sheet for each)"),
    "what": Text("什么", "What"),
    "filed": Text("提交时", "As filed"),
    "again": Text("重算", "Calculated again"),
    "differs": Text("结果不同，有 {count} 处差异：", "It differs in {count} places:"),
}  # fmt: skip


def uploaded(visit: Visit, methodology: Methodology) -> list[File]:
    """The files that were sent: `table.<name>` for one table each, `book` for any. Refuses `document_too_large`."""
    fields = {f"table.{name}": name for name in methodology.tables} | {BOOK: ""}
    sent = ((fields[field], visit.request.FILES.get(field)) for field in fields)
    return [_file(upload, table) for table, upload in sent if isinstance(upload, UploadedFile)]


def _file(upload: "UploadedFile[Any]", table: str) -> File:
    called = (upload.name or table)[:200]
    if (upload.size or 0) > MOST_BYTES:
        raise refuse("document_too_large", name=called, kind=TABLE, size=upload.size, limit=MOST_BYTES)
    return File(called, upload.read(), table)


def asked(methodology: Methodology) -> list[tuple[str, Text]]:
    """The tables that a form asks for: name and title."""
    return [(name, shape.name.text) for name, shape in methodology.tables.items()]
