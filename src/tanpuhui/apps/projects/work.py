"""A calculation on tables too large for a page, as a job: run on columns, its sums and the result of every row filed."""

import shutil
import tempfile
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tanpuhui.apps.jobs.registry import Errand, Result, Step, offer
from tanpuhui.apps.projects import editions, valuesets
from tanpuhui.apps.records.evidence import evidence, file_evidence, open_evidence
from tanpuhui.core.canonical import canonical_bytes
from tanpuhui.core.days import Period
from tanpuhui.core.text import Text
from tanpuhui.quantification import Settings
from tanpuhui.quantification.columns import ColumnsResult, run_columns

KIND, PERMISSION = "quantify", "records:file"
SAYS = Text("大表计算", "calculation of large tables")
PARQUET, JSON = "application/vnd.apache.parquet", "application/json"
_READING, _FILING = Text("读表并计算", "reading and calculating"), Text("归档结果", "filing the result")


@offer(KIND, says=SAYS, permission=PERMISSION)
def work(errand: Errand) -> Generator[Step, None, Result]:
    """`args`: `methodology`, `first`, `last`, `options`, `profile`, `tables` (name → evidence); values of the legal day.

    Gives grams, vintages, status, counts, and the evidence of the sums (`sheet`) and of the results by row (`rows`).
    """
    args: Mapping[str, Any] = errand.args
    wanted = editions.edition(args["methodology"])
    settings = Settings(
        Period.parse(args["first"], args["last"]), errand.on, args["options"], published_by=errand.on
    )  # fmt: skip
    values = valuesets.known(wanted, args["profile"], errand.on)
    yield Step(0, 2, _READING)
    with _laid_out(args["tables"]) as (folder, files):
        rows = folder / f"{wanted.code}-rows.parquet"
        made = run_columns(wanted, files, values, settings, rows_to=rows)
        yield Step(1, 2, _FILING)
        sheet = folder / f"{wanted.code}-sheet.json"
        sheet.write_bytes(canonical_bytes(told(made)))
        filed = {
            name: file_evidence(
                content=path, name=path.name, media_type=media, by=errand.by, on=errand.on, at=errand.clock(),
                key=f"{errand.key}/{name}",
            )
            for name, path, media in (("sheet", sheet, JSON), ("rows", rows, PARQUET))
        }  # fmt: skip
    yield Step(2, 2)
    return {"methodology": wanted.code, "grams": made.grams, "status": made.status.name.lower(), **filed}


def told(made: ColumnsResult) -> dict[str, Any]:
    """The sums of a run on columns as plain data."""
    return {
        "methodology": made.methodology.code, "period": str(made.settings.period), "on": made.settings.on.isoformat(),
        "options": dict(made.options), "grams": made.grams, "status": made.status.name.lower(),
        "vintages": {str(year): grams for year, grams in made.vintages.items()}, "rows": dict(made.rows),
        "summaries": {
            column: {cell: format(number, "f") for cell, number in sums.items()} for column, sums in made.summaries.items()
        },
        "steps": [
            {"symbol": step.symbol, "zh": step.name.zh, "en": step.name.en, "formula": step.formula, "unit": step.unit,
             "table": step.rows, "result": None if step.result is None else format(step.result, "f")}
            for step in made.steps
        ],
        "values": [{"key": each.key, "hash": each.hash, "zh": each.says.zh, "en": each.says.en} for each in made.values],
        "findings": [{"code": each.code, "about": each.about, "zh": each.says.zh, "en": each.says.en} for each in made.findings],
        "counts": dict(made.counts), "hashes": made.hashes,
    }  # fmt: skip


@contextmanager
def _laid_out(tables: Mapping[str, str]) -> Iterator[tuple[Path, dict[str, Path]]]:
    """A folder with a copy of each filed table, for the length of the block."""
    with tempfile.TemporaryDirectory() as place:
        folder, files = Path(place), dict[str, Path]()
        for name, sha256 in tables.items():
            files[name] = folder / f"{name}{Path(evidence(sha256).name).suffix.lower()}"
            with open_evidence(sha256) as filed, files[name].open("wb") as into:
                shutil.copyfileobj(filed, into)
        yield folder, files
