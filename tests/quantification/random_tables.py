"""Tables drawn at random from what a methodology's `methodology.yaml` allows: borders, units, names in both languages."""

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from random import Random

from tanpuhui.core.days import Period
from tanpuhui.quantification.checks import whole_months
from tanpuhui.quantification.shapes import ColumnShape, TableShape
from tanpuhui.quantification.units import factor, measure

LETTERS = "abcXYZ 09-占坑村'\""
Rows = list[dict[str, str]]


def drawn(shapes: Mapping[str, TableShape], period: Period, count: int, random: Random) -> dict[str, Rows]:
    """At most `count` rows for each table, all of them valid; tables that others refer to come first."""
    tables: dict[str, Rows] = {}
    for name in sorted(shapes, key=lambda name: any(c.refers_to for c in shapes[name].columns.values())):
        tables[name] = _table(shapes[name], tables, shapes, period, count, random)
    return {name: tables[name] for name in shapes}


def write(tables: Mapping[str, Rows], folder: Path) -> dict[str, Path]:
    """The tables as CSV files."""
    paths = {name: folder / f"{name}.csv" for name in tables}
    for name, rows in tables.items():
        with paths[name].open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(rows[0])
            writer.writerows(row.values() for row in rows)
    return paths


def _table(
    shape: TableShape,
    others: Mapping[str, Rows],
    shapes: Mapping[str, TableShape],
    period: Period,
    count: int,
    random: Random,
) -> Rows:
    units = {code: random.choice([c.unit, *c.units]) for code, c in shape.columns.items() if c.unit}
    places = list(range(count))
    months = _months(shape, others, shapes, period)
    if months is not None:
        random.shuffle(months)
        places = places[: len(months)]
    rows = []
    for n in places:
        cells = {code: _cell(column, units.get(code), period, random, n) for code, column in shape.columns.items()}
        for code, column in shape.columns.items():
            if column.refers_to:
                cells[code] = random.choice(others[column.refers_to])[shapes[column.refers_to].key]
        if months is not None and shape.months:
            cells |= dict(zip((shape.months.of, shape.months.column), months[n], strict=True))
        cells[shape.key] = f"K {n}" if random.random() < 0.7 else f"占{n}é"
        if shape.repeated == "excluded" and random.random() < 0.2:
            cells[shape.key] = "k1"
        for one, other in shape.days_in_order:
            if "must_be" not in shape.columns[one].model_fields_set:
                cells[one] = str(date.fromisoformat(cells[other]) - timedelta(days=random.randrange(1, 400)))
        rows.append({_head(code, units.get(code)): cell for code, cell in cells.items()})
    return rows


def _months(
    shape: TableShape, others: Mapping[str, Rows], shapes: Mapping[str, TableShape], period: Period
) -> list[tuple[str, str]] | None:
    if shape.months is None:
        return None
    other = shape.columns[shape.months.of].refers_to
    owners = [row[shapes[other].key] for row in others[other]] if other else ["O1", "O2", "O3"]
    return [(owner, f"{month:%Y-%m}") for owner in owners for month in whole_months(period)]


def _head(code: str, unit: str | None) -> str:
    return f"{code} ({unit})" if unit else code


def _cell(column: ColumnShape, unit: str | None, period: Period, random: Random, row: int) -> str:
    match column.kind:
        case "number":
            return "" if column.optional and random.random() < 0.3 else _number(column, unit, random, row)
        case "day":
            ends = {"period_first": period.first, "period_last": period.last}
            day = period.first + timedelta(days=random.randrange(period.days))
            return str(ends.get(column.must_be or "", day))
        case "month":
            month = random.choice(whole_months(period))
            return random.choice([f"{month:%Y-%m}", f"{month.year}年{month.month}月", f"{month}"])
        case "choice":
            code, choice = random.choice(list(column.choices.items()))
            return random.choice([code, choice.zh, choice.en])
        case _:
            text = "".join(random.choice(LETTERS) for _ in range(random.randrange(1, 9))).strip() or "x"
            return "" if column.optional and random.random() < 0.5 else text


def _number(column: ColumnShape, unit: str | None, random: Random, row: int) -> str:
    places = column.decimals or 0
    times = factor(measure(unit or "1"), measure(column.unit or "1")) or Fraction(1)
    low, high = (Fraction(end or 0) * 10**places / times for end in (column.least, column.most))
    least, most = ceil(low), floor(high)
    # The first two rows lie on the borders; of the others some are small, where rounding shows.
    units = (least, most)[row] if row < 2 else random.randint(least, random.choice([most, min(least + 999, most)]))
    text = format(Decimal(units).scaleb(-places), "f")
    return text + "0" * random.randrange(3) if "." in text else text
