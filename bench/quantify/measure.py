"""Forestry and cycling on columns, beside SQL and pandas written by hand; growth, memory; and a traced project."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.quantify import by_hand, in_pandas, tables, traced
from bench.quantify.by_hand import DAY, Answer
from bench.report import Line
from bench.rounds import Race, Spread, Turn, clock, race, spread
from tanpuhui.core.days import Period
from tanpuhui.parameters.values import Values
from tanpuhui.quantification import Methodology, Settings, methodology_named, run_columns

ROUNDS, FEW = 3, 1_000
MOST_IN_PANDAS = 1_000_000
"""Rows beyond which pandas would need more memory than the machine may have."""


@dataclass(frozen=True)
class Subject:
    """A methodology with its table: how rows are made, how many there are, and how a hand calculates them."""

    name: str
    code: str
    table: str
    rows: str
    count: int
    period: Period
    sql: Callable[[Path, Values, Period], str]
    pandas: Callable[[Path, Values, Period], Answer]

    @property
    def wanted(self) -> Methodology:
        """The methodology."""
        return methodology_named(self.code)

    def ours(self, path: Path) -> int:
        """The grams by the run on columns."""
        wanted = self.wanted
        return run_columns(wanted, {self.table: path}, wanted.values(profile="demo"), Settings(self.period, DAY)).grams


SUBJECTS = {
    "forestry": Subject(
        "forestry", "forestry_2020", "parcels", tables.PARCELS, 1_000_000, Period.of_year(2019),
        by_hand.forestry, in_pandas.forestry,
    ),
    "cycling": Subject(
        "cycling", "cycling_2021", "trips", tables.TRIPS, 10_000_000, Period.parse("2019-01-01", "2020-12-31"),
        by_hand.cycling, in_pandas.cycling,
    ),
}  # fmt: skip


def measure() -> Iterator[Line]:
    """All lines; both sides must give the same grams, or the bench stops."""
    with tempfile.TemporaryDirectory() as folder:
        for subject in SUBJECTS.values():
            yield from _raced(subject, Path(folder))
            yield _memory(subject, Path(folder))
        yield _traced(Path(folder))


def _raced(subject: Subject, folder: Path) -> Iterator[Line]:
    values = subject.wanted.values(profile="demo")
    path, few = (tables.write(subject.rows, n, folder / f"{subject.name}{n}.parquet") for n in (subject.count, FEW))
    _agree(subject, few, values)

    def turn(work: Callable[[], object], rows: int) -> Turn:
        def timed() -> tuple[float, int]:
            with clock() as watch:
                work()
            return watch.seconds, rows

        return timed

    sql = subject.sql(path, values, subject.period)
    contestants = {
        "ours": turn(lambda: subject.ours(path), subject.count),
        "by hand": turn(lambda: by_hand.answered(sql, folder), subject.count),
        "fixed": turn(lambda: subject.ours(few), 1),
    }
    if subject.count <= MOST_IN_PANDAS:
        contestants["pandas"] = turn(lambda: subject.pandas(path, values, subject.period), subject.count)
    result = race(contestants, ROUNDS, lambda: None)
    yield _share(subject, "", result, result.ratio("by hand", "ours"), 0.6)
    yield _share(subject, ", compiling apart", result, _apart(result, subject.count), 0.9)
    if "pandas" not in contestants:
        less = tables.write(subject.rows, MOST_IN_PANDAS, folder / f"{subject.name}{MOST_IN_PANDAS}.parquet")
        result = race(
            {
                "ours": turn(lambda: subject.ours(less), MOST_IN_PANDAS),
                "pandas": turn(lambda: subject.pandas(less, values, subject.period), MOST_IN_PANDAS),
            },
            ROUNDS,
            lambda: None,
        )
    yield Line(
        section="quantify", database="DuckDB", what=f"{subject.name}, {MOST_IN_PANDAS:,} rows beside pandas", unit="rows/s",
        measured={"ours": result.rate("ours"), "pandas": result.rate("pandas")},
        ratio=result.ratio("pandas", "ours"), compared="time of pandas written by hand ÷ ours", aim=4, more=True,
    )  # fmt: skip
    yield _growth(subject, folder, turn)


def _agree(subject: Subject, path: Path, values: Values) -> None:
    """Ours, SQL and pandas give the same grams on a small table."""
    hand = by_hand.answered(subject.sql(path, values, subject.period), path.parent)
    panda = subject.pandas(path, values, subject.period)
    per_gram = 100 if subject.name == "forestry" else 1000
    found = {subject.ours(path), hand.units // per_gram, panda.units // per_gram}
    if len(found) != 1:
        raise AssertionError(f"{subject.name}: {found}")


def _share(subject: Subject, how: str, result: Race, ratio: Spread, aim: float) -> Line:
    return Line(
        section="quantify", database="DuckDB", what=f"{subject.name}, {subject.count:,} rows{how}", unit="rows/s",
        measured={"ours": result.rate("ours"), "by hand": result.rate("by hand")},
        ratio=ratio, compared="time of SQL written by hand, with the same checks and roundings ÷ ours", aim=aim, more=True,
    )  # fmt: skip


def _apart(result: Race, count: int) -> Spread:
    """The ratio without what a run on a thousand rows costs: reading the formula, building and compiling the query."""
    costs = zip(result.costs["by hand"], result.costs["ours"], result.costs["fixed"], strict=True)
    return spread([hand * count / max(ours * count - fixed, 1e-9) for hand, ours, fixed in costs])


def _growth(subject: Subject, folder: Path, turn: Callable[[Callable[[], object], int], Turn]) -> Line:
    """What a row costs in a table, and in one of a tenth of its rows, beyond the fixed cost."""
    sizes = (FEW, subject.count // 10, subject.count)
    paths = {n: tables.write(subject.rows, n, folder / f"{subject.name}{n}.parquet") for n in sizes}
    each = {str(n): turn(partial(subject.ours, path), 1) for n, path in paths.items()}
    result = race(each, ROUNDS, lambda: None)
    costs = zip(*(result.costs[str(n)] for n in sizes), strict=True)
    ratio = spread([(after - fixed) / (before - fixed) / 10 for fixed, before, after in costs])
    return Line(
        section="quantify", database="DuckDB", what=f"{subject.name}, growth from a tenth of the rows", unit="s",
        measured={}, ratio=ratio, compared="time of a row beyond the fixed cost ÷ the same in a tenth of the rows", aim=1.3,
    )  # fmt: skip


def _memory(subject: Subject, folder: Path) -> Line:
    """The most memory that a process of its own held."""
    sizes = (subject.count // 10, subject.count)
    peaks = [_peak(subject, tables.write(subject.rows, n, folder / f"peak{n}.parquet")) for n in sizes]
    return Line(
        section="memory", database="DuckDB", what=f"{subject.name}, {subject.count:,} rows", unit="MB",
        measured={"peak of a tenth": spread([peaks[0]]), "peak": spread([peaks[1]])},
        ratio=spread([peaks[1] / peaks[0]]), compared="peak memory (MB) of the whole process ÷ that of a tenth of the rows",
    )  # fmt: skip


def _peak(subject: Subject, path: Path) -> float:
    # Linux counts what the parent held into `ru_maxrss`; VmHWM begins anew with the program.
    program = (
        "import sys; from pathlib import Path; from bench.quantify.measure import SUBJECTS;"
        "SUBJECTS[sys.argv[1]].ours(Path(sys.argv[2]));"
        "lines = Path('/proc/self/status').read_text().splitlines();"
        "print(next(int(line.split()[1]) / 1024 for line in lines if line.startswith('VmHWM')))"
    )
    command = [sys.executable, "-c", program, subject.name, str(path)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _traced(folder: Path) -> Line:
    subject = SUBJECTS["forestry"]
    wanted, values = subject.wanted, subject.wanted.values(profile="demo")
    given = traced.tables(wanted, tables.write(subject.rows, traced.PARCELS, folder / "project.parquet"))
    cells = traced.rows(given)
    if traced.sheet(wanted, given, values, subject.period) != traced.loop(cells, values):
        raise AssertionError("the sheet and the loop differ")

    def turn(work: Callable[[], object], times: int) -> Turn:
        def timed() -> tuple[float, int]:
            with clock() as watch:
                for _ in range(times):
                    work()
            return watch.seconds, times

        return timed

    result = race(
        {
            "sheet": turn(lambda: traced.sheet(wanted, given, values, subject.period), 3),
            "loop": turn(lambda: traced.loop(cells, values), 20),
        },
        9,
        lambda: None,
    )
    return Line(
        section="traced", database="Python", what=f"forestry, {traced.PARCELS} parcels", unit="s",
        measured={"sheet": result.cost("sheet").times(1000), "loop": result.cost("loop").times(1000)},
        ratio=result.ratio("sheet", "loop"), compared="traced run ÷ bare loop over decimals (milliseconds)", aim=30,
    )  # fmt: skip
