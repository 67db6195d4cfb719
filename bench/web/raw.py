"""Endpoints of the same stack (server, middleware, framework, connection) that only do raw SQL and write the same rows.

They know nobody, check nothing, and could not be told of a mistake: the least that any program of this stack would do.
"""

from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest
from ninja import NinjaAPI, Schema

from bench.registers import AT, ON
from tanpuhui.core.canonical import canonical_bytes, digest

api = NinjaAPI(urls_namespace="raw", docs_url=None, openapi_url=None)

_ACCOUNTS = "SELECT id, code, owner_id FROM ledger_account WHERE code IN (%s, %s) ORDER BY id FOR UPDATE"
_BLOCK = """SELECT first, next, posting_id FROM ledger_block
WHERE account_id = %s AND series_id = %s AND reservation_id IS NULL AND next - first > %s ORDER BY first LIMIT 1"""
_JOURNAL = """INSERT INTO records_journal (organisation_id, operation, key, by_id, "on", at, body_hash, content, hash)
VALUES (%s, 'raw_transfer', %s, %s, %s, %s, %s, %s, %s) RETURNING id"""
_POSTING = """INSERT INTO ledger_posting
(journal_id, line, act, series_id, first, next, source_id, target_id, previous_id, "on")
VALUES (%s, 1, 'transfer', %s, %s, %s, %s, %s, %s, %s) RETURNING id"""
_SHRINK = "UPDATE ledger_block SET next = %s WHERE first = %s"
_ADD = """INSERT INTO ledger_block (first, next, series_id, account_id, posting_id, since)
VALUES (%s, %s, %s, %s, %s, %s)"""
_STATEMENT = """SELECT p.id, p."on", p.act, s.jurisdiction, s.unit_type, s.methodology, s.project, s.vintage, p.first, p.next,
a.code, b.code, p.reservation_id, p.journal_id
FROM ledger_posting p JOIN ledger_series s ON s.id = p.series_id
LEFT JOIN ledger_account a ON a.id = p.source_id JOIN ledger_account b ON b.id = p.target_id
WHERE (p.source_id = %s OR p.target_id = %s) ORDER BY p.id LIMIT 100"""
_PROJECTS = """SELECT p.reference, t.title_zh, t.title_en, o.code, p.area, t.methodology, t.edition_en, t.first, t.last,
p.state, p.since, p.opened_on
FROM projects_project p JOIN projects_terms t ON t.project_id = p.id AND t.version = 1
JOIN parties_organisation o ON o.id = p.applicant_id
WHERE p.state NOT IN ('draft', 'withdrawn') ORDER BY p.reference LIMIT 100"""


class Move(Schema):
    """A transfer of `quantity` units."""

    source: str
    target: str
    series: int
    quantity: int
    key: str


@api.post("transfer")
def transfer(request: HttpRequest, move: Move) -> dict[str, int]:
    """The rows of one transfer that splits a block, in one transaction."""
    body = move.dict()
    content = canonical_bytes({"body": body, "key": move.key, "on": ON, "at": AT, "operation": "raw_transfer"})
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ACCOUNTS, [move.source, move.target])
        found = {code: (id, owner) for id, code, owner in cursor.fetchall()}
        (source, owner), (target, _) = found[move.source], found[move.target]
        cursor.execute(_BLOCK, [source, move.series, move.quantity])
        first, next, previous = cursor.fetchone()
        cut = next - move.quantity
        cursor.execute(_JOURNAL, [owner, move.key, 1, ON, AT, digest(canonical_bytes(body)), content, digest(content)])
        (journal,) = cursor.fetchone()
        cursor.execute(_POSTING, [journal, move.series, cut, next, source, target, previous, ON])
        (posting,) = cursor.fetchone()
        cursor.execute(_SHRINK, [cut, first])
        cursor.execute(_ADD, [cut, next, move.series, target, posting, ON])
    return {"posting": posting}


@api.get("statement")
def statement(request: HttpRequest, account: str) -> dict[str, Any]:
    """A page of an account's statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM ledger_account WHERE code = %s", [account])
        (held,) = cursor.fetchone()
        cursor.execute(_STATEMENT, [held, held])
        return _rows(cursor)


@api.get("projects")
def projects(request: HttpRequest) -> dict[str, Any]:
    """A page of the public projects."""
    with connection.cursor() as cursor:
        cursor.execute(_PROJECTS)
        return _rows(cursor)


def _rows(cursor: Any) -> dict[str, Any]:
    names = [f"{column[0]}{n}" for n, column in enumerate(cursor.description)]
    return {"rows": [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]}
