"""`verify` asks whether a second person allowed what needed one, whether what moved was asked for, and survives anything."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from tanpuhui.apps.ledger.operations import Item
from tanpuhui.apps.ledger.verify import verify
from tanpuhui.apps.records import guards
from tanpuhui.apps.records.models import Approval, Decision, Journal, Withdrawal
from tanpuhui.core.canonical import canonical_bytes, digest
from tests.ledger.cast import WHY, Cast
from tests.support.unguarded import unguarded

Said = dict[str, Any]


@pytest.fixture
def cancelled(cast: Cast) -> Cast:
    """Ten units of Alice's, one sent to Bob, one cancelled by the authority."""
    series = cast.issue("A-1", 10)
    cast.act("transfer", Item("A-1", "B-1", series, 1))
    cast.act("cancel", Item("A-1", "CANCELLED", series, 1), words=WHY)
    assert verify() == []
    return cast


def after(deed: Callable[[], object]) -> set[str]:
    """What verify finds once the deed is done and the guards are back; all is undone."""
    with transaction.atomic():
        unguarded()
        deed()
        guards.install()
        codes = {finding.code for finding in verify()}
        transaction.set_rollback(True)
    return codes


def retell(operation: str, change: Callable[[Said], object], **columns: object) -> Callable[[], None]:
    """Rewrites an entry with all its hashes, as somebody would who knows how."""

    def rewrite() -> None:
        row = Journal.objects.get(operation=operation)
        said = json.loads(bytes(row.content))
        change(said)
        content, body = canonical_bytes(said), digest(canonical_bytes(said["body"]))
        fresh = {"content": content, "hash": digest(content), "body_hash": body} | columns
        Journal.objects.filter(pk=row.pk).update(**fresh)

    return rewrite


def another_reason(said: Said) -> None:
    said["body"]["reason"] = "a bribe"


def another_target(said: Said) -> None:
    said["body"]["items"][0][1] = "B-2"


def test_an_act_without_its_approval_or_with_one_for_something_else_is_found(cancelled: Cast) -> None:
    cancel = "ledger_cancel"
    asked = Approval.objects.latest("pk")
    before = asked.on - timedelta(days=1)
    deeds: dict[str, Callable[[], object]] = {
        "stripped": retell(cancel, lambda said: said.update(approval=None), approval_id=None),
        "another reason": retell(cancel, another_reason),
        "denied": lambda: Decision.objects.filter(approval=asked).update(allowed=False, ends_on=None),
        "over": lambda: Decision.objects.filter(approval=asked).update(on=before, ends_on=before),
        "taken back": lambda: _taken_back(asked),
        "by who acted": lambda: Decision.objects.filter(approval=asked).update(by_id=cancelled.people.rita.user_id),
        "of another house": lambda: Approval.objects.update(organisation_id=cancelled.people.bob.organisation_id),
        "for another act": lambda: Approval.objects.update(operation="ledger_freeze"),
    }
    missed = {name: codes for name, deed in deeds.items() if "approval_not_for_this" not in (codes := after(deed))}
    assert missed == {}


def _taken_back(asked: Approval) -> None:
    said = {"by": asked.decision.by, "organisation": asked.organisation, "on": asked.on, "at": asked.at}
    Withdrawal.objects.create(approval=asked, reason="no more", **said)


def test_an_entry_that_asks_for_other_accounts_than_it_moved_between_is_found(cancelled: Cast) -> None:
    assert after(retell("ledger_transfer", another_target)) == {"body_disagrees"}


def test_what_cannot_be_read_is_a_finding_and_no_crash(cancelled: Cast) -> None:
    deep = b"[" * 200_000
    scribbles: list[Callable[[], object]] = [
        lambda: Journal.objects.filter(operation="ledger_cancel").update(content=deep, hash=digest(deep)),
        retell("ledger_cancel", lambda said: said.update(rows=[[["a"], 1, {}]])),
        retell("ledger_cancel", lambda said: said.update(rows=[["ledger_freeze", [1], {}]])),
        retell("ledger_cancel", lambda said: said.update(answer={"moves": [[1]]})),
        lambda: run("ALTER TABLE ledger_retirement RENAME COLUMN note TO notes"),
    ]
    for deed in scribbles:
        assert after(deed) & {"check_failed", "journal_altered", "journal_disagrees"}


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


MISSHAPEN = (
    "UPDATE ledger_account SET closed_on = '' WHERE code = 'A-1'",
    "UPDATE ledger_account SET needs_acceptance = 2 WHERE code = 'A-1'",
    "UPDATE parties_membership SET revoked_on = '2024-3-4'",
    "UPDATE ledger_posting SET \"on\" = '2024-1-2'",
)


@pytest.mark.parametrize("statement", MISSHAPEN)
def test_on_sqlite_a_value_in_another_form_than_ours_is_found(cast: Cast, statement: str) -> None:
    """Python reads 2024-3-4 as a day, SQL compares it as text; PostgreSQL keeps no such thing."""
    if connection.vendor == "sqlite":
        cast.issue("A-1", 10)
        assert "constraint_differs" in after(lambda: run(statement))


POSTGRESQL = (
    ("SET LOCAL session_replication_role = replica", "constraint_differs"),
    ("CREATE POLICY p ON ledger_freeze USING (false)", "guard_foreign"),
    ("ALTER TABLE ledger_freeze ENABLE ROW LEVEL SECURITY", "guard_foreign"),
    ("CREATE TABLE hidden () INHERITS (ledger_freeze)", "guard_foreign"),
)


@pytest.mark.parametrize(("statement", "code"), POSTGRESQL)
def test_on_postgresql_what_switches_guards_off_or_hides_rows_is_found(cast: Cast, statement: str, code: str) -> None:
    if connection.vendor == "postgresql":
        assert code in after(lambda: run(statement))
