"""The working model of the clothing method: weight by route and factors per kilogram; not the official text.

A batch that says to have used more than was collected counts as nothing, and such batches are counted.
"""

from collections.abc import Mapping

from tanpuhui.core.exact import Rounding
from tanpuhui.core.text import Text
from tanpuhui.quantification import Quantity, Rows, Sheet

ROOM = "used_clothing_2022"


def calculate(sheet: Sheet, options: Mapping[str, str]) -> Quantity:
    """What the routes save, less collecting and sorting, in tCO2e."""
    batches = sheet.rows("batches")
    used = used_weight(sheet, batches)
    fits = used <= batches.number("collected")
    sheet.step(
        "N_x",
        sheet.count(~fits),
        unit="1",
        name=Text("利用量超过收集量的批次数，不计", "batches with more used than collected, not counted"),
    )
    saved = by_route(sheet, batches, used, landfill=options["landfill"] == "counted")
    spent = sheet.step(
        "PE_i",
        batches.number("collected") * sheet.value(f"{ROOM}.factor.handling", symbol="EF_h"),
        unit="kgCO2e",
        name=Text("收运与分拣排放", "emissions of collecting and sorting"),
        rounding=Rounding.UP,
    )
    return reduction(sheet, sheet.where(batches.included & fits, saved - spent, 0))


def used_weight(sheet: Sheet, batches: Rows) -> Quantity:
    """W_d = W_u + W_r + W_e: what was kept out of landfill."""
    return sheet.step(
        "W_d",
        batches.number("reused") + batches.number("recycled") + batches.number("burned"),
        unit="kg",
        name=Text("利用量合计", "weight put to use"),
    )


def by_route(sheet: Sheet, batches: Rows, used: Quantity, *, landfill: bool) -> Quantity:
    """BE = Σ W × EF over the routes, with landfill avoided where it counts."""
    saved = batches.number("reused") * sheet.value(f"{ROOM}.factor.reuse", symbol="EF_u")
    saved += batches.number("recycled") * sheet.value(f"{ROOM}.factor.recycling", symbol="EF_r")
    saved += batches.number("burned") * sheet.value(f"{ROOM}.factor.energy", symbol="EF_e")
    if landfill:
        saved += used * sheet.value(f"{ROOM}.factor.landfill", symbol="EF_l")
    return sheet.step("BE_i", saved, unit="kgCO2e", name=Text("各去向减排合计", "what the routes save"))


def reduction(sheet: Sheet, kilograms: Quantity) -> Quantity:
    """ER = Σ ER_i, kilograms made tonnes."""
    of_batch = sheet.step(
        "ER_i",
        kilograms * sheet.ratio(1, 1000, "tCO2e/kgCO2e"),
        unit="tCO2e",
        name=Text("批次减排量", "reduction of the batch"),
        scale=9,
    )
    return sheet.step("ER", sheet.total(of_batch), unit="tCO2e", name=Text("减排量", "emission reduction"), scale=9)
