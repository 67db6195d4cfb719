"""A workbook to fill in, made from what a methodology asks: a sheet for each table, drop-downs, bounds, notes, a page to read."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from tanpuhui.core.text import Lang, Text
from tanpuhui.quantification.methodology import Methodology
from tanpuhui.quantification.shapes import ColumnShape, TableShape

READY_ROWS = 2_000
"""Rows that drop-downs and bounds reach to; the table itself may be longer."""
LISTS, READ_ME = Text("选项", "choices"), Text("说明", "read me")
_FORBIDDEN = re.compile(r"[][:*?/\\']")
_LONGEST_TITLE = 31
_FIRST_DAY = "32874"
"""1 January 1990, as a spreadsheet counts days."""
_FORMATS = {"day": "yyyy-mm-dd", "month": "yyyy-mm", "text": "@"}
_BOUNDS = Text(
    "{least} 至 {most} {unit}，最多 {decimals} 位小数", "{least} to {most} {unit}, at most {decimals} decimals"
)
_UNITS = Text("表头的单位也可改为：{units}", "the unit in the heading may also be {units}")
_CHOICES = Text("选项：{choices}", "one of {choices}")
_TEXT = Text("文字，最多 {longest} 字", "a text of at most {longest} characters")
_OPTIONAL = Text("可以不填", "may be left empty")
_REFERS = Text("须是表“{table}”中的一行", "a row of the table “{table}”")
_KINDS = {
    "day": Text("日期，例如 2021-02-03", "a day, such as 2021-02-03"),
    "month": Text("月份，例如 2021-02", "a month, such as 2021-02"),
}
_WRONG = Text("请按批注填写", "Fill it in as the note says")
_INTRO = (
    Text(
        "每张表一个工作表；请从第二行起填写，不要改动表头。合并单元格和公式不能读取；空着的行不计。",
        "A sheet for each table: fill in from the second row on, and leave the headings. Merged cells and formulas cannot be "
        "read; rows left empty do not count.",
    ),
    Text("方法学 {code}：{name}", "Methodology {code}: {name}"),
    Text("公式依据：{status}。{note}", "The formula itself: {status}. {note}"),
)
_HEADS = (Text("表", "Table"), Text("列", "Column"), Text("问题", "Question"), Text("填法", "What goes in"))


def template_of(wanted: Methodology, lang: Lang = "zh") -> bytes:
    """The workbook (.xlsx). Headings and choices are in `lang`, notes in both; filled in, it reads back as it is."""
    book = Workbook()
    book.remove(book.worksheets[0])
    titles = {code: _title(code, shape, lang) for code, shape in wanted.tables.items()}
    for code in wanted.tables:
        _fill(book.create_sheet(titles[code]), code, titles, lang, wanted)
    _read_me(book.create_sheet(READ_ME.into(lang)), wanted, lang)
    _lists(book.create_sheet(LISTS.into(lang)), wanted, lang)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def heading(code: str, column: ColumnShape, lang: Lang) -> str:
    """How a column is headed: its name in Chinese, its code in English, with the unit."""
    name = column.name.zh if lang == "zh" else code
    return f"{name} ({column.unit})" if column.unit else name


def entry(column: ColumnShape, tables: dict[str, TableShape] | None = None) -> Text:
    """What may be written into a cell of a column."""
    return Text(*(("；" if lang == "zh" else "; ").join(_rules(column, tables or {}, lang)) for lang in ("zh", "en")))


def _rules(column: ColumnShape, tables: dict[str, TableShape], lang: Lang) -> Iterator[str]:
    if column.kind in _KINDS:
        yield _KINDS[column.kind].into(lang)
    if column.kind == "number":
        facts = {name: getattr(column, name) for name in ("least", "most", "unit", "decimals")}
        yield _BOUNDS.fill(**facts).into(lang)
    if column.units:
        yield _UNITS.fill(units=", ".join(column.units)).into(lang)
    if column.choices:
        said = (choice.text.into(lang) for choice in column.choices.values())
        yield _CHOICES.fill(choices=("、" if lang == "zh" else ", ").join(said)).into(lang)
    if column.kind == "text" and not column.refers_to:
        yield _TEXT.fill(longest=column.longest).into(lang)
    if column.refers_to in tables:
        yield _REFERS.fill(table=tables[column.refers_to].name.text).into(lang)
    if column.optional:
        yield _OPTIONAL.into(lang)


def _title(code: str, shape: TableShape, lang: Lang) -> str:
    name = shape.name.zh if lang == "zh" else code
    return code if _FORBIDDEN.search(name) or len(name) > _LONGEST_TITLE else name


def _fill(sheet: Any, table: str, titles: dict[str, str], lang: Lang, wanted: Methodology) -> None:
    shape = wanted.tables[table]
    last = 1 + min(shape.most_rows, READY_ROWS)
    for place, (code, column) in enumerate(shape.columns.items(), start=1):
        letter, head = get_column_letter(place), sheet.cell(1, place, heading(code, column, lang))
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="E2EFDA")
        head.alignment = Alignment(wrap_text=True, vertical="top")
        head.comment = Comment(_note(column, wanted), "tanpuhui", width=340, height=160)
        sheet.column_dimensions[letter].width = max(14, min(28, 2 * len(head.value)))
        if column.kind in _FORMATS:
            for row in range(2, min(last, 200) + 1):
                sheet.cell(row, place).number_format = _FORMATS[column.kind]
        rule = _validation(f"{table}.{code}", column, titles, wanted, lang)
        rule.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(rule)
    sheet.freeze_panes = "B2"


def _note(column: ColumnShape, wanted: Methodology) -> str:
    says = entry(column, dict(wanted.tables))
    return "\n".join(filter(None, (column.question.zh, says.zh, column.question.en, says.en)))


def _validation(
    named: str, column: ColumnShape, titles: dict[str, str], wanted: Methodology, lang: Lang
) -> DataValidation:
    """What the spreadsheet itself checks while somebody types. Whatever it lets pass is found when the table is read."""
    kind: dict[str, Any]
    if column.choices:
        place = get_column_letter(1 + list(_choices(wanted)).index(named))
        kind = {"type": "list", "formula1": f"'{LISTS.into(lang)}'!${place}$2:${place}${1 + len(column.choices)}"}
    elif column.refers_to:
        key = get_column_letter(
            1 + list(wanted.tables[column.refers_to].columns).index(wanted.tables[column.refers_to].key)
        )
        kind = {"type": "list", "formula1": f"'{titles[column.refers_to]}'!${key}$2:${key}${1 + READY_ROWS}"}
    elif column.kind == "number":
        kind = {"type": "decimal", "operator": "between", "formula1": str(column.least), "formula2": str(column.most)}
    elif column.kind == "text":
        kind = {"type": "textLength", "operator": "lessThanOrEqual", "formula1": str(column.longest)}
    else:
        kind = {"type": "date", "operator": "greaterThanOrEqual", "formula1": _FIRST_DAY}
    rule = DataValidation(allow_blank=True, showErrorMessage=True, showInputMessage=True, **kind)
    rule.errorTitle, rule.error = column.name.text.into(lang)[:32], _WRONG.into(lang)
    return rule


def _choices(wanted: Methodology) -> dict[str, ColumnShape]:
    """The columns with choices, as `table.column`."""
    return {
        f"{name}.{code}": column
        for name, table in wanted.tables.items()
        for code, column in table.columns.items()
        if column.choices
    }


def _lists(sheet: Any, wanted: Methodology, lang: Lang) -> None:
    """The choices that the drop-downs show, on a sheet that is hidden."""
    for place, (code, column) in enumerate(_choices(wanted).items(), start=1):
        for line, said in enumerate((code, *(choice.text.into(lang) for choice in column.choices.values())), start=1):
            sheet.cell(line, place, said)
    sheet.sheet_state = "hidden"


def _read_me(sheet: Any, wanted: Methodology, lang: Lang) -> None:
    facts = {
        "code": wanted.code,
        "name": wanted.name,
        "status": wanted.status.text,
        "note": wanted.shape.status_note.text,
    }
    for text in _INTRO:
        sheet.append([text.fill(**facts).into(lang)])
        sheet.append([text.fill(**facts).into("en" if lang == "zh" else "zh")])
    sheet.append([])
    sheet.append([head.into(lang) for head in _HEADS])
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    for table in wanted.tables.values():
        for code, column in table.columns.items():
            question, says = column.question.text, entry(column, dict(wanted.tables))
            row = [
                table.name.text.into(lang),
                heading(code, column, lang),
                f"{question.zh}\n{question.en}",
                f"{says.zh}\n{says.en}",
            ]
            sheet.append(row)
            for cell in sheet[sheet.max_row]:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in zip("ABCD", (18, 30, 60, 60), strict=True):
        sheet.column_dimensions[letter].width = width
