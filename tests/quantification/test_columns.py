"""The run on columns gives what the traced run gives, on every row, in every total, to the gram; and finds what it finds."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TypeVar

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tanpuhui.core.days import Period
from tanpuhui.core.findings import Finding
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.quantification import Methodology, Settings, catalogue, checked, read_tables, run, run_columns, typed
from tanpuhui.quantification.columns_checks import checked_columns
from tanpuhui.quantification.columns_duckdb import opened
from tanpuhui.quantification.columns_tables import MOST_SHOWN, column_table
from tanpuhui.quantification.parquet import parse_parquet
from tests.quantification.makers import CELLS, DEMO, FORESTRY, YEAR, read, row, text
from tests.quantification.random_tables import drawn, write
from tests.quantification.test_bad_tables import BAD
from tests.support.long import LONG, counts

_T = TypeVar("_T")
ALL = catalogue()
HEADED = text(row()).encode().split(b"\n")[0] + b"\n"
ODD = {
    "many faults in one file": b"".join(
        (HEADED, *(cell.split(b"\n", 1)[1] for cell, _ in BAD.values() if cell.startswith(HEADED)))
    ),
    "a row on two lines, a wrong one after it": text(
        {**row(), "place": '"one\ntwo"'}, {**row(parcel="P2", area="x"), "place": ""}
    ).encode(),
    "no end of the last line": text(row(area="x")).encode().rstrip(),
    "lines of Windows, notes, a mark": b"\xef\xbb\xbf# note\r\n" + text(row(area="x")).replace("\n", "\r\n").encode(),
    "bytes that are no text": text({**row(), "place": "村"}).encode("gb18030"),
    "a workbook": b"PK\x03\x04" + bytes(99),
    "a quote that is not closed": text(row()).encode() + b'"P2,',
    "no rows": text(row()).encode().split(b"\n")[0],
}
PERIODS = [Period.parse("2019-01-01", "2019-12-31"), Period.parse("2018-11-15", "2020-02-29")]
ON = date(2021, 6, 1)


def said(findings: Iterable[Finding]) -> list[tuple[str, str, Text]]:
    """What is found, in order: the first hundred of each code."""
    before = Counter[str]()
    kept = []
    for each in findings:
        before[each.code] += 1
        if before[each.code] <= MOST_SHOWN:
            kept.append((each.code, each.about, each.says))
    return kept


def outcome(compute: Callable[[], _T]) -> _T | Text:
    """What comes out, or the sentence of the refusal."""
    try:
        return compute()
    except Refusal as refusal:
        return refusal.says


def both(wanted: Methodology, files: Mapping[str, Path], asked: Settings, folder: Path) -> None:
    """Runs the methodology in both ways and compares all that comes out."""
    values = wanted.values(profile="demo")
    rows = folder / "rows.parquet"
    traced, columns = (
        outcome(lambda: run(wanted, read_tables(wanted, files), values, asked)),
        outcome(lambda: run_columns(wanted, files, values, asked, rows_to=rows)),
    )
    if isinstance(traced, Text) or isinstance(columns, Text):
        assert columns == traced
        return
    assert (columns.grams, columns.vintages, columns.status) == (traced.grams, traced.vintages, traced.status)
    assert columns.summaries == traced.summaries
    assert columns.hashes["values"] == traced.hashes.values
    assert columns.hashes["formula"] == traced.hashes.formula
    assert columns.counts == Counter(each.code for each in traced.findings)
    assert said(columns.findings) == said(traced.findings)
    of = traced.sheet.steps[wanted.shape.result.rows].rows
    table = pq.read_table(rows).to_pydict()
    for step, known in zip(traced.sheet.steps.values(), columns.steps, strict=True):
        assert (step.symbol, step.formula, step.rows) == (known.symbol, known.formula, known.rows)
        if step.rows is None:
            assert (known.result,) == step.results
        elif step.rows == of:
            assert tuple(table[step.symbol]) == step.results


@pytest.mark.parametrize("code", ALL)
@settings(max_examples=counts(1, 200), phases=(Phase.generate,))
@given(seed=st.integers(0, 2**32), count=st.integers(3, counts(30, 300)))
def test_both_runs_agree_to_the_gram(code: str, seed: int, count: int) -> None:
    wanted, random = ALL[code], Random(seed)
    period = random.choice(PERIODS)
    chosen = {name: random.choice(list(option.choices)) for name, option in wanted.shape.options.items()}
    with TemporaryDirectory() as folder:
        files = write(drawn(wanted.tables, period, count, random), Path(folder))
        both(wanted, files, Settings(period, ON, chosen), Path(folder))


def found_in_columns(content: bytes, folder: Path) -> list[tuple[str, str, Text]] | Text:
    """The findings of a file as the inventory table, or why it is refused as a whole."""
    path = folder / "inventory.csv"
    path.write_bytes(content)

    def compute() -> list[tuple[str, str, Text]]:
        with opened("200MB") as store:
            table = column_table(store, path, "parcels", FORESTRY.tables["parcels"], set())
            checked_columns(store, {"parcels": table}, YEAR.period)
            return said(table.tally.shown)

    return outcome(compute)


@pytest.mark.parametrize("name", [*ODD, *(BAD if LONG else [])])
def test_what_is_odd_or_wrong_is_found_as_the_traced_run_finds_it(name: str, tmp_path: Path) -> None:
    content = ODD.get(name) or BAD[name][0]
    traced = outcome(lambda: said(checked({"parcels": read(content)}, YEAR.period)))
    assert found_in_columns(content, tmp_path) == traced


def test_a_parquet_file_may_have_types_of_its_own(tmp_path: Path) -> None:
    path, count = tmp_path / "parcels.parquet", 6
    given = {
        "parcel": [f"P{n}" for n in range(count)],
        **{name: [cell] * count for name, cell in list(CELLS.items())[1:6]},
        "area (mu)": pa.array([Decimal("15.25")] * count, pa.decimal128(12, 2)),
        "volume_1 (m3/ha)": pa.array([50.5, 1e-3, 0.1, 7.0, 30.125, 1.0]),
        "volume_2 (m3/ha)": pa.array([80, 90, 100, 110, 120, 1499], pa.int16()),
        "first_survey": [YEAR.period.first] * count,
        "second_survey": [datetime.combine(YEAR.period.last, time())] * count,
    }
    pq.write_table(pa.table(given), path)
    raw = parse_parquet(path.read_bytes(), file=path.name, most_rows=count)
    traced = run(FORESTRY, {"parcels": typed(raw, "parcels", FORESTRY.tables["parcels"])}, DEMO, YEAR)
    columns = run_columns(FORESTRY, {"parcels": path}, DEMO, YEAR)
    assert (columns.grams, columns.summaries, columns.counts) == (traced.grams, traced.summaries, {})


def test_blanks_around_many_cells_are_taken_off_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tanpuhui.quantification.columns_tables.MOST_ODD", 1)
    path = tmp_path / "parcels.csv"
    path.write_text(text(*(row(parcel=f" P{n} ", area=" 1.50", tenure="集体 ") for n in range(30))))
    traced = run(FORESTRY, read_tables(FORESTRY, {"parcels": path}), DEMO, YEAR)
    assert run_columns(FORESTRY, {"parcels": path}, DEMO, YEAR).grams == traced.grams > 0


def test_what_comes_too_often_is_counted_and_said_a_hundred_times(tmp_path: Path) -> None:
    path = tmp_path / "parcels.csv"
    path.write_text(text(*(row(parcel=f"P{n}", tenure="unclear") for n in range(MOST_SHOWN + 5)), row(parcel="Z")))
    result = run_columns(FORESTRY, {"parcels": path}, DEMO, YEAR)
    assert result.counts == {"input_row_excluded": MOST_SHOWN + 5}
    assert len(result.findings) == MOST_SHOWN
    assert result.rows == {"parcels": MOST_SHOWN + 6}


def test_who_only_reads_a_methodology_loads_no_database() -> None:
    program = "import sys, tanpuhui.quantification; print({'ibis', 'duckdb', 'pandas'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout == "set()\n"
