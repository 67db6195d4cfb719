"""The forestry working model: the story's inventory, what is not known, and which rows count."""

from datetime import date
from decimal import Decimal

import pytest

from tanpuhui.core.citations import Citation, Status
from tanpuhui.core.days import Period
from tanpuhui.core.quantities import tonnes_of
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.parameters.values import GivenEntry
from tanpuhui.quantification import Result, Settings, quantify, read_tables
from tests.quantification.makers import DEMO, FORESTRY, ran, row

ON = date(2021, 6, 1)
INVENTORY = FORESTRY.folder.joinpath("examples/zhankeng_inventory.csv")


@pytest.fixture(scope="module")
def zhankeng() -> Result:
    """The made-up inventory, run."""
    tables = read_tables(FORESTRY, {"parcels": INVENTORY})
    return quantify("forestry_2020", tables, DEMO, Settings(Period.parse("2015-01-01", "2019-12-31"), ON))


def test_the_areas_of_zhankeng_are_those_of_the_deck(zhankeng: Result) -> None:
    cells = zhankeng.sheet.tables["parcels"].cells
    areas = {
        category: sum(a for a, c in zip(cells["area"], cells["category"], strict=True) if c == category)  # type: ignore[misc]
        for category in ("commodity", "public_benefit")
    }
    named = {"commodity": "commodity_forest_ha", "public_benefit": "public_benefit_forest_ha"}
    for category, area in areas.items():
        known = DEMO.at(f"guangdong.deals.zhankeng.{named[category]}", on=ON).decimal
        assert area * 10 == int(known * 10)
    assert sum(areas.values()) * 10 == 1628
    assert 12 <= len(cells["parcel"]) <= 16


def test_zhankeng_gives_the_tonnes_sold_in_all_and_vintage_by_vintage(zhankeng: Result) -> None:
    sold = DEMO.at("guangdong.deals.zhankeng.tonnes", on=ON).whole
    assert tonnes_of(zhankeng.grams)[0] == sold == 3046
    assert sum(tonnes_of(grams)[0] for grams in zhankeng.vintages.values()) == sold


def test_zhankeng_says_that_it_is_made_up(zhankeng: Result) -> None:
    head = INVENTORY.read_text(encoding="utf-8").splitlines()[:4]
    assert all(line.startswith("#") for line in head)
    assert "ILLUSTRATIVE" in head[0]
    assert "示例" in head[0]
    assert zhankeng.status is Status.ILLUSTRATIVE
    assert zhankeng.findings == ()


def test_the_sums_by_parcel_species_category_tenure_and_age_agree(zhankeng: Result) -> None:
    total = zhankeng.sheet.steps["ER"].results[0]
    assert {sum(sums.values()) for sums in zhankeng.summaries.values()} == {total}
    assert set(zhankeng.summaries) == {"parcel", "species_group", "category", "tenure", "age_group"}


def test_outside_a_demonstration_nothing_is_calculated_and_the_missing_value_is_named() -> None:
    with pytest.raises(Refusal) as caught:
        ran(row(category="commodity"), values=FORESTRY.values())
    assert caught.value.code == "value_illustrative_only"
    assert "forestry_2020." in caught.value.says.en


def test_with_all_values_from_notices_it_runs_and_still_says_that_the_formula_is_not_read() -> None:
    cited = Citation("N1", Text("通知", "notice"), "art. 1", Status.OFFICIAL, ON)
    tree = {"density": "0.38", "expansion_factor": "1.472", "root_shoot_ratio": "0.187", "carbon_fraction": "0.46"}
    numbers = {f"forestry_2020.tree.masson_pine.{name}": number for name, number in tree.items()}
    numbers["forestry_2020.benchmark_public"] = "3.32"
    given = [GivenEntry(key, number, None, None, ON, cited) for key, number in numbers.items()]
    result = ran(row(), values=FORESTRY.values().with_entries(given))
    assert result.grams == ran(row()).grams
    assert {value.status for value in result.sheet.used.values()} == {Status.OFFICIAL}
    assert result.status is Status.ILLUSTRATIVE


@pytest.mark.parametrize(
    ("column", "choice"), [("tenure", "unclear"), ("event", "claimed_elsewhere"), ("event", "land_use_changed")]
)
def test_a_row_that_is_excluded_counts_as_nothing_even_below_the_benchmark(column: str, choice: str) -> None:
    result = ran(row(), row(parcel="P2", volume_2="0", **{column: choice}))
    assert result.grams == ran(row()).grams
    assert result.sheet.steps["ER_j"].results[1] == Decimal(0)
    assert [finding.about for finding in result.findings] == [f"parcels:3:{column}"]


def test_netting_never_credits_more_than_flooring() -> None:
    rows = [row(), row(parcel="P2", volume_2="50"), row(parcel="P3", volume_2="60")]
    year = Settings(Period.of_year(2019), ON)
    floored = Settings(Period.of_year(2019), ON, {"negative_parcels": "floored"})
    assert ran(*rows, settings=year).grams < ran(*rows, settings=floored).grams
