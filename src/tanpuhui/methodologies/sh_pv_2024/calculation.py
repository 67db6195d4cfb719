"""Shanghai's scenario as a newspaper tells it: reduction = generation × the city's electricity factor."""

from collections.abc import Mapping

from tanpuhui.core.text import Text
from tanpuhui.quantification import Quantity, Sheet


def calculate(sheet: Sheet, options: Mapping[str, str]) -> Quantity:
    """What the generation of all projects avoided, in tCO2e."""
    generation = sheet.rows("projects").number("generation")
    factor = sheet.value("sh_pv_2024.electricity_factor", symbol="EF")
    of_project = sheet.step(
        "ER_j",
        generation * factor * sheet.ratio(1, 1000, "tCO2e/kgCO2"),
        unit="tCO2e",
        name=Text("项目减排量", "reduction of the project"),
        scale=8,
    )
    return sheet.step("ER", sheet.total(of_project), unit="tCO2e", name=Text("减排量", "emission reduction"), scale=8)
