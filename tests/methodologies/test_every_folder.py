"""What every methodology's folder must have: cases that come out to the digit, sources, a page, texts, a calculation."""

import pytest

from tanpuhui.core.citations import Status
from tanpuhui.quantification import catalogue
from tanpuhui.quantification.cases import read_cases, run_case

ALL = catalogue()
CASES = [(code, name) for code, wanted in ALL.items() for name in read_cases(wanted)]


@pytest.mark.parametrize(("code", "name"), CASES)
def test_a_case_comes_out_to_the_digit(code: str, name: str) -> None:
    assert run_case(ALL[code], read_cases(ALL[code])[name]) == []


@pytest.mark.parametrize("code", ALL)
def test_a_folder_has_cases_of_each_sort(code: str) -> None:
    names = [name.partition("/")[0] for owner, name in CASES if owner == code]
    assert {"worked_examples", "borders", "refusals"} <= set(names)
    assert len(names) >= 12


@pytest.mark.parametrize("code", ALL)
def test_every_source_is_described_and_every_value_belongs_to_the_folder(code: str) -> None:
    values = ALL[code].values(profile="demo")
    assert set(ALL[code].shape.sources) <= set(values.sources)
    asked = {condition.source for condition in ALL[code].shape.applicability.values()} - {"unknown"}
    assert asked <= set(values.sources)
    assert any(key.startswith(f"{code}.") for key in values.definitions)


SECTIONS = {
    "zh": ["## 用途", "## 公式", "## 参数", "## 不知道的"],
    "en": ["## What it is for", "## The formula", "## Values", "## What is not known"],
}


@pytest.mark.parametrize("code", ALL)
def test_a_page_in_each_language_says_what_it_is_for_and_that_it_is_not_official_where_it_is_not(code: str) -> None:
    assert not ALL[code].folder.joinpath("README.md").exists(), (
        "README.zh.md and README.en.md, so that each is read alone"
    )
    for lang, said in (("zh", "不是官方方法学"), ("en", "not the official method")):
        lines = ALL[code].folder.joinpath(f"README.{lang}.md").read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 60
        assert lines[0].startswith("# ")
        assert [line for line in lines if line.startswith("## ")] == SECTIONS[lang]
        if ALL[code].status is not Status.OFFICIAL:
            assert said in lines[2]


@pytest.mark.parametrize("code", ALL)
def test_the_result_is_a_step_and_its_columns_exist(code: str) -> None:
    wanted = ALL[code]
    columns = {column for table in wanted.tables.values() for column in table.columns}
    assert set(wanted.shape.result.summaries) <= columns
    assert callable(wanted.calculation.calculate)
