"""A project of 300 parcels: the sheet with all its workings, and the same numbers by a bare loop over decimals."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from pathlib import Path

import duckdb

from bench.quantify.by_hand import DAY
from tanpuhui.core.days import Period
from tanpuhui.parameters.values import Values
from tanpuhui.quantification import Methodology, Settings, Table, parse_csv, run, typed

PARCELS = 300
_SIX, _EIGHT = Decimal("0.000001"), Decimal("0.00000001")
_TREE = ("density", "expansion_factor", "root_shoot_ratio", "carbon_fraction")
Row = tuple[str, str, bool, Decimal, Decimal, Decimal]


def tables(wanted: Methodology, path: Path) -> dict[str, Table]:
    """The file's rows, typed: reading is the same for both and not timed."""
    with duckdb.connect() as engine:
        found = engine.execute(f"SELECT * FROM read_parquet('{path}')")
        head = ",".join(column[0] for column in found.description)
        lines = [",".join(map(str, row)) for row in found.fetchall()]
    raw = parse_csv("\n".join([head, *lines]).encode(), file=path.name, most_rows=PARCELS)
    return {"parcels": typed(raw, "parcels", wanted.tables["parcels"])}


def sheet(wanted: Methodology, given: dict[str, Table], values: Values, period: Period) -> Decimal:
    """ER by the traced run."""
    return run(wanted, given, values, Settings(period, DAY)).sheet.steps["ER"].results[0]


def rows(given: dict[str, Table]) -> list[Row]:
    """The cells that the loop needs, as decimals."""
    table = given["parcels"]
    cells = zip(
        table.cells["species_group"], table.cells["category"], table.excluded,
        *(table.cells[name] for name in ("area", "volume_1", "volume_2")), strict=True,
    )  # fmt: skip
    return [(str(s), str(c), out, *(_decimal(number) for number in numbers)) for s, c, out, *numbers in cells]


def loop(found: Sequence[Row], values: Values) -> Decimal:
    """ER by a loop that keeps nothing."""
    trees: dict[str, list[Decimal]] = {}
    bases = {
        name: values.at(f"forestry_2020.benchmark_{name.split('_')[0]}", on=DAY).decimal
        for name in ("public_benefit", "commodity")
    }
    total = Decimal(0)
    for species, category, excluded, area, one, two in found:
        if species not in trees:
            trees[species] = [values.at(f"forestry_2020.tree.{species}.{name}", on=DAY).decimal for name in _TREE]
        density, expansion, roots, carbon = trees[species]
        before = (one * density * expansion * (1 + roots)).quantize(_SIX, ROUND_CEILING)
        after = (two * density * expansion * (1 + roots)).quantize(_SIX, ROUND_FLOOR)
        sink = ((after - before) * carbon * 44 / 12).quantize(_SIX, ROUND_FLOOR)
        if not excluded:
            total += ((sink - bases[category].quantize(_SIX, ROUND_CEILING)) * area).quantize(_EIGHT, ROUND_FLOOR)
    return total


def _decimal(number: object) -> Decimal:
    above, below = number.as_integer_ratio()  # type: ignore[attr-defined]
    return Decimal(above) / Decimal(below)
