"""The arithmetic of AMS-I.D as others tell it: BE = EG_PJ × EF_grid,CM; ER = BE − PE − LE."""

from collections.abc import Mapping

from tanpuhui.core.exact import Rounding
from tanpuhui.core.text import Text
from tanpuhui.quantification import Quantity, Rows, Sheet

ROOM = "cdm_ams_i_d"
FACTOR_YEAR = 2019
WEIGHTS = {"solar": "solar_wind", "wind": "solar_wind", "hydro": "other", "other": "other"}


def calculate(sheet: Sheet, options: Mapping[str, str]) -> Quantity:
    """What the electricity of all plants avoided in their grids, less project emissions and leakage, in tCO2e."""
    plants = sheet.rows("plants")
    weights = {technology: f"{ROOM}.weight.{name}" for technology, name in WEIGHTS.items()}
    factor = combined_margin(
        sheet,
        _margin(sheet, plants, "om"),
        _margin(sheet, plants, "bm"),
        sheet.value_by(plants.choice("technology"), weights, symbol="w_OM"),
    )
    baseline = baseline_emissions(sheet, plants.number("supplied"), factor)
    return reduction(sheet, plants, baseline)


def combined_margin(sheet: Sheet, operating: Quantity, build: Quantity, weight: Quantity) -> Quantity:
    """EF_grid,CM = w_OM × EF_OM + (1 − w_OM) × EF_BM."""
    return sheet.step(
        "EF_CM",
        weight * operating + (1 - weight) * build,
        unit="tCO2/MWh",
        name=Text("电网组合边际排放因子", "combined margin of the grid"),
    )


def baseline_emissions(sheet: Sheet, electricity: Quantity, factor: Quantity) -> Quantity:
    """BE = EG_PJ × EF_grid,CM."""
    return sheet.step(
        "BE_j",
        electricity * factor * sheet.ratio(1, 1, "tCO2e/tCO2"),
        unit="tCO2e",
        name=Text("基准线排放", "baseline emissions"),
    )


def reduction(sheet: Sheet, plants: Rows, baseline: Quantity) -> Quantity:
    """ER = Σ (BE − PE − LE)."""
    project, leakage = (
        sheet.step(symbol, plants.number(column), unit="tCO2e", name=name, rounding=Rounding.UP)
        for symbol, column, name in (
            ("PE_j", "project_emissions", Text("项目排放", "project emissions")),
            ("LE_j", "leakage", Text("泄漏", "leakage")),
        )
    )
    of_plant = sheet.step(
        "ER_j", baseline - project - leakage, unit="tCO2e", name=Text("电站减排量", "reduction of the plant")
    )
    return sheet.step("ER", sheet.total(of_plant), unit="tCO2e", name=Text("减排量", "emission reduction"))


def _margin(sheet: Sheet, plants: Rows, kind: str) -> Quantity:
    grids = plants.choice("grid")
    keys = {code: f"china.grid.{code}_{kind}" for code in grids.codes}
    return sheet.value_by(grids, keys, symbol=f"EF_{kind.upper()}", data_year=FACTOR_YEAR)
