"""The general shape of the heat-pump method, ER = Q × (1/η − 1/COP) × EF (mechanism notes § 3.4); not the official text.

What the heat pump uses is rounded up and what it replaces down, so that rounding never credits.
"""

from collections.abc import Mapping

from tanpuhui.core.exact import Rounding
from tanpuhui.core.text import Text
from tanpuhui.quantification import Quantity, Rows, Sheet

ROOM = "heat_pump_2019"


def calculate(sheet: Sheet, options: Mapping[str, str]) -> Quantity:
    """The emissions of the electricity saved by all heaters that count, in tCO2e."""
    heaters = sheet.rows("heaters")
    heat = HEAT[options["heat"]](sheet, heaters)
    saved = replaced(sheet, heaters, heat) - used(sheet, heaters, heat)
    year = 2019 if options["factor_year"] == "y2019" else sheet.period.last.year
    factor = grid_factor(sheet, year, combined=options["margin"] == "combined")
    return reduction(sheet, sheet.where(heaters.included, saved, 0), factor)


def metered_heat(sheet: Sheet, heaters: Rows) -> Quantity:
    """Q as it was metered; a heater without a reading counts as nothing."""
    return sheet.step("Q_i", heaters.number("heat"), unit="kWh", name=HOT, scale=3)


def deemed_heat(sheet: Sheet, heaters: Rows) -> Quantity:
    """Q = 1.163 Wh/(L·K) × L × n × ΔT: a kilocalorie for each litre and kelvin, on no more days than the period has."""
    days, most = heaters.number("days"), sheet.ratio(sheet.period.days, 1, "day", symbol="n_T")
    name = Text("天数超过监测期的热水器数（按监测期计）", "heaters with more days than the period (cut to it)")
    sheet.step("n_max", sheet.count(days > most), unit="1", name=name, scale=0)
    water = heaters.number("water") * sheet.least(days, most) * heaters.number("rise")
    return sheet.step("Q_i", water * sheet.ratio(1163, 1_000_000, "kWh/L/K"), unit="kWh", name=HOT, scale=3)


HOT = Text("热水热量", "heat of the hot water")
HEAT = {"monitored": metered_heat, "deemed": deemed_heat}


def replaced(sheet: Sheet, heaters: Rows, heat: Quantity) -> Quantity:
    """E_b = Q ÷ η: the electricity that the heater replaced would have used."""
    return sheet.step(
        "E_b",
        heat / heaters.number("baseline"),
        unit="kWh",
        name=Text("所替代热水器的用电", "electricity of the heater replaced"),
        scale=3,
    )


def used(sheet: Sheet, heaters: Rows, heat: Quantity) -> Quantity:
    """E_p: the electricity metered, or Q ÷ COP of the model where there is no meter."""
    rated = sheet.step(
        "E_r",
        heat / heaters.of("model", sheet.rows("models")).number("cop"),
        unit="kWh",
        name=Text("按额定性能系数的用电", "electricity by the rated COP"),
        rounding=Rounding.UP,
        scale=3,
    )
    metered = sheet.where(heaters.has("electricity"), heaters.number("electricity"), rated)
    return sheet.step("E_p", metered, unit="kWh", name=Text("热泵用电", "electricity of the heat pump"), scale=3)


def grid_factor(sheet: Sheet, year: int, *, combined: bool) -> Quantity:
    """EF of the China Southern grid: the operating margin, or with the build margin by its weight."""
    operating = sheet.value("china.grid.southern_om", symbol="EF_OM", data_year=year)
    if combined:
        weight = sheet.value(f"{ROOM}.weight_operating", symbol="w")
        build = sheet.value("china.grid.southern_bm", symbol="EF_BM", data_year=year)
        operating = weight * operating + (1 - weight) * build
    return sheet.step("EF", operating, unit="tCO2/MWh", name=Text("电网排放因子", "emission factor of the grid"))


def reduction(sheet: Sheet, saved: Quantity, factor: Quantity) -> Quantity:
    """ER = Σ (E_b − E_p) × EF; a heater that uses more than it replaces counts against the others."""
    tonnes = saved * factor * sheet.ratio(1, 1000, "MWh/kWh") * sheet.ratio(1, 1, "tCO2e/tCO2")
    of_heater = sheet.step("ER_i", tonnes, unit="tCO2e", name=Text("热水器减排量", "reduction of the heater"), scale=8)
    return sheet.step("ER", sheet.total(of_heater), unit="tCO2e", name=Text("减排量", "emission reduction"), scale=8)
