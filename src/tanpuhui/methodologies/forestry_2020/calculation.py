"""The working model of the forestry method: symbols as in the mechanism notes § 3.2; not the official text.

Stocks at the first survey are rounded up and those at the second down, the benchmark up, so that rounding never credits.
"""

from collections.abc import Callable, Mapping

from tanpuhui.core.exact import Rounding
from tanpuhui.core.text import Text
from tanpuhui.quantification import Quantity, Rows, Sheet

ROOM = "forestry_2020"
BENCHMARKS = {"public_benefit": f"{ROOM}.benchmark_public", "commodity": f"{ROOM}.benchmark_commodity"}
STOCKS = {
    "1": Text("期初单位面积生物量", "biomass per hectare at the first survey"),
    "2": Text("期末单位面积生物量", "biomass per hectare at the second survey"),
}


def calculate(sheet: Sheet, options: Mapping[str, str]) -> Quantity:
    """The sink above the benchmark of all parcels that count, in tCO2e."""
    parcels = sheet.rows("parcels")
    biomass = BIOMASS[options["biomass"]]
    stock_1 = biomass(sheet, parcels, "1", Rounding.UP)
    stock_2 = biomass(sheet, parcels, "2", Rounding.DOWN)
    sink = carbon_dioxide(sheet, stock_2 - stock_1, _of_group(sheet, parcels, "carbon_fraction", "CF"))
    benchmark = sheet.value_by(parcels.choice("category"), BENCHMARKS, symbol="b_c")
    excess = excess_per_hectare(sheet, sink, benchmark)
    area = sheet.where(parcels.included, parcels.number("area"), 0)
    return reduction(sheet, excess, area, floored=options["negative_parcels"] == "floored")


def biomass_by_volume(sheet: Sheet, parcels: Rows, survey: str, rounding: Rounding) -> Quantity:
    """B = V × D × BEF × (1 + R), in tonnes of dry matter per hectare."""
    density, expansion, roots = (
        _of_group(sheet, parcels, value, symbol)
        for value, symbol in (("density", "D"), ("expansion_factor", "BEF"), ("root_shoot_ratio", "R"))
    )
    result = parcels.number(f"volume_{survey}") * density * expansion * (1 + roots)
    return sheet.step(f"B_{survey}", result, unit="t/ha", name=STOCKS[survey], rounding=rounding)


def biomass_by_conversion(sheet: Sheet, parcels: Rows, survey: str, rounding: Rounding) -> Quantity:
    """B = a × V + b, in tonnes of dry matter per hectare (continuous conversion)."""
    slope = _of_group(sheet, parcels, "conversion_slope", "a")
    constant = _of_group(sheet, parcels, "conversion_constant", "b")
    result = slope * parcels.number(f"volume_{survey}") + constant
    return sheet.step(f"B_{survey}", result, unit="t/ha", name=STOCKS[survey], rounding=rounding)


BIOMASS: dict[str, Callable[[Sheet, Rows, str, Rounding], Quantity]] = {
    "volume": biomass_by_volume,
    "conversion": biomass_by_conversion,
}


def carbon_dioxide(sheet: Sheet, growth: Quantity, fraction: Quantity) -> Quantity:
    """The sink dC = (B_2 − B_1) × CF × 44/12: the carbon of the biomass gained, as carbon dioxide per hectare."""
    return sheet.step(
        "dC_j",
        growth * fraction * sheet.ratio(44, 12, "tCO2e/tC"),
        unit="tCO2e/ha",
        name=Text("监测期内单位面积碳汇量", "sink per hectare over the monitoring period"),
    )


def excess_per_hectare(sheet: Sheet, sink: Quantity, benchmark: Quantity) -> Quantity:
    """The excess dC − b × T: what exceeds the provincial benchmark of the parcel's category."""
    deducted = sheet.step(
        "BM_j",
        benchmark * sheet.years("T"),
        unit="tCO2e/ha",
        name=Text("监测期内单位面积基准碳汇量", "benchmark sink per hectare over the monitoring period"),
        rounding=Rounding.UP,
    )
    return sheet.step(
        "e_j",
        sink - deducted,
        unit="tCO2e/ha",
        name=Text("单位面积超出基准的碳汇量", "sink per hectare above the benchmark"),
    )


def reduction(sheet: Sheet, excess: Quantity, area: Quantity, *, floored: bool) -> Quantity:
    """ER = Σ e_j × A_j over the parcels that count; with `floored`, a parcel below the benchmark counts as zero."""
    of_parcel = sheet.step(
        "ER_j",
        sheet.greatest(excess * area, 0) if floored else excess * area,
        unit="tCO2e",
        name=Text("小班减排量", "reduction of the parcel"),
        scale=8,
    )
    return sheet.step(
        "ER",
        sheet.total(of_parcel),
        unit="tCO2e",
        name=Text("减排量", "emission reduction"),
        scale=8,
    )


def _of_group(sheet: Sheet, parcels: Rows, value: str, symbol: str) -> Quantity:
    """A tree parameter of each parcel's species group."""
    groups = parcels.choice("species_group")
    return sheet.value_by(groups, {code: f"{ROOM}.tree.{code}.{value}" for code in groups.codes}, symbol=symbol)
