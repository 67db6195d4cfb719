"""Tables, runs and methodologies made for a test."""

import shutil
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from tanpuhui.core.days import Period
from tanpuhui.core.plugins import Plugin
from tanpuhui.parameters.values import Values
from tanpuhui.quantification import (
    Methodology,
    Result,
    Settings,
    Sheet,
    Table,
    methodology_named,
    parse_csv,
    run,
    typed,
)
from tanpuhui.quantification.methodology import read_methodology

FORESTRY = methodology_named("forestry_2020")
DEMO = FORESTRY.values(profile="demo")
YEAR = Settings(Period.of_year(2019), date(2021, 6, 1))
CELLS = {
    "parcel": "P1",
    "tenure": "collective",
    "category": "public_benefit",
    "species_group": "masson_pine",
    "age_group": "middle",
    "event": "none",
    "area (ha)": "1",
    "volume_1 (m3/ha)": "50.5",
    "volume_2 (m3/ha)": "80",
    "first_survey": "2019-01-01",
    "second_survey": "2019-12-31",
}


def row(**cells: str) -> dict[str, str]:
    """A good row of the forestry inventory, some cells changed; `area`, `volume_1`, `volume_2` go without their unit."""
    named = {next(head for head in CELLS if head.split(" ")[0] == name): cell for name, cell in cells.items()}
    return {**CELLS, **named}


def text(*rows: Mapping[str, str]) -> str:
    """The rows as CSV under the header of the first."""
    return "".join(",".join(line) + "\n" for line in (list(rows[0]), *(list(each.values()) for each in rows)))


def parcels(*rows: Mapping[str, str], of: Methodology = FORESTRY) -> Table:
    """The rows as the inventory table."""
    return read(text(*rows).encode(), of=of)


def read(content: bytes, *, of: Methodology = FORESTRY) -> Table:
    """A file's bytes as the inventory table."""
    shape = of.tables["parcels"]
    return typed(parse_csv(content, file="inventory.csv", most_rows=shape.most_rows), "parcels", shape)


def ran(
    *rows: Mapping[str, str], values: Values = DEMO, settings: Settings = YEAR, of: Methodology = FORESTRY
) -> Result:
    """The run of the forestry method on `rows`."""
    return run(of, {"parcels": parcels(*rows, of=of)}, values, settings)


def sheet(*rows: Mapping[str, str]) -> Sheet:
    """An empty sheet over the rows of an inventory."""
    tables = {"parcels": parcels(*(rows or (row(),)))}
    return Sheet(tables=tables, values=DEMO, period=YEAR.period, on=YEAR.on)


def copied(folder: Path, changes: Mapping[str, Callable[[str], str]]) -> Methodology:
    """A copy of the forestry folder below `folder`, some files changed, as another installed package would offer it."""
    package = f"copy_{folder.name.replace('-', '_')}"
    place = folder / package / FORESTRY.code
    shutil.copytree(FORESTRY.folder, place, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / package / "__init__.py").write_text("")
    for name, change in changes.items():
        before = (place / name).read_text(encoding="utf-8")
        assert change(before) != before
        (place / name).write_text(change(before), encoding="utf-8")
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    return read_methodology(Plugin(FORESTRY.code, f"{package}.{FORESTRY.code}", "test"))
