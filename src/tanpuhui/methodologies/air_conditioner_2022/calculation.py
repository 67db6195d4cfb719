"""The general shape of the air-conditioner method, ER = C × h × (1/EER_b − 1/EER_p) × EF × n (mechanism notes § 3.4).

Not the official text. What is used is rounded up and what it replaces down, so that rounding never credits.
"""

from collections.abc import Mapping

from tanpuhui.core.exact import Rounding
from tanpuhui.core.text import Text
from tanpuhui.quantification import Quantity, Sheet

ROOM = "air_conditioner_2022"


def calculate(sheet: Sheet, options: Mapping[str, str]) -> Quantity:
    """The emissions of the electricity saved by all air conditioners that count, in tCO2e."""
    batches = sheet.rows("batches")
    hours = hours_at_most(sheet, batches.number("hours"))
    cold = cooling(sheet, batches.number("capacity"), hours, batches.number("units"))
    before = electricity(sheet, cold, batches.number("baseline"), "E_b", Rounding.DOWN)
    after = electricity(sheet, cold, batches.number("efficiency"), "E_p", Rounding.UP)
    year = 2019 if options["factor_year"] == "y2019" else sheet.period.last.year
    factor = grid_factor(sheet, year, combined=options["margin"] == "combined")
    return reduction(sheet, sheet.where(batches.included, before - after, 0), factor)


def hours_at_most(sheet: Sheet, hours: Quantity) -> Quantity:
    """h, up to the hours of the monitoring period: nothing runs longer than round the clock."""
    most = sheet.ratio(24 * sheet.period.days, 1, "h", symbol="h_T")
    name = Text("时数超过监测期的行数（按监测期计）", "rows with more hours than the period (cut to it)")
    sheet.step("n_max", sheet.count(hours > most), unit="1", name=name, scale=0)
    return sheet.least(hours, most)


def cooling(sheet: Sheet, capacity: Quantity, hours: Quantity, units: Quantity) -> Quantity:
    """Q = C × h × n: the cold that was made."""
    cold = capacity * hours * units * sheet.ratio(1, 1, "kWh/kW/h")
    return sheet.step("Q_i", cold, unit="kWh", name=Text("制冷量", "cooling"), scale=3)


NAMES = {
    "E_b": Text("基准用电", "electricity of the baseline"),
    "E_p": Text("实际用电", "electricity used"),
}


def electricity(sheet: Sheet, cold: Quantity, efficiency: Quantity, symbol: str, rounding: Rounding) -> Quantity:
    """E = Q ÷ EER."""
    return sheet.step(symbol, cold / efficiency, unit="kWh", name=NAMES[symbol], rounding=rounding, scale=3)


def grid_factor(sheet: Sheet, year: int, *, combined: bool) -> Quantity:
    """EF of the China Southern grid: the operating margin, or with the build margin by its weight."""
    operating = sheet.value("china.grid.southern_om", symbol="EF_OM", data_year=year)
    if combined:
        weight = sheet.value(f"{ROOM}.weight_operating", symbol="w")
        build = sheet.value("china.grid.southern_bm", symbol="EF_BM", data_year=year)
        operating = weight * operating + (1 - weight) * build
    return sheet.step("EF", operating, unit="tCO2/MWh", name=Text("电网排放因子", "emission factor of the grid"))


def reduction(sheet: Sheet, saved: Quantity, factor: Quantity) -> Quantity:
    """ER = Σ (E_b − E_p) × EF; what uses more than its baseline counts against the others."""
    tonnes = saved * factor * sheet.ratio(1, 1000, "MWh/kWh") * sheet.ratio(1, 1, "tCO2e/tCO2")
    of_batch = sheet.step("ER_i", tonnes, unit="tCO2e", name=Text("减排量（每行）", "reduction of the row"), scale=6)
    return sheet.step("ER", sheet.total(of_batch), unit="tCO2e", name=Text("减排量", "emission reduction"), scale=6)
