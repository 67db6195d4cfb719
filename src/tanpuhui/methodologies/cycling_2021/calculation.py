"""The working model of the cycling method: the modes replaced by distance band (S12's idea); not the official text.

Walking is no mode that is replaced. What cannot be a ride (too short, too long, too fast) counts as nothing and is counted.
"""

from collections.abc import Mapping

from tanpuhui.core.exact import Rounding
from tanpuhui.core.text import Text
from tanpuhui.quantification import Condition, Quantity, Rows, Sheet

ROOM = "cycling_2021"
KINDS = ("bicycle", "e_bike")
MODES = ("bus", "metro", "car", "motorcycle", "e_bike")
BANDS = {
    "short": Text("短途骑行所替代出行的排放因子", "emission factor of what short trips replace"),
    "middle": Text("中途骑行所替代出行的排放因子", "emission factor of what middle trips replace"),
    "long": Text("长途骑行所替代出行的排放因子", "emission factor of what long trips replace"),
}


def calculate(sheet: Sheet, options: Mapping[str, str]) -> Quantity:
    """The emissions avoided by all trips that count, in tCO2e."""
    trips = sheet.rows("trips")
    possible = believable(sheet, trips)
    sheet.step(
        "N_x",
        sheet.count(~possible),
        unit="1",
        name=Text(
            "不可信行程数（过短、过长或过快），不计",
            "trips not believed (too short, too long or too fast), not counted",
        ),
    )
    counted = trips.included & possible
    sheet.step("N", sheet.count(counted), unit="1", name=Text("计入的行程数", "trips that count"))
    distance = sheet.where(counted, trips.number("distance"), 0)
    if options["route"] == "per_kilometre":
        return reduction(sheet, distance * _by_kind(sheet, trips, "per_kilometre", "RF"))
    baseline = replaced_per_kilometre(sheet, trips.number("distance"))
    return reduction(sheet, distance * (baseline - _by_kind(sheet, trips, "ridden", "EF_p")))


def believable(sheet: Sheet, trips: Rows) -> Condition:
    """Whether a trip can have been a ride: its distance within limits, its mean speed at most that of its kind."""
    distance, hours = trips.number("distance"), trips.number("duration") * sheet.ratio(1, 60, "h/min")
    shortest = sheet.value(f"{ROOM}.limit.shortest", symbol="d_min")
    longest = sheet.value(f"{ROOM}.limit.longest", symbol="d_max")
    fastest = _by_kind(sheet, trips, "limit.speed", "v_max")
    return (distance >= shortest) & (distance <= longest) & (distance <= fastest * hours)


def replaced_per_kilometre(sheet: Sheet, distance: Quantity) -> Quantity:
    """EF_b: what a kilometre of the trip's distance band would have emitted."""
    short, middle, long = (_mix(sheet, band) for band in BANDS)
    short_to = sheet.value(f"{ROOM}.band.short_to", symbol="d_1")
    middle_to = sheet.value(f"{ROOM}.band.middle_to", symbol="d_2")
    return sheet.where(distance < short_to, short, sheet.where(distance < middle_to, middle, long))


def reduction(sheet: Sheet, grams: Quantity) -> Quantity:
    """ER = Σ ER_i, grams made tonnes; an e-bike that emits more than what it replaces counts against the others."""
    of_trip = sheet.step(
        "ER_i",
        grams * sheet.ratio(1, 1_000_000, "tCO2e/gCO2e"),
        unit="tCO2e",
        name=Text("行程减排量", "reduction of the trip"),
        scale=9,
    )
    return sheet.step("ER", sheet.total(of_trip), unit="tCO2e", name=Text("减排量", "emission reduction"), scale=9)


def _mix(sheet: Sheet, band: str) -> Quantity:
    """EF_b of a band: the factor of every mode by the share of trips that it would have carried."""
    shares = [sheet.value(f"{ROOM}.replaced.{band}.{mode}", symbol=f"s_{band}_{mode}") for mode in MODES]
    factors = [sheet.value(f"{ROOM}.factor.{mode}", symbol=f"EF_{mode}") for mode in MODES]
    first, *rest = [share * factor for share, factor in zip(shares, factors, strict=True)]
    mixed = sum(rest, start=first)
    return sheet.step(f"EF_{band}", mixed, unit="gCO2e/km", name=BANDS[band], rounding=Rounding.DOWN, scale=3)


def _by_kind(sheet: Sheet, trips: Rows, value: str, symbol: str) -> Quantity:
    """A value of each trip's kind of bicycle."""
    return sheet.value_by(trips.choice("bicycle"), {kind: f"{ROOM}.{value}.{kind}" for kind in KINDS}, symbol=symbol)
