"""The same calculations as a practised hand writes them in SQL: whole numbers, the same roundings, the same checks of rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path

import duckdb

from tanpuhui.core.days import Period
from tanpuhui.parameters.values import Values

DAY = date(2021, 6, 1)
GROUPS = ("masson_pine", "chinese_fir", "eucalypt", "slash_pine", "hard_broadleaf", "soft_broadleaf")
MODES = ("bus", "metro", "car", "motorcycle", "e_bike")


@dataclass(frozen=True, slots=True)
class Answer:
    """Whole units of the last decimal, in all; how many rows are not as they must be."""

    units: int
    wrong: int


def units(values: Values, key: str, places: int) -> int:
    """A value as a whole number of units of the last of `places` decimals; it must have no more."""
    exactly = Fraction(values.at(key, on=DAY).decimal) * 10**places
    assert exactly.denominator == 1
    return int(exactly)


def answered(query: str, folder: Path, memory: str = "1GB") -> Answer:
    """What a query gives: rows of (unit sum, wrong rows), one for each group."""
    with duckdb.connect(config={"memory_limit": memory, "temp_directory": str(folder)}) as engine:
        engine.execute("SET enable_progress_bar = false")
        found = engine.execute(query).fetchall()
    return Answer(sum(int(row[-2]) for row in found), sum(int(row[-1]) for row in found))


def _floor(above: str, below: int) -> str:
    return f"({above}) // {below} - (({above}) % {below} < 0)::BIGINT"


def _text(column: str) -> str:
    """Whether a text is empty, too long, a formula, or holds a sign that cannot be seen."""
    good = r"^([!-<>-~\x{4E00}-\x{9FFF}][ -~\x{4E00}-\x{9FFF}]*)$"
    return f"length({column}) > 40 OR NOT regexp_matches({column}, '{good}')"


def forestry(path: Path, values: Values, period: Period) -> str:
    """ER_j in units of 10⁻⁸ t, summed by species, category, tenure and age."""
    rows = ", ".join(
        f"('{group}', {units(values, f'forestry_2020.tree.{group}.density', 4)}, "
        f"{units(values, f'forestry_2020.tree.{group}.expansion_factor', 4)}, "
        f"{10**4 + units(values, f'forestry_2020.tree.{group}.root_shoot_ratio', 4)}, "
        f"{units(values, f'forestry_2020.tree.{group}.carbon_fraction', 4)})"
        for group in GROUPS
    )
    # The period is one year, so a benchmark per year is the benchmark.
    public, commodity = (units(values, f"forestry_2020.benchmark_{name}", 6) for name in ("public", "commodity"))
    return f"""
    WITH trees(species_group, d, bef, r, cf) AS (VALUES {rows}),
    parcels AS (
        SELECT parcel, tenure, category, species_group, age_group, event, first_survey, second_survey,
               ("area (ha)" * 10000)::BIGINT AS a, ("volume_1 (m3/ha)" * 1000)::BIGINT AS v1,
               ("volume_2 (m3/ha)" * 1000)::BIGINT AS v2
        FROM read_parquet('{path}')),
    stocks AS (
        SELECT *, (v1 * d * bef * r + 999999999) // 1000000000 AS b1, v2 * d * bef * r // 1000000000 AS b2
        FROM parcels JOIN trees USING (species_group)),
    sinks AS (SELECT *, {_floor("(b2 - b1) * cf * 44", 120000)} AS dc FROM stocks),
    results AS (
        SELECT *, CASE WHEN tenure = 'unclear' OR event <> 'none' THEN 0 ELSE
            {_floor(f"(dc - CASE category WHEN 'commodity' THEN {commodity} ELSE {public} END) * a", 100)} END AS er
        FROM sinks)
    SELECT species_group, category, tenure, age_group, sum(er),
        count(*) FILTER (WHERE a NOT BETWEEN 100 AND 10000000 OR v1 NOT BETWEEN 0 AND 1500000
            OR v2 NOT BETWEEN 0 AND 1500000 OR first_survey <> DATE '{period.first}'
            OR second_survey <> DATE '{period.last}' OR {_text("parcel")}
            OR tenure NOT IN ('collective', 'household', 'state', 'unclear')
            OR category NOT IN ('public_benefit', 'commodity')
            OR age_group NOT IN ('young', 'middle', 'near_mature', 'mature', 'over_mature')
            OR event NOT IN ('none', 'claimed_elsewhere', 'land_use_changed'))
    FROM results GROUP BY ALL
    UNION ALL
    SELECT NULL, NULL, NULL, NULL, 0, count(*) - count(DISTINCT replace(lower(parcel), ' ', '')) FROM parcels
    """


def cycling(path: Path, values: Values, period: Period) -> str:
    """ER_i in units of 10⁻⁹ t, summed by kind and year; a repeated trip counts once, the first time it stands."""
    room = "cycling_2021"
    mixes = {band: mix(values, room, band) for band in ("short", "middle", "long")}
    ends = {name: units(values, f"{room}.band.{name}", 3) for name in ("short_to", "middle_to")}
    limits = {name: units(values, f"{room}.limit.{name}", 3) for name in ("shortest", "longest")}
    speeds = {kind: units(values, f"{room}.limit.speed.{kind}", 3) for kind in ("bicycle", "e_bike")}
    ridden = {kind: units(values, f"{room}.ridden.{kind}", 3) for kind in ("bicycle", "e_bike")}
    return f"""
    WITH trips AS (
        SELECT trip, replace(lower(trip), ' ', '') AS same, rider, started_on, bicycle, authorised,
               ("distance (km)" * 1000)::BIGINT AS d,
               ("duration (min)" * 100)::BIGINT AS t, file_row_number AS line
        FROM read_parquet('{path}', file_row_number = true)),
    firsts AS (SELECT same, min(line) AS line FROM trips GROUP BY same),
    results AS (
        SELECT trips.*, CASE WHEN firsts.line IS NULL OR authorised = 'no' OR d < {limits["shortest"]}
            OR d > {limits["longest"]}
            OR d * 6000 > t * CASE bicycle WHEN 'e_bike' THEN {speeds["e_bike"]} ELSE {speeds["bicycle"]} END THEN 0
            ELSE d * (CASE WHEN d < {ends["short_to"]} THEN {mixes["short"]}
                WHEN d < {ends["middle_to"]} THEN {mixes["middle"]} ELSE {mixes["long"]} END
                - CASE bicycle WHEN 'e_bike' THEN {ridden["e_bike"]} ELSE {ridden["bicycle"]} END) END AS n
        FROM trips LEFT JOIN firsts USING (same, line))
    SELECT bicycle, year(started_on), sum({_floor("n", 1000)}),
        count(*) FILTER (WHERE d NOT BETWEEN 0 AND 1000000 OR t NOT BETWEEN 0 AND 1000000
            OR {_text("trip")} OR {_text("rider")}
            OR started_on NOT BETWEEN DATE '{period.first}' AND DATE '{period.last}'
            OR bicycle NOT IN ('bicycle', 'e_bike') OR authorised NOT IN ('yes', 'no'))
    FROM results GROUP BY ALL
    """


def mix(values: Values, room: str, band: str) -> int:
    """EF_b in units of a thousandth of a gram per kilometre."""
    pairs: Mapping[str, Decimal] = {
        mode: values.at(f"{room}.replaced.{band}.{mode}", on=DAY).decimal
        * values.at(f"{room}.factor.{mode}", on=DAY).decimal
        for mode in MODES
    }
    return floor(sum(map(Fraction, pairs.values()), start=Fraction(0)) * 1000)
