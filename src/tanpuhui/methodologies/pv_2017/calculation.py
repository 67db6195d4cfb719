"""The working model of the PV method: electricity times the emission factor of the grid; not the official text.

What is metered counts up to what the capacity could have given in the month, and up to the metered generation; a month
without its reading counts as nothing. Project emissions and leakage are expected to be zero (mechanism notes § 3.3).
"""

from collections.abc import Mapping

from tanpuhui.core.text import Text
from tanpuhui.quantification import Condition, Quantity, Rows, Sheet

ROOM = "pv_2017"
MARGINS = {"EF_OM": "china.grid.southern_om", "EF_BM": "china.grid.southern_bm"}
WEIGHTS = {"combined_75_25": f"{ROOM}.weight.three_quarters", "combined_50_50": f"{ROOM}.weight.half"}
FIXED_YEAR = 2019


def calculate(sheet: Sheet, options: Mapping[str, str]) -> Quantity:
    """What the electricity of all systems that count avoided in the grid, in tCO2e."""
    readings = sheet.rows("readings")
    return reduction(sheet, electricity(sheet, readings, options["electricity"]), factor(sheet, readings, options))


def electricity(sheet: Sheet, readings: Rows, column: str) -> Quantity:
    """EG = min(metered, generated, P × 24 × days) of each month whose system counts, in MWh."""
    system = readings.of("system", sheet.rows("systems"))
    most = capacity_bound(sheet, system.number("capacity"), readings.days_in_month("month"))
    metered = readings.number(column)
    there = readings.has(column)
    counts = readings.included & system.included & readings.reached("month", system, "commissioned")
    _told(sheet, "n_gap", ~there, Text("缺读数的月数（按零计）", "months without the reading (they count as nothing)"))
    _told(sheet, "n_out", ~counts, Text("不计入的月数", "months that do not count"))
    _told(sheet, "n_max", metered > most, Text("超过容量上限的月数（按上限计）", "months above the bound (cut to it)"))
    _told(
        sheet,
        "n_bal",
        unbalanced(readings),
        Text("自用加上网超过发电量的月数", "months of more self-use and feed-in than generation"),
    )
    return sheet.step(
        "EG_m",
        sheet.where(there & counts, sheet.least(generated_at_most(sheet, readings, metered, column), most), 0)
        * sheet.ratio(1, 1000, "MWh/kWh"),
        unit="MWh",
        name=Text("当月计入电量", "electricity counted of the month"),
    )


def generated_at_most(sheet: Sheet, readings: Rows, metered: Quantity, column: str) -> Quantity:
    """What is metered, up to the metered generation where that was read."""
    if column == "generation":
        return metered
    return sheet.where(readings.has("generation"), sheet.least(metered, readings.number("generation")), metered)


def capacity_bound(sheet: Sheet, capacity: Quantity, days: Quantity) -> Quantity:
    """EG_max = P × 24 × days: nothing generates more than its capacity round the clock."""
    return sheet.step(
        "EG_max",
        capacity * sheet.ratio(24, 1, "kWh/kW/day") * days,
        unit="kWh",
        name=Text("装机容量所能发的最大电量", "most that the capacity can give in the month"),
    )


def unbalanced(readings: Rows) -> Condition:
    """Whether self-use and feed-in together are more than the generation, where all three were read."""
    read = readings.has("generation") & readings.has("self_use") & readings.has("feed_in")
    return read & (readings.number("self_use") + readings.number("feed_in") > readings.number("generation"))


def factor(sheet: Sheet, readings: Rows, options: Mapping[str, str]) -> Quantity:
    """The grid's emission factor as the settings say: a combined margin, or the operating margin alone."""
    operating = _margin(sheet, readings, "EF_OM", options["factor_year"])
    if options["margin"] == "operating":
        return operating
    build = _margin(sheet, readings, "EF_BM", options["factor_year"])
    return combined_margin(sheet, operating, build, sheet.value(WEIGHTS[options["margin"]], symbol="w_OM"))


def combined_margin(sheet: Sheet, operating: Quantity, build: Quantity, weight: Quantity) -> Quantity:
    """EF_CM = w_OM × EF_OM + (1 − w_OM) × EF_BM."""
    return sheet.step(
        "EF_CM",
        weight * operating + (1 - weight) * build,
        unit="tCO2/MWh",
        name=Text("组合边际排放因子", "combined margin"),
    )


def reduction(sheet: Sheet, electricity: Quantity, factor: Quantity) -> Quantity:
    """ER = Σ EG_m × EF over all months."""
    of_month = sheet.step(
        "ER_m",
        electricity * factor * sheet.ratio(1, 1, "tCO2e/tCO2"),
        unit="tCO2e",
        name=Text("当月减排量", "reduction of the month"),
        scale=8,
    )
    return sheet.step("ER", sheet.total(of_month), unit="tCO2e", name=Text("减排量", "emission reduction"), scale=8)


def _margin(sheet: Sheet, readings: Rows, symbol: str, year: str) -> Quantity:
    if year == "fixed_2019":
        return sheet.value(MARGINS[symbol], symbol=symbol, data_year=FIXED_YEAR)
    return sheet.value_by_year(readings.year("month"), MARGINS[symbol], symbol=symbol)


def _told(sheet: Sheet, symbol: str, condition: Condition, name: Text) -> None:
    """A step that says how many months a rule touched."""
    sheet.step(symbol, sheet.count(condition), unit="1", name=name, scale=0)
