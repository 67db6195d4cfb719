"""Whole numbers of columns and exact decimals: every operation of a formula, below zero too, gives the same in both."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from random import Random

import pyarrow as pa
import pytest

from tanpuhui.core.exact import Rounding
from tanpuhui.quantification import Sheet, Table, parse_csv, typed
from tanpuhui.quantification.columns_cells import made, needed
from tanpuhui.quantification.columns_duckdb import opened
from tanpuhui.quantification.columns_engine import Column, Columns
from tanpuhui.quantification.shapes import TableShape
from tests.quantification.makers import DEMO
from tests.quantification.test_two_tables import NAME, PERIOD, column
from tests.support.long import counts

SHAPE = TableShape.model_validate(
    {
        "name": {"zh": "数", "en": "numbers"},
        "key": "key",
        "most_rows": 100_000,
        "columns": {
            "key": column("text"),
            "a": column("number", symbol="a", unit="ha", units=["mu"], least="-999", most="999", decimals="3"),
            "b": column("number", symbol="b", unit="ha", least="0.01", most="50", decimals="2"),
            "c": column("number", symbol="c", unit="1", least="-9", most="9", decimals="1", optional="true"),
            "month": column("month"),
            "kind": column("choice", choices={"x": {"zh": "甲", "en": "x"}, "y": {"zh": "乙", "en": "y"}}),
        },
    }
)


def numbers(count: int, random: Random) -> Table:
    head = "key,a (mu),b (ha),c,month,kind\n".replace(",c,", ",c (1),")
    lines = [
        f"K{n},{Decimal(random.randint(-9999, 9999)).scaleb(-random.randint(0, 3))},"
        f"{Decimal(random.randint(1, 5000)).scaleb(-2)},{random.choice(['', '0', '-0.5', '2.5'])},"
        f"{random.randint(2015, 2024)}-{random.randint(1, 12):02},{random.choice('xy')}"
        for n in range(count)
    ]
    table = typed(parse_csv((head + "\n".join(lines)).encode(), file="n", most_rows=count), "numbers", SHAPE)
    assert not table.errors
    return table


def formula(s: Sheet) -> None:
    """Every operation there is."""
    rows = s.rows("numbers")
    a, b, c = rows.number("a"), rows.number("b"), rows.number("c")
    third, x = s.ratio(1, 3), rows.choice("kind").is_("x")
    for how in Rounding:
        for scale in (0, 2, 7):
            s.step(f"p {how} {scale}", a * third * c, unit="ha", name=NAME, rounding=how, scale=scale)
            s.step(f"q {how} {scale}", (a - 1 * b) * third / b, unit="1", name=NAME, rounding=how, scale=scale)
    s.step("max", s.greatest(a, b), unit="ha", name=NAME)
    s.step("min", s.least(a * third, b), unit="ha", name=NAME)
    s.step("where", s.where((a < b) & ~x | rows.has("c") | (c >= 2), a, 0), unit="ha", name=NAME)
    s.step("days", rows.days_in_month("month") * 2, unit="day", name=NAME)
    total = s.step("Σ", s.total(s.where(x, a, b * c)), unit="ha", name=NAME, scale=2)
    s.step("share", b / s.greatest(total, s.total(b) + s.total(b)), unit="1", name=NAME, scale=6)
    s.step("n", s.count((a <= 0) & x), unit="1", name=NAME)
    s.step("alone", s.total(b) * third / s.total(rows.days_in_month("month")), unit="ha/day", name=NAME, scale=3)


@pytest.fixture
def both() -> Iterator[Callable[[int, int], tuple[Sheet, Sheet, Columns]]]:
    with opened("500MB") as store:

        def run(count: int, seed: int) -> tuple[Sheet, Sheet, Columns]:
            table, wanted = numbers(count, Random(seed)), needed(SHAPE, set())
            cells = ({code: each[n] for code, each in table.cells.items()} for n in range(count))
            rows = pa.Table.from_pylist([made(n, row, SHAPE, wanted) for n, row in enumerate(cells)])
            engine = Columns(store, {"numbers": store.arrow("numbers", rows)})
            facts = {"tables": {"numbers": table}, "values": DEMO, "period": PERIOD, "on": date(2021, 6, 1)}
            traced, columns = Sheet(**facts), Sheet(**facts, engine=engine)  # type: ignore[arg-type]
            for sheet in (traced, columns):
                formula(sheet)
            return traced, columns, engine

        yield run


@pytest.mark.parametrize("seed", range(counts(1, 50)))
def test_every_operation_is_the_same_in_decimals_and_in_columns(
    seed: int, both: Callable[[int, int], tuple[Sheet, Sheet, Columns]]
) -> None:
    traced, columns, engine = both(counts(200, 2000), seed)
    relation = engine.relations["numbers"]
    made_of: dict[str, Column] = {
        name: step.quantity.data for name, step in columns.steps.items() if isinstance(step.quantity.data, Column)
    }
    asked = {name: each.make(relation).cast("int64") for name, each in made_of.items()}
    found = engine.store.fetch(relation.order_by("line").select(**asked))
    for name, step in traced.steps.items():
        known = columns.steps[name]
        assert (step.formula, step.quantity.low, step.quantity.scale) == (
            known.formula,
            known.quantity.low,
            known.quantity.scale,
        )
        if name in made_of:
            scale = made_of[name].scale
            assert tuple(Decimal(row[name]).scaleb(-scale) for row in found) == step.results
        else:
            assert (engine.known(known.quantity.data),) == step.results
