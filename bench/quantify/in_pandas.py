"""The same calculations as a practised hand writes them in pandas: 64-bit columns, the same roundings, the same checks."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from bench.quantify.by_hand import GROUPS, Answer, mix, units
from tanpuhui.core.days import Period
from tanpuhui.parameters.values import Values

_GOOD = r"[!-<>-~\u4e00-\u9fff][ -~\u4e00-\u9fff]*"


def forestry(path: Path, values: Values, period: Period) -> Answer:
    """ER_j in units of 10⁻⁸ t, summed by species, category, tenure and age."""
    rows = _read(path, {"area (ha)": 4, "volume_1 (m3/ha)": 3, "volume_2 (m3/ha)": 3})
    area, one, two = (rows[name] for name in ("area (ha)", "volume_1 (m3/ha)", "volume_2 (m3/ha)"))
    density, expansion, roots, carbon = (
        rows["species_group"].map({g: more + units(values, f"forestry_2020.tree.{g}.{name}", 4) for g in GROUPS})
        for name, more in (("density", 0), ("expansion_factor", 0), ("root_shoot_ratio", 10**4), ("carbon_fraction", 0))
    )
    per_volume = density * expansion * roots
    growth = two * per_volume // 10**9 - -(-one * per_volume // 10**9)
    benchmark = rows["category"].map(
        {
            "public_benefit": units(values, "forestry_2020.benchmark_public", 6),
            "commodity": units(values, "forestry_2020.benchmark_commodity", 6),
        }
    )
    counts = (rows["tenure"] != "unclear") & (rows["event"] == "none")
    result = ((growth * carbon * 44 // 120000 - benchmark) * area // 100).where(counts, 0)
    by = [rows[name] for name in ("species_group", "category", "tenure", "age_group")]
    wrong = ~(
        area.between(100, 10**7)
        & one.between(0, 1_500_000)
        & two.between(0, 1_500_000)
        & (rows["first_survey"] == period.first)
        & (rows["second_survey"] == period.last)
        & rows["parcel"].str.fullmatch(_GOOD)
        & rows["tenure"].isin(["collective", "household", "state", "unclear"])
        & rows["age_group"].isin(["young", "middle", "near_mature", "mature", "over_mature"])
        & rows["event"].isin(["none", "claimed_elsewhere", "land_use_changed"])
    )
    repeated = _same(rows["parcel"]).duplicated()
    return Answer(int(result.groupby(by).sum().sum()), int(wrong.sum() + repeated.sum()))


def cycling(path: Path, values: Values, period: Period) -> Answer:
    """ER_i in units of 10⁻⁹ t, summed by kind and year."""
    rows, room = _read(path, {"distance (km)": 3, "duration (min)": 2}), "cycling_2021"
    distance, duration, bicycle = rows["distance (km)"], rows["duration (min)"], rows["bicycle"]
    kinds = ("bicycle", "e_bike")
    speed, ridden = (
        bicycle.map({kind: units(values, f"{room}.{name}.{kind}", 3) for kind in kinds})
        for name in ("limit.speed", "ridden")
    )
    ends = [units(values, f"{room}.band.{name}", 3) for name in ("short_to", "middle_to")]
    mixes = [mix(values, room, band) for band in ("short", "middle", "long")]
    baseline = np.select([distance < ends[0], distance < ends[1]], mixes[:2], mixes[2])
    counts = ~_same(rows["trip"]).duplicated() & (rows["authorised"] == "yes")
    counts &= distance.between(units(values, f"{room}.limit.shortest", 3), units(values, f"{room}.limit.longest", 3))
    counts &= distance * 6000 <= duration * speed
    result = (distance * (baseline - ridden) // 1000).where(counts, 0)
    started = pd.to_datetime(rows["started_on"])
    wrong = ~(
        distance.between(0, 10**6)
        & duration.between(0, 10**6)
        & rows["trip"].str.fullmatch(_GOOD)
        & rows["rider"].str.fullmatch(_GOOD)
        & started.between(str(period.first), str(period.last))
        & bicycle.isin(kinds)
        & rows["authorised"].isin(["yes", "no"])
    )
    return Answer(int(result.groupby([bicycle, started.dt.year]).sum().sum()), int(wrong.sum()))


def _read(path: Path, places: dict[str, int]) -> pd.DataFrame:
    """The file, its decimals as whole numbers."""
    table = pq.read_table(path)
    rows: pd.DataFrame = table.drop_columns(list(places)).to_pandas()
    for name, decimals in places.items():
        exactly = table[name].cast("float64").to_numpy() * 10**decimals
        rows[name] = np.rint(exactly).astype("int64")
    return rows


def _same(texts: "pd.Series[str]") -> "pd.Series[str]":
    return texts.str.replace(" ", "", regex=False).str.lower()
