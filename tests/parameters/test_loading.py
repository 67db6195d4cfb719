"""Files that are not as they must be are refused, with the file, the key and what is wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import LANGS
from tanpuhui.parameters.glossary import read_glossary
from tanpuhui.parameters.loading import load, load_folders
from tests.parameters.makers import CITED, SOURCES, UNITS, entry, folder, value_text, values_of

GOOD = entry("0.10", "2020-01-01", "2020-12-31")


def refused(act: Callable[[], object], code: str) -> Refusal:
    with pytest.raises(Refusal) as caught:
        act()
    assert caught.value.code == code
    assert all(caught.value.sentence(lang) for lang in LANGS)
    return caught.value


def test_a_good_file_is_read_and_its_values_are_strings_until_their_type_says_otherwise(tmp_path: Path) -> None:
    values = values_of(tmp_path, value_text(GOOD))
    assert values.keys() == ("rule.limit",)
    assert str(values.known("rule.limit")[0].amount) == "0.10"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (value_text(GOOD) + "colour: red\n", "colour is not a key that may stand here"),
        (value_text(GOOD).replace("unit: share\n", ""), "unit is missing"),
        (value_text(GOOD).replace("axis: in_force", "axis: weekday"), "axis must be 'in_force' or 'data_year'"),
        (value_text(GOOD).replace("entries:", "unit: share\nentries:"), "the key unit is written twice"),
        (value_text(GOOD).replace("zh: 上限", "zh: limit"), "holds no Chinese character"),
        (value_text(GOOD).replace("zh: 上限, ", ""), "name.zh is missing"),
        (value_text(GOOD).replace("en: limit", "en: '  '"), "must not be empty"),
        (value_text(GOOD).replace("key: rule.limit", "key: Rule/limit"), "no dotted key"),
        (value_text(), "has the wrong form"),
        (value_text(entry("1e-1", "2020-01-01", "open")), "should be a plain decimal number"),
        (value_text(entry("NaN", "2020-01-01", "open")), "should be a plain decimal number"),
        (value_text(entry("'1,500'", "2020-01-01", "open")), "should be a plain decimal number"),
        (value_text(entry("1_500", "2020-01-01", "open")), "should be a plain decimal number"),
        (value_text(entry("0.5", "2020-01-01", "open"), kind="integer"), "should be a whole number"),
        (value_text(entry("yes", "2020-01-01", "open"), kind="boolean"), "should be true or false"),
        (value_text(entry("2021-02-30", "2020-01-01", "open"), kind="date"), "is not a day"),
        (value_text(entry("a", "2020-01-01", "open"), kind="choice"), "choices belong to the type choice"),
        (value_text(entry("0.1", "2020", "open")), "entry 1: '2020' is not a day"),
        (value_text(GOOD, entry("0.1", "20210101", "open")), "entry 2: '20210101' is not a day"),
        (value_text(entry("0.1", "2020-01-01", "open"), axis="data_year"), "is not a year of four digits"),
        (value_text(entry("0.1", "2020-01-02", "2020-01-01")), "ends before it begins"),
        (value_text(GOOD.replace("checked_on: 2026-01-01", "checked_on: 1700000000")), "is not a day"),
        (value_text(GOOD.replace("status: official", "status: sure")), "must be 'official', 'secondary'"),
        (value_text(GOOD.replace("place: § 1, ", "")), "place missing"),
        (value_text("value: 0.1, from: open, to: open, checked_on: 2026-01-01"), "source, place, status missing"),
        (value_text("value: unknown, from: open, to: open, checked_on: 2026-01-01"), "needs a note"),
        (value_text(f"value: unknown, from: open, to: open, {CITED}"), "has no status"),
        ("- [1\n", "no valid YAML"),
        ("", "holds no value"),
        ("just words\n", "holds no value"),
    ],
)
def test_a_malformed_file_is_refused_and_told_what_is_wrong(tmp_path: Path, text: str, says: str) -> None:
    refusal = refused(lambda: values_of(tmp_path, text), "value_file_malformed")
    assert says in refusal.says.en
    assert "values/rule/limit.yaml" in refusal.says.en
    assert any("\u4e00" <= sign <= "\u9fff" for sign in str(refusal.facts["problem"].zh))  # type: ignore[attr-defined]


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    folder(tmp_path, {})
    (tmp_path / "values" / "x.yaml").write_bytes(b"key: \xff\xfe")
    refused(lambda: load_folders({tmp_path: ""}), "value_file_malformed")


@pytest.mark.parametrize("joint", ["---\n", "---\n# again\n"])
def test_two_documents_in_a_file_are_two_values(tmp_path: Path, joint: str) -> None:
    refused(lambda: values_of(tmp_path, value_text(GOOD) + joint + value_text(GOOD)), "two_values_in_a_file")


def test_a_list_of_values_in_a_file_is_refused(tmp_path: Path) -> None:
    refused(lambda: values_of(tmp_path, "- {key: a}\n- {key: b}\n"), "two_values_in_a_file")


def test_a_key_that_is_not_the_path_is_refused(tmp_path: Path) -> None:
    refusal = refused(lambda: values_of(tmp_path, value_text(GOOD, key="rule.other")), "value_key_misplaced")
    assert refusal.facts["expected"] == "rule.limit"


def test_a_source_that_no_list_holds_is_refused(tmp_path: Path) -> None:
    text = value_text(GOOD.replace("source: A1", "source: A9"))
    assert refused(lambda: values_of(tmp_path, text), "unknown_source").facts["source"] == "A9"


def test_an_unknown_value_may_not_name_an_unknown_source_either(tmp_path: Path) -> None:
    text = value_text(
        "value: unknown, from: open, to: open, source: A9, checked_on: 2026-01-01, note: {zh: 无, en: no}"
    )
    refused(lambda: values_of(tmp_path, text), "unknown_source")


def test_a_unit_that_no_list_holds_is_refused(tmp_path: Path) -> None:
    refused(lambda: values_of(tmp_path, value_text(GOOD, unit="furlong")), "unknown_unit")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("2020-01-01", "2020-12-31"), ("2020-12-31", "2021-12-31")),
        (("2020-01-01", "open"), ("2025-01-01", "2025-01-01")),
        (("open", "2020-01-01"), ("open", "2019-01-01")),
        (("open", "open"), ("2019-01-01", "open")),
    ],
)
def test_overlapping_validity_is_refused(tmp_path: Path, first: tuple[str, str], second: tuple[str, str]) -> None:
    for pair in ((first, second), (second, first)):
        text = value_text(*(entry("0.1", *ends) for ends in pair))
        refused(lambda text=text: values_of(tmp_path, text), "overlapping_values")  # type: ignore[misc]


def test_validity_that_begins_the_day_after_is_no_overlap(tmp_path: Path) -> None:
    text = value_text(entry("0.1", "open", "2020-12-31"), entry("0.2", "2021-01-01", "open"))
    assert len(values_of(tmp_path, text).known("rule.limit")) == 2


@pytest.mark.parametrize(
    "sources",
    [
        SOURCES.replace("published: 2020-05", "published: May 2020"),
        SOURCES.replace("published: 2020-05", "published: 2020-13"),
        SOURCES.replace("published: 2020-05", "url: gdee.gd.gov.cn"),
        SOURCES.replace("published: 2020-05", "reading_list: perhaps"),
        SOURCES + "A1: {}\n",
        "- A1\n",
    ],
)
def test_a_malformed_list_of_sources_is_refused(tmp_path: Path, sources: str) -> None:
    path = folder(tmp_path, {}, sources=sources)
    refused(lambda: load_folders({path: ""}), "value_file_malformed")


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    refused(lambda: load(folders=[tmp_path / "nowhere"]), "values_folder_missing")


def test_an_unknown_profile_is_refused_and_the_known_ones_are_named() -> None:
    assert "demo" in refused(lambda: load(profile="real"), "unknown_profile").mend.en


def test_the_keys_of_a_plug_in_begin_with_its_folder(tmp_path: Path) -> None:
    plugin = folder(
        tmp_path / "forestry_2020",
        {"benchmark": value_text(GOOD, key="forestry_2020.benchmark")},
        units="",
        sources=SOURCES,
    )
    (plugin / "units.yaml").unlink()
    values = load(folders=[plugin])
    assert "forestry_2020.benchmark" in values
    assert "guangdong.offset.limit_share" in values


def test_a_source_or_a_unit_defined_in_two_folders_is_refused(tmp_path: Path) -> None:
    one = folder(tmp_path / "one", {}, units="")
    two = folder(tmp_path / "two", {}, units="")
    for path in (one, two):
        (path / "units.yaml").unlink()
    refusal = refused(lambda: load(folders=[one, two]), "defined_twice")
    assert refusal.facts["other"] == "one/sources.yaml"
    three = folder(tmp_path / "three", {}, units=UNITS)
    (three / "sources.yaml").unlink()
    refused(lambda: load(folders=[three]), "defined_twice")


def test_a_malformed_glossary_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "glossary.yaml"
    file.write_text("issuance: {zh: 签发, en: issuance}\n", encoding="utf-8")
    assert "means is missing" in refused(lambda: read_glossary(file), "value_file_malformed").says.en


def test_a_unit_may_be_defined_again_in_the_same_words_and_in_no_others(tmp_path: Path) -> None:
    places = [tmp_path / name for name in ("one", "two", "three")]
    for place, says in zip(places, ("t per m³", "t per m³", "tonnes per m³"), strict=True):
        place.mkdir()
        (place / "units.yaml").write_text(f"t/m3: {{zh: 吨／立方米, en: {says}}}\n", "utf-8")
    assert load(folders=places[:2]).definitions
    refused(lambda: load(folders=places), "defined_twice")
