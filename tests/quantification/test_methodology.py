"""`methodology.yaml` is read strictly: what is wrong is refused by name; the catalogue finds folders by itself."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tanpuhui.core.citations import Status
from tanpuhui.core.refusals import Refusal
from tanpuhui.quantification import catalogue, methodology_named
from tanpuhui.quantification.cases import CaseShape, read_cases, run_case
from tests.quantification.makers import FORESTRY, copied

FILE = "methodology.yaml"


def test_the_catalogue_finds_folders_by_themselves() -> None:
    assert "forestry_2020" in catalogue()
    assert methodology_named("forestry").code == methodology_named("forestry-2020").code == "forestry_2020"
    assert FORESTRY.status is Status.ILLUSTRATIVE
    assert FORESTRY.name.zh


WRONG: dict[str, tuple[Callable[[str], str], str, str]] = {
    "an unknown key": (lambda t: t + "colour: green\n", "value_file_malformed", "colour"),
    "a key missing": (lambda t: t.replace('leakage: "off"\n', ""), "value_file_malformed", "leakage"),
    "an edition in another folder": (
        lambda t: t.replace("code: forestry_2020", "code: forestry_2022"),
        "methodology_misplaced",
        "forestry_2022",
    ),
    "English only": (
        lambda t: t.replace("{zh: 面积, en: area}", "{zh: area, en: area}"),
        "value_file_malformed",
        "area",
    ),
    "a number without bounds": (
        lambda t: t.replace("        most: 1000\n", ""),
        "value_file_malformed",
        "tables.parcels.columns.area",
    ),
    "a unit that is none": (lambda t: t.replace("unit: ha\n", "unit: 垧\n"), "value_file_malformed", "unit"),
    "a unit that cannot be converted": (lambda t: t.replace("[mu]", "[t]"), "value_file_malformed", "columns.area"),
    "a choice without choices": (
        lambda t: t.replace("        kind: text\n        longest", "        kind: choice\n        longest"),
        "value_file_malformed",
        "columns.parcel",
    ),
    "choices on a text": (
        lambda t: t.replace("kind: choice", "kind: text", 1),
        "value_file_malformed",
        "columns.tenure",
    ),
    "a unit on a day": (
        lambda t: t.replace("must_be: period_first", "must_be: period_first\n        unit: ha"),
        "value_file_malformed",
        "columns.first_survey",
    ),
    "a choice that may be left out": (
        lambda t: t.replace(
            "      tenure:\n        kind: choice", '      tenure:\n        kind: choice\n        optional: "true"'
        ),
        "value_file_malformed",
        "columns.tenure",
    ),
    "a reference to no table": (
        lambda t: t.replace("        longest: 40\n", "        longest: 40\n        refers_to: forests\n"),
        "value_file_malformed",
        "forests",
    ),
    "vintages of a column that has no days": (
        lambda t: t.replace("  rows: ER_j\n", "  rows: ER_j\n  vintage_of: parcel\n"),
        "value_file_malformed",
        "vintage_of",
    ),
    "an end of the period that is no day": (
        lambda t: t.replace("symbol: A_j", "symbol: A_j\n        must_be: period_first"),
        "value_file_malformed",
        "columns.area",
    ),
    "a key that is no column": (
        lambda t: t.replace("key: parcel", "key: plot"),
        "value_file_malformed",
        "tables.parcels",
    ),
    "a key that is a number": (
        lambda t: t.replace("key: parcel", "key: area"),
        "value_file_malformed",
        "tables.parcels",
    ),
    "days in order that are none": (
        lambda t: t.replace("[first_survey, second_survey]", "[tenure, second_survey]"),
        "value_file_malformed",
        "tables.parcels",
    ),
    "a default that is no choice": (
        lambda t: t.replace("default: netted", "default: nothing"),
        "value_file_malformed",
        "options.negative_parcels",
    ),
    "a buffer of more than all": (
        lambda t: t.replace('buffer: "off"', 'buffer: {share: "1.5", note: {zh: 一, en: one}}'),
        "value_file_malformed",
        "buffer",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_is_not_as_it_must_be_is_refused_by_name(name: str, tmp_path: Path) -> None:
    change, code, said = WRONG[name]
    with pytest.raises(Refusal) as caught:
        copied(tmp_path, {FILE: change})
    assert caught.value.code == code
    assert said in caught.value.says.en
    assert caught.value.says.zh


def test_a_case_that_comes_out_otherwise_says_how() -> None:
    case = read_cases(FORESTRY)["borders/netted"]
    assert run_case(FORESTRY, case) == []
    shape = case.model_dump(mode="json", exclude_none=True)
    shape["period"], shape["on"] = [str(day) for day in case.period], str(case.on)
    for expected, said in (
        ({"grams": 1}, "grams: expected 1, found 26396447"),
        ({"refusal": "value_unknown"}, "refusal: expected value_unknown, but it was calculated"),
        ({"steps": {"ER_j": {"P3": "1"}}}, "ER_j P3: expected 1, found None"),
        ({"status": "official"}, "status: expected official, found illustrative"),
        ({"vintages": {"2019": 1}}, "vintages: expected {2019: 1}, found {2019: 26396447}"),
        ({"findings": ["input_is_formula parcels:2:area"]}, "findings: expected"),
    ):
        wrong = CaseShape.model_validate({**shape, "expected": expected})
        (fault,) = run_case(FORESTRY, wrong)
        assert fault.startswith(said)
    refused = CaseShape.model_validate({**shape, "profile": None, "expected": {"grams": 1}})
    assert run_case(FORESTRY, refused) == ["refusal: expected None, found value_illustrative_only"]
