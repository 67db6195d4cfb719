"""Made-up tables of any size as Parquet: an inventory of parcels, and trips of which some are repeated or impossible."""

from pathlib import Path

import duckdb

PARCELS = """
SELECT 'P' || i AS parcel,
       ['collective', 'household', 'state', 'unclear'][1 + (i % 100) // 33] AS tenure,
       ['public_benefit', 'commodity'][1 + (i % 2)] AS category,
       ['masson_pine', 'chinese_fir', 'eucalypt', 'slash_pine', 'hard_broadleaf', 'soft_broadleaf'][1 + h % 6]
           AS species_group,
       ['young', 'middle', 'near_mature', 'mature', 'over_mature'][1 + (h >> 8) % 5] AS age_group,
       CASE WHEN i % 200 = 7 THEN 'land_use_changed' ELSE 'none' END AS event,
       (((h >> 16) % 999900 + 100) / 10000.0)::DECIMAL(9, 4) AS "area (ha)",
       (((h >> 24) % 300000) / 1000.0)::DECIMAL(9, 3) AS "volume_1 (m3/ha)",
       (((h >> 24) % 300000 + (h >> 32) % 60000) / 1000.0)::DECIMAL(9, 3) AS "volume_2 (m3/ha)",
       DATE '2019-01-01' AS first_survey,
       DATE '2019-12-31' AS second_survey
FROM (SELECT i, (hash(i) >> 1)::BIGINT AS h FROM range({count}) AS t(i))
"""
TRIPS = """
SELECT 'T' || (CASE WHEN i % 1000 = 999 THEN i - 999 ELSE i END) AS trip,
       'R' || (h % 50021) AS rider,
       DATE '2019-01-01' + ((h >> 8) % 730)::INT AS started_on,
       ['bicycle', 'e_bike'][1 + (i % 5 = 0)::INT] AS bicycle,
       CASE WHEN i % 50 = 3 THEN 'no' ELSE 'yes' END AS authorised,
       (((h >> 16) % 12000 + (i % 500 = 1)::INT * 300000) / 1000.0)::DECIMAL(9, 3) AS "distance (km)",
       (((h >> 32) % 9000 + 200) / 100.0)::DECIMAL(9, 2) AS "duration (min)"
FROM (SELECT i, (hash(i) >> 1)::BIGINT AS h FROM range({count}) AS t(i))
"""


def write(query: str, count: int, path: Path) -> Path:
    """So many rows of a query as a Parquet file."""
    with duckdb.connect() as engine:
        engine.execute(f"COPY ({query.format(count=count)}) TO '{path}' (FORMAT parquet)")
    return path
