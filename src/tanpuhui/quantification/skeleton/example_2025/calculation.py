"""ER = Σ E_j × EF: the electricity that each site saved, times the emission factor of the grid."""

from collections.abc import Mapping

from tanpuhui.core.text import Text
from tanpuhui.quantification import Quantity, Sheet


def calculate(sheet: Sheet, options: Mapping[str, str]) -> Quantity:
    """What all sites that count avoided, in tCO2e."""
    sites = sheet.rows("sites")
    counted = sheet.where(sites.included, sites.number("saved"), 0)
    factor = sheet.value("example_2025.factor", symbol="EF")
    of_site = sheet.step(
        "ER_j",
        counted * factor,
        unit="tCO2e",
        name=Text("场所减排量", "reduction of the site"),
        scale=8,
    )
    return sheet.step("ER", sheet.total(of_site), unit="tCO2e", name=Text("减排量", "emission reduction"), scale=8)
