"""A template asks what the methodology asks, and what was filled into it reads back as it is, in both languages."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from tanpuhui.core.text import LANGS, Lang
from tanpuhui.quantification import Methodology, catalogue, typed
from tanpuhui.quantification.cases import raw_tables
from tanpuhui.quantification.explaining import example
from tanpuhui.quantification.files import tables_of
from tanpuhui.quantification.reading import File
from tanpuhui.quantification.shapes import ColumnShape
from tanpuhui.quantification.tables import Table
from tanpuhui.quantification.templates import LISTS, READ_ME, heading, template_of

ALL = catalogue()


def given(wanted: Methodology) -> dict[str, Table]:
    """The tables of the methodology's example."""
    case = example(wanted)
    assert case is not None
    return {name: typed(raw, name, wanted.tables[name]) for name, raw in raw_tables(wanted, case).items()}


def as_typed(cell: Any, column: ColumnShape, lang: Lang) -> Any:
    """A cell as a person fills it in: a choice from the drop-down, a day as a day, a number as a number."""
    if cell == "" or isinstance(cell, date):
        return cell or None
    if column.choices:
        return column.choices[cell].text.into(lang)
    return Decimal(cell.numerator) / Decimal(cell.denominator) if column.kind == "number" else cell


@pytest.mark.parametrize(
    ("code", "lang"), [*((code, "zh") for code in ALL), ("forestry_2020", "en"), ("pv_2017", "en")]
)
def test_what_is_filled_into_a_template_reads_back_without_findings(code: str, lang: Lang) -> None:
    wanted = ALL[code]
    book, tables = load_workbook(io.BytesIO(template_of(wanted, lang))), given(wanted)
    for name, table in tables.items():
        sheet = book.worksheets[list(wanted.tables).index(name)]
        heads = [cell.value for cell in sheet[1]]
        assert heads == [heading(column, shape, lang) for column, shape in table.shape.columns.items()]
        for row in range(len(table.lines)):
            for place, (column, shape) in enumerate(table.shape.columns.items(), start=1):
                sheet.cell(row + 2, place, as_typed(table.cells[column][row], shape, lang))
    filled = io.BytesIO()
    book.save(filled)
    read = tables_of(wanted.tables, [File("filled.xlsx", filled.getvalue())])
    for name, raw in read.items():
        again = typed(raw, name, wanted.tables[name])
        assert [each.code for each in again.findings] == [each.code for each in tables[name].findings]
        assert again.cells == tables[name].cells


@pytest.mark.parametrize("lang", LANGS)
def test_a_template_has_drop_downs_bounds_notes_and_a_page_that_says_how_sure_the_formula_is(lang: Lang) -> None:
    wanted = ALL["forestry_2020"]
    book = load_workbook(io.BytesIO(template_of(wanted, lang)))
    sheet = book.worksheets[0]
    rules = {next(iter(rule.sqref.ranges)).min_col: rule for rule in sheet.data_validations.dataValidation}
    columns = list(wanted.tables["parcels"].columns.items())
    for place, (_, column) in enumerate(columns, start=1):
        comment = sheet.cell(1, place).comment
        assert comment is not None
        note = comment.text
        assert column.question.zh in note
        assert column.question.en in note
        if column.choices:
            where = rules[place].formula1.split("!")[1].replace("$", "")
            listed = [cell.value for (cell,) in book[LISTS.into(lang)][where]]
            assert listed == [choice.text.into(lang) for choice in column.choices.values()]
        if column.kind == "number":
            assert (rules[place].formula1, rules[place].formula2) == (str(column.least), str(column.most))
    said = "\n".join(str(cell.value) for row in book[READ_ME.into(lang)] for cell in row)
    assert wanted.status.text.into(lang) in said
    assert wanted.shape.status_note.text.into(lang) in said
