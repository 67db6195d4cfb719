"""What changed between two editions, and between two sets of values, is told thing by thing, with before and after."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from tanpuhui.core.citations import Citation, Status
from tanpuhui.core.text import Text
from tanpuhui.parameters.values import GivenEntry
from tanpuhui.quantification import Difference
from tanpuhui.quantification.editions import day_changes, edition_changes, value_changes
from tests.quantification.makers import DEMO, FORESTRY, copied

KEY = "forestry_2020.benchmark_public"


def told(changes: Iterable[Difference]) -> list[tuple[str, str, str | None, str | None]]:
    return [(each.kind, each.about, each.before, each.after) for each in changes]


def test_an_edition_is_itself(tmp_path: Path) -> None:
    assert edition_changes(FORESTRY, FORESTRY) == []


def test_what_another_edition_says_otherwise_is_named_with_before_and_after(tmp_path: Path) -> None:
    other = copied(
        tmp_path / "edition",
        {
            "methodology.yaml": lambda text: (
                text.replace("most: 1500", "most: 1400", 1)
                .replace("edition: {zh: 2020年修订版, en: 2020 revision}", "edition: {zh: 二, en: second}")
                .replace("default: netted", "default: floored")
            ),
            "calculation.py": lambda text: text.replace("ratio(44, 12,", "ratio(48, 12,", 1),
            "values/benchmark_public.yaml": lambda text: text.replace("value: 3.32", "value: 3.40"),
        },
    )
    found = told(edition_changes(FORESTRY, other))
    (formula,) = [each for each in found if each[0] == "formula"]
    assert "44, 12" in str(formula[2])
    assert [each for each in found if each[0] != "formula"] == [
        ("document", "edition", "2020年修订版 / 2020 revision", "二 / second"),
        ("setting", "options.negative_parcels.default", "netted", "floored"),
        ("input", "tables.parcels.columns.volume_1.most", "1500", "1400"),
        (
            "value",
            "benchmark_public",
            "…–…: 3.32 tCO2e/ha/year (secondary, S20)",
            "…–…: 3.4 tCO2e/ha/year (secondary, S20)",
        ),
    ]


def test_a_column_that_the_other_edition_lacks_is_one_difference(tmp_path: Path) -> None:
    lines = FORESTRY.folder.joinpath("methodology.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    first = next(n for n, line in enumerate(lines) if line == "      place:\n")
    last = next(n for n, line in enumerate(lines) if line == "      tenure:\n")
    without = "".join(lines[:first] + lines[last:])
    other = copied(tmp_path / "column", {"methodology.yaml": lambda _: without})
    place = ("tables.parcels.columns.place", "小地名 / local place name")
    assert told(edition_changes(FORESTRY, other)) == [("input", place[0], place[1], None)]
    assert told(edition_changes(other, FORESTRY)) == [("input", place[0], None, place[1])]


def test_two_sets_of_values_and_two_days_differ_by_what_became_known() -> None:
    cited = Citation("N1", Text("通知", "notice"), "art. 1", Status.OFFICIAL, date(2024, 1, 1))
    noticed = DEMO.with_entries([GivenEntry(KEY, "3.5", date(2024, 1, 1), None, date(2024, 1, 1), cited)])
    before = "…–…: 3.32 tCO2e/ha/year (secondary, S20)"
    after = f"2024-01-01–…: 3.5 tCO2e/ha/year (official, N1); {before}"
    assert told(value_changes(FORESTRY, DEMO, noticed)) == [("value", KEY, before, after)]
    assert told(day_changes(FORESTRY, noticed, date(2023, 1, 1), date(2024, 6, 1))) == [("value", KEY, before, after)]
    assert (
        "value",
        "forestry_2020.benchmark_commodity",
        "unknown",
        "…–…: 4 tCO2e/ha/year (illustrative, forestry_2020_placeholder)",
    ) in told(value_changes(FORESTRY, FORESTRY.values(), DEMO))
