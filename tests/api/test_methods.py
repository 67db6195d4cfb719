"""Methodologies for programs: what each is, its example calculated and compared, and what is wrong told cell by cell."""

import json
from typing import Any

import pytest

from tanpuhui.quantification import catalogue, explaining
from tanpuhui.quantification.cases import raw_tables
from tests.api.world import API, Program, World

ALL = catalogue()
WITH_EXAMPLE = {code: case for code, wanted in ALL.items() if (case := explaining.example(wanted))}


def asked(code: str, **more: Any) -> dict[str, Any]:
    """The example of a methodology as a program sends it."""
    case = WITH_EXAMPLE[code]
    tables = {
        name: {"rows": [dict(zip(raw.header.cells, row.cells, strict=True)) for row in raw.rows]}
        for name, raw in raw_tables(ALL[code], case).items()
    }
    period = [day.isoformat() for day in case.period]
    return {"period": period, "on": case.on.isoformat(), "options": case.options, "tables": tables} | more


def sent(api: Program, code: str, body: object) -> Any:
    """The answer to a calculation that anybody asks for."""
    return api.client.post(f"{API}methodologies/{code}/quantify", json.dumps(body), content_type="application/json")


@pytest.mark.parametrize("code", ALL)
def test_a_methodology_says_what_it_asks_for_and_what_it_rests_on(world: World, api: Program, code: str) -> None:
    told = json.loads(api.get(f"methodologies/{code}").content)
    assert [table["code"] for table in told["tables"]] == list(ALL[code].tables)
    assert told["status"] == ALL[code].status.name.lower()
    assert all(value["status"] in ("official", "secondary", "illustrative", "unknown") for value in told["values"])
    assert bool(told["steps"]) == (code in WITH_EXAMPLE)


@pytest.mark.parametrize("code", WITH_EXAMPLE)
def test_an_example_comes_out_as_its_case_says_and_is_the_same_as_itself(world: World, api: Program, code: str) -> None:
    told = json.loads(sent(api, code, asked(code)).content)
    assert told["grams"] == sum(told["vintages"].values()) == WITH_EXAMPLE[code].expected.grams
    again = json.loads(sent(api, code, asked(code, against=told["record"])).content)
    assert (again["hash"], again["differences"]) == (told["hash"], [])


def test_what_differs_from_another_calculation_is_told_causes_first(world: World, api: Program) -> None:
    before = json.loads(sent(api, "forestry_2020", asked("forestry_2020")).content)["record"]
    other = asked("forestry_2020", against=before)
    other["tables"]["parcels"]["rows"][0]["area"] = "3000"
    told = json.loads(sent(api, "forestry_2020", other).content)
    assert told["differences"][0]["kind"] == "input"
    assert told["differences"][-1]["about"].startswith(("grams", "vintage", "status"))


def test_what_is_wrong_is_told_with_its_cell_in_both_languages(world: World, api: Program) -> None:
    wrong = asked("forestry_2020")
    wrong["tables"]["parcels"]["rows"][1]["area"] = "２０"
    said = sent(api, "forestry_2020", wrong)
    told = json.loads(said.content)
    assert (said.status_code, told["code"]) == (400, "inputs_have_errors")
    assert told["faults"][0]["place"].startswith("parcels!")
    assert told["faults"][0]["place"].endswith("3 area")
    assert "全角" in told["faults"][0]["says"]["zh"]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"tables": {}}, 400, "unknown_input_table"),
        ({"options": {"biomass": "guessed"}}, 400, "unknown_option"),
        ({"period": ["2019-12-31", "2019-01-01"]}, 400, "reversed_period"),
        ({"period": ["2019-12-31"]}, 422, "request_not_understood"),
        ({"against": {"methodology": "x"}}, 400, "record_not_understood"),
        ({"tables": {"parcels": {"csv": "a;b\n1;2"}}}, 400, "input_not_csv"),
    ],
)  # fmt: skip
def test_what_cannot_be_calculated_is_refused(
    world: World, api: Program, change: dict[str, Any], status: int, code: str
) -> None:
    said = sent(api, "forestry_2020", asked("forestry_2020") | change)
    assert (said.status_code, json.loads(said.content)["code"]) == (status, code)
    assert sent(api, "nothing_2020", asked("forestry_2020")).status_code == 404


def test_a_calculation_may_be_asked_for_so_often_and_no_more(
    world: World, api: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tanpuhui.interfaces import tries

    monkeypatch.setattr(tries, "RATE", "2/min")
    codes = [sent(api, "forestry_2020", {}).status_code for _ in range(2)]
    tried = [sent(api, "forestry_2020", asked("forestry_2020")).status_code for _ in range(3)]
    assert (codes, tried) == ([422, 422], [200, 200, 429])


def test_a_side_of_a_case_compares_own_tables_and_a_stranger_sees_nothing(world: World, api: Program) -> None:
    rows = asked("forestry_2020")["tables"]
    place, head = f"{API}reports/{world.checked}/comparison", api.head("vic")
    body = json.dumps({"tables": {"parcels": {"csv": "parcel,area (ha)\nP1,1\n"}}})
    said = api.client.post(place, body, content_type="application/json", headers=head)
    assert (said.status_code, json.loads(said.content)["code"]) == (400, "inputs_have_errors")
    body = json.dumps({"tables": {"trees": rows["parcels"]}})
    said = api.client.post(place, body, content_type="application/json", headers=head)
    assert json.loads(said.content)["code"] == "unknown_input_table"
    for login in ("", "otto"):
        said = api.client.post(place, body, content_type="application/json", headers=api.head(login))
        assert said.status_code in (401, 403, 404), login


def test_more_rows_than_are_calculated_at_once_are_refused(
    world: World, api: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tanpuhui.apps.projects import trial

    monkeypatch.setattr(trial, "MOST_AT_ONCE", 1)
    assert json.loads(sent(api, "forestry_2020", asked("forestry_2020")).content)["code"] == "too_many_rows_at_once"
