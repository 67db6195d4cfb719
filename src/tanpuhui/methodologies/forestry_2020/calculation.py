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
OTHER = {"volume": "conversion", "conversion": "volume"}
COMPARED = "o"
"""Ends the symbols of the other route, which is shown beside and credits nothing."""


def calculate(sheet: Sheet, options: Mapping[str, str]) -> Quantity:
    """The sink above the benchmark of all parcels that count, in tCO2e; with `comparison`, beside it the other route's."""
    parcels = sheet.rows("parcels")
    benchmark = benchmark_sink(sheet, sheet.value_by(parcels.choice("category"), BENCHMARKS, symbol="b_c"))
    area = sheet.where(parcels.included, parcels.number("area"), 0)
    floored = options["negative_parcels"] == "floored"

    def credited(route: str, mark: str = "") -> Quantity:
        excess = excess_per_hectare(sheet, sink_per_hectare(sheet, parcels, route, mark), benchmark, mark)
        return reduction(sheet, excess, area, mark, floored=floored)

    result = credited(options["biomass"])
    if options["comparison"] == "shown":
        other = credited(OTHER[options["biomass"]], COMPARED)
        name = Text("两种算法之差（不影响结果）", "difference of the two routes (for information)")
        sheet.step("dER", result - other, unit="tCO2e", name=name, scale=8)
    return result


def benchmark_sink(sheet: Sheet, benchmark: Quantity) -> Quantity:
    """BM = b × T: what the provincial benchmark of the parcel's category takes up over the period."""
    return sheet.step(
        "BM_j",
        benchmark * sheet.years("T"),
        unit="tCO2e/ha",
        name=Text("监测期内单位面积基准碳汇量", "benchmark sink per hectare over the monitoring period"),
        rounding=Rounding.UP,
    )


def sink_per_hectare(sheet: Sheet, parcels: Rows, route: str, mark: str = "") -> Quantity:
    """The sink dC = (B_2 − B_1) × CF × 44/12: the carbon of the biomass gained, as carbon dioxide per hectare."""
    stock_1 = biomass(sheet, parcels, route, "1", mark, Rounding.UP)
    stock_2 = biomass(sheet, parcels, route, "2", mark, Rounding.DOWN)
    fraction = _of_group(sheet, parcels, "carbon_fraction", "CF")
    return sheet.step(
        f"dC_j{mark}",
        (stock_2 - stock_1) * fraction * sheet.ratio(44, 12, "tCO2e/tC"),
        unit="tCO2e/ha",
        name=_named(Text("监测期内单位面积碳汇量", "sink per hectare over the monitoring period"), mark),
    )


def biomass(sheet: Sheet, parcels: Rows, route: str, survey: str, mark: str, rounding: Rounding) -> Quantity:
    """The biomass at a survey by a route, in tonnes of dry matter per hectare."""
    result = BIOMASS[route](sheet, parcels, parcels.number(f"volume_{survey}"))
    return sheet.step(f"B_{survey}{mark}", result, unit="t/ha", name=_named(STOCKS[survey], mark), rounding=rounding)


def biomass_by_volume(sheet: Sheet, parcels: Rows, volume: Quantity) -> Quantity:
    """B = V × D × BEF × (1 + R)."""
    density, expansion, roots = (
        _of_group(sheet, parcels, value, symbol)
        for value, symbol in (("density", "D"), ("expansion_factor", "BEF"), ("root_shoot_ratio", "R"))
    )
    return volume * density * expansion * (1 + roots)


def biomass_by_conversion(sheet: Sheet, parcels: Rows, volume: Quantity) -> Quantity:
    """B = a × V + b (continuous conversion)."""
    slope = _of_group(sheet, parcels, "conversion_slope", "a")
    return slope * volume + _of_group(sheet, parcels, "conversion_constant", "b")


BIOMASS: dict[str, Callable[[Sheet, Rows, Quantity], Quantity]] = {
    "volume": biomass_by_volume,
    "conversion": biomass_by_conversion,
}


def excess_per_hectare(sheet: Sheet, sink: Quantity, benchmark: Quantity, mark: str = "") -> Quantity:
    """The excess dC − BM: what exceeds the provincial benchmark."""
    return sheet.step(
        f"e_j{mark}",
        sink - benchmark,
        unit="tCO2e/ha",
        name=_named(Text("单位面积超出基准的碳汇量", "sink per hectare above the benchmark"), mark),
    )


def reduction(sheet: Sheet, excess: Quantity, area: Quantity, mark: str = "", *, floored: bool) -> Quantity:
    """ER = Σ e_j × A_j over the parcels that count; with `floored`, a parcel below the benchmark counts as zero."""
    of_parcel = sheet.step(
        f"ER_j{mark}",
        sheet.greatest(excess * area, 0) if floored else excess * area,
        unit="tCO2e",
        name=_named(Text("小班减排量", "reduction of the parcel"), mark),
        scale=8,
    )
    return sheet.step(
        f"ER{mark}",
        sheet.total(of_parcel),
        unit="tCO2e",
        name=_named(Text("减排量", "emission reduction"), mark),
        scale=8,
    )


def _named(name: Text, mark: str) -> Text:
    return Text(f"{name.zh}（另一算法）", f"{name.en} (other route)") if mark else name


def _of_group(sheet: Sheet, parcels: Rows, value: str, symbol: str) -> Quantity:
    """A tree parameter of each parcel's species group."""
    groups = parcels.choice("species_group")
    return sheet.value_by(groups, {code: f"{ROOM}.tree.{code}.{value}" for code in groups.codes}, symbol=symbol)
