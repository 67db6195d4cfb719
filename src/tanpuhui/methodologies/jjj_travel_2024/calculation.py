"""The arithmetic of DB11/T 3043-2024 (S32): baseline less project emissions, by leg and mode. Symbols as there."""

from collections.abc import Mapping

from tanpuhui.core.exact import Rounding
from tanpuhui.core.text import Text
from tanpuhui.quantification import Quantity, Rows, Sheet

ROOM = "jjj_travel_2024"


def calculate(sheet: Sheet, options: Mapping[str, str]) -> Quantity:
    """BE − PE of all legs, in tCO2e; a leg that emits more than its baseline counts against the others."""
    legs = sheet.rows("legs")
    saved = difference(baseline_emissions(sheet, legs), project_emissions(sheet, legs))
    tonnes = sheet.where(legs.included, saved, 0) * sheet.ratio(1, 1000, "tCO2e/kgCO2e")
    of_leg = sheet.step("ER_i", tonnes, unit="tCO2e", name=Text("行程段减排量", "reduction of the leg"), scale=9)
    return sheet.step("ER", sheet.total(of_leg), unit="tCO2e", name=Text("减排量", "emission reduction"), scale=9)


def baseline_emissions(sheet: Sheet, legs: Rows) -> Quantity:
    """BE = EF × BD."""
    emitted = sheet.value(f"{ROOM}.factor.baseline", symbol="EF_b") * legs.number("baseline_distance")
    return sheet.step("BE_i", emitted, unit="kgCO2e", name=Text("基准排放", "baseline emissions"))


def project_emissions(sheet: Sheet, legs: Rows) -> Quantity:
    """PE = EF of the mode × PD."""
    mode = legs.choice("mode")
    factor = sheet.value_by(mode, {code: f"{ROOM}.factor.{code}" for code in MODES}, symbol="EF_k")
    emitted, name = factor * legs.number("distance"), Text("项目排放", "project emissions")
    return sheet.step("PE_i", emitted, unit="kgCO2e", name=name, rounding=Rounding.UP)


MODES = ("bus", "metro", "bicycle", "walking")


def reduction(sheet: Sheet, baseline: Quantity, project: Quantity) -> Quantity:
    """ER = BE − PE, of one journey or many."""
    saved, name = difference(baseline, project), Text("减排量", "emission reduction")
    return sheet.step("ER", saved, unit="kgCO2e", name=name)


def difference(baseline: Quantity, project: Quantity) -> Quantity:
    """BE − PE (this line of the standard was not verified)."""
    return baseline - project
