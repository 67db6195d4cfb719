"""A later change of one input, value, setting or line of a formula is found, and called by its name."""

import dataclasses
import json
from datetime import date
from pathlib import Path

from tanpuhui.core.citations import Citation, Status
from tanpuhui.core.text import Text
from tanpuhui.parameters.values import GivenEntry
from tanpuhui.quantification import compare
from tests.quantification.makers import DEMO, YEAR, copied, ran, row

DAY = date(2021, 1, 1)
NOTICE = Citation("N1", Text("通知", "notice"), "art. 1", Status.OFFICIAL, DAY)
CAUSES = ("setting", "input", "value", "formula")


def causes(before: object, after: object) -> list[tuple[str, str, str | None, str | None]]:
    found = compare(before, after)  # type: ignore[arg-type]
    return [(d.kind, d.about, d.before, d.after) for d in found if d.kind in CAUSES]


def test_the_same_run_differs_in_nothing_also_after_storage() -> None:
    stored = json.loads(json.dumps(ran(row()).record))
    assert compare(stored, ran(row())) == []


def test_one_input_is_named_then_the_steps_it_moved() -> None:
    one, two = ran(row(), row(parcel="P2")), ran(row(), row(parcel="P2", volume_2="80.001"))
    assert causes(one, two) == [("input", "parcels P2 volume_2", "80", "80.001")]
    steps = [d.about for d in compare(one, two) if d.kind == "step"]
    assert steps == ["B_2 P2 =", "dC_j P2 =", "e_j P2 =", "ER_j P2 =", "ER ="]
    assert [d.about for d in compare(one, two) if d.kind == "result"] == ["grams", "vintage 2019 (g)"]
    assert one.hashes.inputs != two.hashes.inputs
    assert (one.hashes.values, one.hashes.formula) == (two.hashes.values, two.hashes.formula)


def test_an_input_that_moves_no_number_is_named_too() -> None:
    one, two = ran(row()), ran(row(age_group="young"))
    assert causes(one, two) == [("input", "parcels P1 age_group", "middle", "young")]
    assert one.hashes.all != two.hashes.all


def test_a_parcel_more_or_less_is_named() -> None:
    found = causes(ran(row()), ran(row(), row(parcel="P2")))
    assert ("input", "parcels P2 area", None, "1") in found
    said = compare(ran(row(), row(parcel="P2")), ran(row()))[0].says
    assert "(none)" in said.en
    assert "（无）" in said.zh


def test_one_value_is_named_with_its_status_and_source() -> None:
    given = GivenEntry("forestry_2020.benchmark_public", "3.33", None, None, DAY, NOTICE)
    one, two = ran(row()), ran(row(), values=DEMO.with_entries([given]))
    (found,) = causes(one, two)
    assert found[:2] == ("value", "forestry_2020.benchmark_public")
    assert found[2] is not None
    assert found[3] is not None
    assert found[2].startswith("3.32 tCO2e/ha/year (secondary, S20")
    assert found[3].startswith("3.33 tCO2e/ha/year (official, N1")
    assert one.hashes.values != two.hashes.values
    assert one.hashes.inputs == two.hashes.inputs


def test_a_value_of_another_source_with_the_same_number_is_named() -> None:
    given = GivenEntry("forestry_2020.benchmark_public", "3.32", None, None, DAY, NOTICE)
    one, two = ran(row()), ran(row(), values=DEMO.with_entries([given]))
    assert [found[1] for found in causes(one, two)] == ["forestry_2020.benchmark_public"]
    assert one.grams == two.grams


def test_a_setting_and_the_period_are_named() -> None:
    floored = dataclasses.replace(YEAR, options={"negative_parcels": "floored"})
    one, two = ran(row()), ran(row(), settings=floored)
    assert causes(one, two) == [("setting", "negative_parcels", "netted", "floored")]
    assert [d.about for d in compare(one, two) if d.kind == "step"] == ["ER_j"]


def test_the_two_routes_of_biomass_are_compared_step_by_step() -> None:
    other = dataclasses.replace(YEAR, options={"biomass": "conversion"})
    found = {d.about: (d.before, d.after) for d in compare(ran(row()), ran(row(), settings=other)) if d.kind == "step"}
    assert found["B_1 P1 ="] == ("33.529997", "26.80515")
    assert found["B_1"][1] is not None
    assert found["B_1"][1].startswith("a × V_1 + b")


def test_one_line_of_the_formula_is_named_by_file_and_line(tmp_path: Path) -> None:
    same = copied(tmp_path / "same", {})
    assert compare(ran(row()), ran(row(), of=same)) == []
    changed = copied(
        tmp_path / "changed", {"calculation.py": lambda text: text.replace("ratio(44, 12,", "ratio(48, 12,")}
    )
    one, two = ran(row()), ran(row(), of=changed)
    ((kind, about, before, after),) = causes(one, two)
    assert (kind, about.split(":")[0]) == ("formula", "calculation.py")
    assert "44, 12" in str(before)
    assert "48, 12" in str(after)
    lines = changed.folder.joinpath("calculation.py").read_text(encoding="utf-8").splitlines()
    assert "48, 12" in lines[int(about.split(":")[1]) - 1]
    assert next(d.about for d in compare(one, two) if d.kind == "step") == "dC_j"
    assert one.hashes.formula != two.hashes.formula


def test_a_line_of_methodology_yaml_is_named(tmp_path: Path) -> None:
    changed = copied(tmp_path / "bounds", {"methodology.yaml": lambda text: text.replace("most: 1500", "most: 1400")})
    found = causes(ran(row()), ran(row(), of=changed))
    assert {about.split(":")[0] for _, about, _, _ in found} == {"methodology.yaml"}
    assert [(before, after) for _, _, before, after in found] == [("most: 1500", "most: 1400")] * 2


def test_another_rounding_is_a_difference_of_the_step(tmp_path: Path) -> None:
    changed = copied(tmp_path / "rounding", {"calculation.py": lambda text: text.replace("scale=8", "scale=7", 2)})
    steps = [d for d in compare(ran(row()), ran(row(), of=changed)) if d.kind == "step"]
    assert [d.about for d in steps] == ["ER_j"]
    assert "7 down" in str(steps[0].after)
