"""The volume route of national forest management, from general knowledge: project's change of stock less the baseline's.

Every rounding is to the applicant's disadvantage: the project's first and the baseline's second stock are rounded up.
"""

from collections.abc import Mapping

from tanpuhui.core.exact import Rounding
from tanpuhui.core.text import Text
from tanpuhui.quantification import Quantity, Rows, Sheet

ROOM = "national_forest_2014"
UP, DOWN = Rounding.UP, Rounding.DOWN
STOCKS = {
    "B_1": ("volume_1", UP, Text("期初单位面积生物量", "biomass per hectare at the beginning")),
    "B_2": ("volume_2", DOWN, Text("期末单位面积生物量", "biomass per hectare at the end")),
    "B_B1": ("baseline_1", DOWN, Text("基准线情景期初生物量", "baseline biomass at the beginning")),
    "B_B2": ("baseline_2", UP, Text("基准线情景期末生物量", "baseline biomass at the end")),
}


def calculate(sheet: Sheet, options: Mapping[str, str]) -> Quantity:
    """The sink of all strata above their baseline, less deductions and emissions, in tCO2e."""
    strata = sheet.rows("strata")
    stocks = {symbol: biomass(sheet, strata, symbol) for symbol in STOCKS}
    fraction = _of_group(sheet, strata, "carbon_fraction", "CF")
    sink = net_sink(sheet, stocks, fraction, strata.number("area"))
    deducted = uncertainty_deduction(sheet, strata.number("uncertainty"), sink)
    return reduction(sheet, sink - deducted - strata.number("emissions"))


def biomass(sheet: Sheet, strata: Rows, symbol: str) -> Quantity:
    """B = V × D × BEF × (1 + R), in tonnes of dry matter per hectare."""
    column, rounding, name = STOCKS[symbol]
    density, expansion, roots = (
        _of_group(sheet, strata, value, short)
        for value, short in (("density", "D"), ("expansion_factor", "BEF"), ("root_shoot_ratio", "R"))
    )
    result = strata.number(column) * density * expansion * (1 + roots)
    return sheet.step(symbol, result, unit="t/ha", name=name, rounding=rounding)


def net_sink(sheet: Sheet, stocks: Mapping[str, Quantity], fraction: Quantity, area: Quantity) -> Quantity:
    """The sink of the stratum above its baseline: dC = ((B_2 − B_1) − (B_B2 − B_B1)) × CF × 44/12, times A."""
    gained = (stocks["B_2"] - stocks["B_1"]) - (stocks["B_B2"] - stocks["B_B1"])
    of_hectare = sheet.step(
        "dC_j",
        gained * fraction * sheet.ratio(44, 12, "tCO2e/tC"),
        unit="tCO2e/ha",
        name=Text("单位面积净碳汇量", "net sink per hectare"),
    )
    return sheet.step("C_j", of_hectare * area, unit="tCO2e", name=Text("碳层净碳汇量", "net sink of the stratum"))


def uncertainty_deduction(sheet: Sheet, uncertainty: Quantity, sink: Quantity) -> Quantity:
    """UD: of a sink above zero the share that belongs to the sampling's uncertainty."""
    low, middle = (sheet.value(f"{ROOM}.uncertainty.{code}_to", symbol=f"u_{code}") for code in ("low", "middle"))
    shares = [
        sheet.value(f"{ROOM}.uncertainty.{code}_deduction", symbol=f"d_{code}") for code in ("low", "middle", "high")
    ]
    share = sheet.where(uncertainty <= low, shares[0], sheet.where(uncertainty <= middle, shares[1], shares[2]))
    return sheet.step(
        "UD_j",
        share * sheet.greatest(sink, 0),
        unit="tCO2e",
        name=Text("不确定性扣减", "deduction for uncertainty"),
        rounding=UP,
    )


def reduction(sheet: Sheet, of_stratum: Quantity) -> Quantity:
    """ER = Σ (dC × A − UD − GHG_E)."""
    name = Text("碳层减排量", "reduction of the stratum")
    rows = sheet.step("ER_j", of_stratum, unit="tCO2e", name=name)
    return sheet.step("ER", sheet.total(rows), unit="tCO2e", name=Text("减排量", "emission reduction"))


def _of_group(sheet: Sheet, strata: Rows, value: str, symbol: str) -> Quantity:
    """A tree parameter of each stratum's species group."""
    groups = strata.choice("species_group")
    return sheet.value_by(groups, {code: f"{ROOM}.tree.{code}.{value}" for code in groups.codes}, symbol=symbol)
