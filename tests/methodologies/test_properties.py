"""What holds for every methodology, on each of its cases that comes out: less done, other units, parts, another order."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanpuhui.parameters.values import Values
from tanpuhui.quantification import Methodology, RawRow, RawTable, Result, Table, catalogue, run, typed
from tanpuhui.quantification.cases import raw_tables, read_cases, settings_of, values_of
from tanpuhui.quantification.tables import heading
from tanpuhui.quantification.units import factor, measure

ALL = catalogue()
# What is done, by column, where doing less of it can only take away. (A ride that is shorter may become believable.)
ACTIVITY = {
    "forestry_2020": "volume_2",
    "pv_2017": "generation",
    "cdm_ams_i_d": "supplied",
    "sh_pv_2024": "generation",
    "national_forest_2014": "volume_2",
    "heat_pump_2019": "heat",
    "air_conditioner_2022": "hours",
    "used_clothing_2022": "reused",
}


class Example(NamedTuple):
    """A case that comes out, as written and as calculated; `rows` is the table in whose rows its result lies."""

    wanted: Methodology
    name: str
    raw: dict[str, RawTable]
    values: Values
    result: Result
    rows: str

    def again(self, **changed: RawTable) -> Result:
        """The same case with some tables changed."""
        raw = {**self.raw, **changed}
        tables: dict[str, Table] = {name: typed(each, name, self.wanted.tables[name]) for name, each in raw.items()}
        return run(self.wanted, tables, self.values, self.result.settings)

    def with_rows(self, rows: tuple[RawRow, ...]) -> Result:
        """The same case with other rows of the table that matters."""
        return self.again(**{self.rows: replace(self.raw[self.rows], rows=rows)})


@cache
def examples(code: str) -> list[Example]:
    """Every case of the methodology that is run as a whole and comes out."""
    return list(_examples(ALL[code]))


def _examples(wanted: Methodology) -> Iterator[Example]:
    for name, case in read_cases(wanted).items():
        if case.function or case.expected.refusal:
            continue
        raw = raw_tables(wanted, case)
        tables = {table: typed(each, table, wanted.tables[table]) for table, each in raw.items()}
        if any(table.errors for table in tables.values()):
            continue
        values = values_of(wanted, case)
        result = run(wanted, tables, values, settings_of(case))
        rows = result.sheet.steps[wanted.shape.result.rows].rows
        assert rows is not None
        yield Example(wanted, name, raw, values, result, rows)


def total(result: Result) -> Decimal:
    """The result before it becomes grams."""
    return result.sheet.steps[result.methodology.shape.result.symbol].results[0]


def of_rows(result: Result) -> list[Decimal]:
    """The result of each row."""
    return list(result.sheet.steps[result.methodology.shape.result.rows].results)


def bare(example: Example) -> tuple[RawRow, ...]:
    """The rows that hold something."""
    return tuple(row for row in example.raw[example.rows].rows if any(row.cells))


@pytest.mark.parametrize("code", ALL)
def test_rows_in_another_order_change_nothing(code: str) -> None:
    for example in examples(code):
        turned = example.with_rows(tuple(reversed(bare(example))))
        assert (turned.grams, dict(turned.vintages)) == (example.result.grams, dict(example.result.vintages)), (
            example.name
        )


@pytest.mark.parametrize("code", ALL)
def test_a_table_split_in_two_adds_up_to_the_whole(code: str) -> None:
    split = 0
    for example in examples(code):
        rows = bare(example)
        keys = example.result.sheet.tables[example.rows].keys
        if len(rows) < 2 or any("#" in key for key in keys):  # a repeated row counts once in each part
            continue
        parts = [example.with_rows(rows[: len(rows) // 2]), example.with_rows(rows[len(rows) // 2 :])]
        assert sum(map(total, parts)) == total(example.result), example.name
        split += 1
    assert split


@pytest.mark.parametrize("code", ALL)
def test_the_rows_add_up_to_the_result_and_the_vintages_to_the_grams(code: str) -> None:
    for example in examples(code):
        assert sum(of_rows(example.result)) == total(example.result), example.name
        assert sum(example.result.vintages.values()) == example.result.grams, example.name


@pytest.mark.parametrize("code", ALL)
def test_a_row_less_never_gives_more_than_the_row_took(code: str) -> None:
    """Without a row the result is less by what the row gave: a row that gave something never gives more by going."""
    for example in examples(code):
        rows, keys = bare(example), example.result.sheet.tables[example.rows].keys
        if len(rows) < 2 or any("#" in key for key in keys):
            continue
        left = example.with_rows(rows[1:])
        assert total(left) == total(example.result) - of_rows(example.result)[0], example.name


@pytest.mark.parametrize(("code", "column"), ACTIVITY.items())
@given(share=st.integers(0, 99))
@settings(max_examples=8, deadline=None)
def test_less_done_never_gives_more(code: str, column: str, share: int) -> None:
    for example in examples(code)[:6]:
        raw = example.raw[example.rows]
        place = next((n for n, cell in enumerate(raw.header.cells) if cell.split(" ")[0] == column), None)
        if place is None or of_rows(example.result)[0] <= 0:
            continue
        first, *others = bare(example)
        digits = ALL[code].tables[example.rows].columns[column].decimals
        less = round(Decimal(first.cells[place]) * share / 100, digits or 0)
        again = example.with_rows((_with(first, place, format(less, "f")), *others))
        assert total(again) <= total(example.result), example.name


@pytest.mark.parametrize("code", ALL)
def test_another_unit_changes_nothing(code: str) -> None:
    changed = 0
    for example in examples(code):
        for table, raw in example.raw.items():
            for other in _in_other_units(example.wanted, table, raw):
                again = example.again(**{table: other})
                assert again.grams == example.result.grams, example.name
                changed += 1
    assert changed or not any(column.units for table in ALL[code].tables.values() for column in table.columns.values())


def _in_other_units(wanted: Methodology, table: str, raw: RawTable) -> Iterator[RawTable]:
    """The table once more for each other unit of each of its columns that is headed with its own."""
    for code, column in wanted.tables[table].columns.items():
        if heading(code, column) not in raw.header.cells or column.unit is None:
            continue
        place = raw.header.cells.index(heading(code, column))
        for unit in column.units:
            times = factor(measure(column.unit), measure(unit))
            assert times is not None
            if times.denominator % 3 == 0:  # minutes as hours have no end
                continue
            cells = [row.cells[place] for row in raw.rows if any(row.cells)]
            numbers = [Decimal(cell) * times.numerator / times.denominator if cell else None for cell in cells]
            header = _with(raw.header, place, f"{code} ({unit})")
            texts = ["" if number is None else format(number.normalize(), "f") for number in numbers]
            if any(len(text.partition(".")[2]) > (column.decimals or 0) for text in texts):
                continue  # more decimals than the column holds
            rows = [row for row in raw.rows if any(row.cells)]
            yield replace(raw, header=header, rows=tuple(map(_with, rows, [place] * len(texts), texts)))


def _with(row: RawRow, place: int, cell: str) -> RawRow:
    return replace(row, cells=(*row.cells[:place], cell, *row.cells[place + 1 :]))
