"""Totals kept beside the postings, so that a sum over all that ever happened reads a few rows a day and what came since.

What postings add to: `in:` a kind of account of holders, `at:` the code of any other account, `act:` what units went by (net of
corrections), `for:` the purpose of an own retirement. Postings are folded in by their number, each once; those that are not yet
folded are read as they are. So every answer is that of the postings alone, however late anybody folds, and the batches that write
postings know nothing of it. If the table is emptied, it fills itself again.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection, transaction

from tanpuhui.apps.ledger import loading
from tanpuhui.apps.ledger.models import Posting

HOLDERS = ("compliance", "holding")
"""Kinds of account in which somebody holds units; a colon in the code says that it mirrors one of another register."""
CHUNK = 20_000
"""Postings of one fold: well below a second."""


def fold(chunk: int = CHUNK) -> int:
    """Adds all postings that are not in the totals yet, `chunk` at a time; how many those were. Safe to repeat, and at once."""
    folded = 0
    while more := _fold(chunk):
        folded += more
    return folded


@transaction.atomic
def _fold(chunk: int) -> int:
    loading.alone()  # no batch is under way, whose postings would come in below the last number
    ((after,),) = _query(_FOLDED)
    fresh = list(Posting.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:chunk])
    if fresh:
        with connection.cursor() as cursor:
            cursor.execute(_FOLD, [after, fresh[-1], fresh[-1]])
    return len(fresh)


def totals(unit_type: str, issued_to: date, on: date) -> dict[str, int]:
    """What postings up to the end of day `on` add up to, of the series issued up to `issued_to`. One statement."""
    asked = [unit_type, issued_to, on]
    return {what: int(units) for what, units in _query(_TOTALS, asked * 2)}


def last_day(unit_type: str) -> date | None:
    """The last day on which units of the type moved, or none."""
    ((last,),) = _query(_LAST, [unit_type] * 2)
    return date.fromisoformat(last) if isinstance(last, str) else last


def differing() -> Iterator[tuple[str, int, int]]:
    """Totals that are not what the folded postings add up to: which, as kept, as posted."""
    yield from _query(_DIFFERING)


def _query(sql: str, asked: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return list(cursor.fetchall())


_FOLDED = "SELECT coalesce(max(upto), 0) FROM ledger_tally"
_PLACE = f"""(SELECT CASE WHEN a.kind IN {HOLDERS} AND replace(a.code, ':', '') = a.code
    THEN 'in:' || a.kind ELSE 'at:' || a.code END FROM ledger_account a WHERE a.id = f.{{side}}_id)"""  # noqa: S608
_TOLD = f"""
WITH RECURSIVE fresh(journal_id, act, source_id, target_id, previous_id, unit_type, issued_on, mirrored, "on", units) AS (
    SELECT p.journal_id, p.act, p.source_id, p.target_id, p.previous_id, s.unit_type, s.issued_on, s.mirrored, p."on",
        p.next - p.first
    FROM ledger_posting p JOIN ledger_series s ON s.id = p.series_id WHERE p.id > {{after}} AND p.id <= {{upto}}
), net(unit_type, issued_on, "on", act, units, previous_id) AS (
    SELECT unit_type, issued_on, "on", act, units, CASE WHEN act = 'correct' THEN previous_id END FROM fresh
    UNION ALL
    SELECT unit_type, issued_on, "on", (SELECT p.act FROM ledger_posting p WHERE p.id = net.previous_id), -units,
        (SELECT CASE WHEN p.act = 'correct' THEN p.previous_id END FROM ledger_posting p WHERE p.id = net.previous_id)
    FROM net WHERE previous_id IS NOT NULL
), told(unit_type, issued_on, "on", what, units) AS (
    SELECT unit_type, issued_on, "on", 'act:' || act, units FROM net WHERE act <> 'correct'
    UNION ALL SELECT unit_type, issued_on, "on", {_PLACE.format(side="target")}, units FROM fresh f
    UNION ALL SELECT unit_type, issued_on, "on", {_PLACE.format(side="source")}, -units FROM fresh f WHERE source_id IS NOT NULL
    UNION ALL SELECT unit_type, issued_on, "on",
        'for:' || coalesce((SELECT r.purpose FROM ledger_retirement r WHERE r.journal_id = f.journal_id), ''), units
    FROM fresh f WHERE act = 'retire' AND NOT mirrored
)"""  # noqa: S608
"""What the postings between two numbers add to. Look-ups by number stand alone: joined, they make PostgreSQL read all."""
_FOLD = f"""
INSERT INTO ledger_tally (unit_type, issued_on, "on", what, units, upto)
{_TOLD.format(after="%s", upto="%s")}
SELECT unit_type, issued_on, "on", what, sum(units), %s FROM told GROUP BY unit_type, issued_on, "on", what
ON CONFLICT (unit_type, issued_on, "on", what)
DO UPDATE SET units = ledger_tally.units + excluded.units, upto = excluded.upto"""  # noqa: S608
_TOTALS = f"""
{_TOLD.format(after=f"({_FOLDED})", upto="(SELECT max(id) FROM ledger_posting)")}
SELECT what, sum(units) FROM (
    SELECT what, units FROM ledger_tally WHERE unit_type = %s AND issued_on <= %s AND "on" <= %s
    UNION ALL SELECT what, units FROM told WHERE unit_type = %s AND issued_on <= %s AND "on" <= %s) AS parts
GROUP BY what HAVING sum(units) <> 0"""  # noqa: S608
_LAST = f"""
{_TOLD.format(after=f"({_FOLDED})", upto="(SELECT max(id) FROM ledger_posting)")}
SELECT max("on") FROM (
    SELECT "on" FROM ledger_tally WHERE unit_type = %s
    UNION ALL SELECT "on" FROM fresh WHERE unit_type = %s) AS parts"""  # noqa: S608
_DIFFERING = f"""
{_TOLD.format(after="0", upto=f"({_FOLDED})")}
SELECT unit_type || ' ' || what, sum(kept), sum(posted) FROM (
    SELECT unit_type, issued_on, "on", what, units AS kept, 0 AS posted FROM ledger_tally
    UNION ALL SELECT unit_type, issued_on, "on", what, 0, units FROM told) AS parts
GROUP BY unit_type, issued_on, "on", what HAVING sum(kept) <> sum(posted)"""  # noqa: S608
