"""`verify` is silent on a sound register, and finds every kind of corruption that somebody could plant in the tables."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from django.db import connection, transaction

from tanpuhui.apps.ledger import operations
from tanpuhui.apps.ledger.findings import found
from tanpuhui.apps.ledger.models import Posting
from tanpuhui.apps.ledger.operations import Item
from tanpuhui.apps.ledger.verify import CHECKS, verify
from tanpuhui.apps.records import guards
from tanpuhui.apps.records.models import Journal
from tanpuhui.core.canonical import canonical_bytes, digest
from tests.ledger.cast import LATER, Cast
from tests.support.databases import Database
from tests.support.unguarded import unguarded

Deed = str | Callable[[], None]


def a_life(cast: Cast) -> None:
    """Blocks: 1-55 A-1; 56-60 retired; 61-70 A-1 on hold; 71-100 and 101-150 B-1. Money: A-P 300, B-P 200."""
    series = cast.issue("A-1", 100)
    cast.act("transfer", Item("A-1", "B-1", series, 30))
    cast.reserve(Item("A-1", "A-1", series, 10))
    cast.act("retire", Item("A-1", "RETIRED", series, 5))
    cast.issue("B-1", 50)
    cast.pay_in("A-P", 500)
    operations.pay(**cast.write(cast.people.broker), payments=[("A-P", "B-P", 200)])


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def retell(change: Callable[[dict[str, object]], object], hash_too: bool = True) -> Callable[[], None]:
    """Rewrites the entry of the transfer; with its hashes, as somebody would who knows how."""

    def rewrite() -> None:
        row = Journal.objects.get(operation="ledger_transfer")
        said = json.loads(bytes(row.content))
        change(said)
        content = canonical_bytes(said)
        Journal.objects.filter(pk=row.pk).update(content=content, **({"hash": digest(content)} if hash_too else {}))

    return rewrite


def scribble() -> None:
    Journal.objects.filter(operation="ledger_transfer").update(content=b"[]", hash=digest(b"[]"))


def one_unit_less(said: dict[str, object]) -> None:
    answer = said["answer"]
    assert isinstance(answer, dict)
    answer["moves"][0][3] += 1


def account(code: str) -> str:
    return f"(SELECT id FROM ledger_account WHERE code = '{code}')"


def twin() -> None:
    """A second issuance of units that exist."""
    row = Posting.objects.filter(source=None).order_by("pk")[0]
    Posting.objects.create(
        journal_id=row.journal_id, line=9, act="issue", series_id=row.series_id, first=row.first, next=row.next,
        target_id=row.target_id, on=row.on,
    )  # fmt: skip


SENT = "(SELECT id FROM ledger_posting WHERE act = 'transfer')"
SERIES = (
    "INSERT INTO ledger_series (unit_type, jurisdiction, methodology, project, vintage, first, next, issued_on, "
    "register, foreign_id, mirrored, labels) SELECT unit_type, jurisdiction, methodology, project, vintage, 5, 15, "
    "issued_on, register, foreign_id, mirrored, labels FROM ledger_series WHERE first = 1"
)
PLANTS: dict[str, tuple[Sequence[Deed], set[str]]] = {
    "a block in the middle is deleted": (
        ["DELETE FROM ledger_block WHERE first = 71"],
        {"chain_broken", "line_not_covered", "units_lost_or_doubled", "not_conserved"},
    ),
    "an entry's units bear another day": (
        ["UPDATE ledger_posting SET \"on\" = '2024-01-01' WHERE source_id IS NULL",
         "UPDATE ledger_block SET since = '2024-01-01' WHERE posting_id IN "
         "(SELECT id FROM ledger_posting WHERE source_id IS NULL)"],
        {"journal_disagrees"},
    ),
    "the first block is deleted": (
        ["DELETE FROM ledger_block WHERE first = 1"],
        {"chain_broken", "line_not_covered", "units_lost_or_doubled", "not_conserved"},
    ),
    "the last block is deleted": (
        ["DELETE FROM ledger_block WHERE first = 101"],
        {"chain_broken", "line_not_covered", "units_lost_or_doubled", "not_conserved"},
    ),
    "the sentinel is deleted": (["DELETE FROM ledger_block WHERE next IS NULL"], {"chain_broken", "line_not_covered"}),
    "the sentinel runs ahead": (
        ["UPDATE ledger_block SET first = 500 WHERE next IS NULL"], {"chain_broken", "line_not_covered"},
    ),
    "there are two sentinels": (
        ["DROP INDEX one_sentinel", "INSERT INTO ledger_block (first) VALUES (500)"],
        {"constraint_differs", "chain_broken", "line_not_covered"},
    ),
    "blocks overlap": (
        ["UPDATE ledger_block SET next = 72 WHERE first = 61"],
        {"chain_broken", "line_not_covered", "block_not_as_posted", "units_lost_or_doubled", "not_conserved"},
    ),
    "a block lies in another account": (
        [f"UPDATE ledger_block SET account_id = {account('A-2')} WHERE first = 71"], {"block_not_as_posted"},
    ),
    "a block lost its reservation": (
        ["UPDATE ledger_block SET reservation_id = NULL WHERE first = 61"], {"block_not_as_posted"},
    ),
    "a block came earlier than posted": (
        ["UPDATE ledger_block SET since = '2023-12-31' WHERE first = 71"], {"block_not_as_posted"},
    ),
    "a block changed its series": (
        ["UPDATE ledger_block SET series_id = (SELECT series_id FROM ledger_block WHERE first = 101) WHERE first = 71"],
        {"block_not_as_posted", "not_conserved"},
    ),
    "posting and block agree on a theft, the journal does not": (
        [
            f"UPDATE ledger_posting SET target_id = {account('A-2')} WHERE act = 'transfer'",
            f"UPDATE ledger_block SET account_id = {account('A-2')} WHERE first = 71",
        ],
        {"journal_disagrees"},
    ),
    "a posting moves one unit less": (
        ["UPDATE ledger_posting SET first = first + 1 WHERE act = 'transfer'"],
        {"units_lost_or_doubled", "block_not_as_posted", "journal_disagrees"},
    ),
    "a posting follows from another": (
        ["UPDATE ledger_posting SET previous_id = (SELECT max(id) FROM ledger_posting) WHERE act = 'transfer'"],
        {"posting_not_from_there", "units_lost_or_doubled"},
    ),
    "a posting lies before the one it follows from": (
        ["UPDATE ledger_posting SET \"on\" = '2023-12-31' WHERE act = 'transfer'"],
        {"posting_not_from_there", "block_not_as_posted", "journal_disagrees"},
    ),
    "a posting is deleted": (
        [f"DELETE FROM ledger_posting WHERE id = {SENT}"],
        {"block_not_as_posted", "units_lost_or_doubled", "journal_disagrees"},
    ),
    "units are issued twice": ([twin], {"series_not_issued_whole", "units_lost_or_doubled", "journal_disagrees"}),
    "an act joins accounts it may not join": (
        ["UPDATE ledger_posting SET act = 'deposit' WHERE act = 'transfer'"], {"act_not_permitted_there", "journal_disagrees"},
    ),
    "an act nobody knows": (
        ["UPDATE ledger_posting SET act = 'gift' WHERE act = 'transfer'"], {"act_not_permitted_there", "journal_disagrees"},
    ),
    "a transfer is called a correction": (
        ["UPDATE ledger_posting SET act = 'correct' WHERE act = 'transfer'"], {"act_not_permitted_there", "journal_disagrees"},
    ),
    "a series is one unit shorter": (
        ["UPDATE ledger_series SET next = next - 1 WHERE first = 1"],
        {"series_not_issued_whole", "not_conserved", "row_not_as_told"},
    ),
    "a series overlaps another": ([SERIES], {"series_not_issued_whole", "not_conserved", "row_untold"}),
    "a reservation has ended and still marks": (
        ["UPDATE ledger_reservation SET ended_on = '2024-01-03'"],
        {"reservation_not_open", "row_not_as_told"},
    ),
    "a reservation of another account marks": (
        [f"UPDATE ledger_reservation SET account_id = {account('A-2')}"],
        {"reservation_not_open", "row_not_as_told"},
    ),
    "the journal's bytes are changed": ([retell(one_unit_less, hash_too=False)], {"journal_altered"}),
    "the journal's bytes and hash are changed": ([retell(one_unit_less)], {"journal_disagrees"}),
    "the journal's body is changed": ([retell(lambda said: said.update(body={"items": []}))], {"journal_altered"}),
    "the journal lacks what belongs to it": ([retell(lambda said: said.pop("key"))], {"journal_altered"}),
    "the journal holds something else": ([scribble], {"journal_altered"}),
    "an entry bears another day": (
        ["UPDATE records_journal SET \"on\" = '2023-12-31' WHERE operation = 'ledger_transfer'"],
        {"journal_altered", "journal_disagrees"},
    ),
    "an entry bears another instant": (
        ["UPDATE records_journal SET at = '2023-12-31 04:00:00+00:00' WHERE operation = 'ledger_transfer'"],
        {"journal_altered"},
    ),
    "an entry bears another user": (
        ["UPDATE records_journal SET by_id = (SELECT min(id) FROM parties_user) WHERE operation = 'ledger_transfer'"],
        {"journal_altered"},
    ),
    "an entry is gone": (
        [
            "DELETE FROM records_journal WHERE operation = 'ledger_transfer'",
        ],
        {"journal_disagrees"},
    ),
    "a balance that is not below zero may be": (
        [f"UPDATE ledger_balance SET overdraft = {{true}} WHERE account_id = {account('B-P')}"], {"overdrawn"},
    ),
    "a cash account shows an older day": (
        [f"UPDATE ledger_balance SET since = NULL WHERE account_id = {account('A-P')}"], {"money_not_as_dated"},
    ),
    "money was spent before it came": (
        [f"UPDATE ledger_payment SET \"on\" = '2023-12-31' WHERE source_id = {account('A-P')}"],
        {"overdrawn", "journal_disagrees", "money_not_as_dated"},
    ),
    "an account changed its owner": (
        ["UPDATE ledger_account SET owner_id = (SELECT owner_id FROM ledger_account WHERE code = 'B-1') "
         "WHERE code = 'A-2'"],
        {"row_not_as_told"},
    ),
    "an account is gone": (["DELETE FROM ledger_account WHERE code = 'A-2'"], {"row_lost"}),
    "a balance is changed": (
        [f"UPDATE ledger_balance SET fen = fen + 1 WHERE account_id = {account('A-P')}"], {"money_not_as_paid"},
    ),
    "a kept total is of units that never moved": (
        ["INSERT INTO ledger_tally (unit_type, issued_on, \"on\", what, units, upto) "
         "SELECT 'PHCER', '2024-01-02', '2024-01-02', 'act:gift', 5, max(id) FROM ledger_posting"],
        {"total_not_as_posted"},
    ),
    "a balance is gone": ([f"DELETE FROM ledger_balance WHERE account_id = {account('A-P')}"], {"overdrawn"}),
    "a balance may be and is below zero": (
        [f"UPDATE ledger_balance SET fen = -1, overdraft = {{true}} WHERE account_id = {account('B-P')}"],
        {"overdrawn", "money_not_as_paid"},
    ),
    "a payment is changed": (
        [f"UPDATE ledger_payment SET fen = 1 WHERE source_id = {account('A-P')}"], {"journal_disagrees", "money_not_as_paid"},
    ),
}  # fmt: skip
"""What is planted, by name, and the findings it must lead to."""


def after(deeds: Sequence[Deed]) -> set[str]:
    """What verify finds once the deeds are done, and the guards are back in place. All is undone."""
    with transaction.atomic():
        unguarded()
        for deed in deeds:
            if isinstance(deed, str):
                run(deed.replace("{true}", "true" if connection.vendor == "postgresql" else "1"))
            else:
                deed()
        guards.install()
        codes = {finding.code for finding in verify()}
        transaction.set_rollback(True)
    return codes


def test_a_sound_register_has_nothing_to_find(cast: Cast) -> None:
    a_life(cast)
    heard: list[str] = []
    assert verify(heard.append) == []
    assert heard == [check.__name__ for check in CHECKS]
    assert after([]) == set()


def test_each_planted_corruption_is_found(cast: Cast) -> None:
    a_life(cast)
    wanted = {name: codes for name, (_, codes) in PLANTS.items()}
    seen = {name: after(deeds) for name, (deeds, _) in PLANTS.items()}
    # SQLite tells of a row that points nowhere besides.
    assert {name: codes - ({"constraint_differs"} - wanted[name]) for name, codes in seen.items()} == wanted
    assert verify() == []


def test_every_kind_of_finding_is_planted_once_at_least() -> None:
    planted = set().union(*(codes for _, codes in PLANTS.values()))
    assert {kind.code for kind in found} - planted == {
        "guard_missing", "guard_foreign", "approval_not_for_this", "body_disagrees", "check_failed",
    }  # fmt: skip  # each has a test of its own, here or in test_verify_approvals


def test_each_missing_guard_is_found(cast: Cast) -> None:
    """Each by what tells the guards that are gone; that `verify` asks it the next tests see."""
    named = {f"guard_{guard.table}_{verb}" for guard in guards.guards() for verb in guard.verbs}
    for name in sorted(named):
        table = name.removeprefix("guard_").rsplit("_", 1)[0]
        with transaction.atomic():
            connection.check_constraints()
            run(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
            assert list(guards.missing()) == [name]
            transaction.set_rollback(True)


GUARD = "guard_ledger_posting_update"
ALTERED = {
    "sqlite": [
        [
            f"DROP TRIGGER {GUARD}",
            f"CREATE TRIGGER {GUARD} BEFORE UPDATE ON ledger_posting WHEN 0 "
            "BEGIN SELECT RAISE(ABORT, 'ledger_posting is append-only'); END",
        ]
    ],
    "postgresql": [
        [f"ALTER TABLE ledger_posting DISABLE TRIGGER {GUARD}"],
        [f"CREATE OR REPLACE TRIGGER {GUARD} BEFORE UPDATE ON ledger_posting "
         "FOR EACH STATEMENT WHEN (false) EXECUTE FUNCTION tanpuhui_refuse()"],
        [f"CREATE OR REPLACE TRIGGER {GUARD} BEFORE UPDATE OF line ON ledger_posting "
         "FOR EACH STATEMENT EXECUTE FUNCTION tanpuhui_refuse()"],
        [f"DROP TRIGGER {GUARD} ON ledger_posting",
         f"CREATE TRIGGER {GUARD} BEFORE UPDATE ON ledger_account "
         "FOR EACH STATEMENT EXECUTE FUNCTION tanpuhui_refuse()"],
    ],
}  # fmt: skip


def test_a_guard_switched_off_altered_or_moved_is_found(cast: Cast) -> None:
    for alteration in ALTERED[connection.vendor]:
        with transaction.atomic():
            connection.check_constraints()
            run(*alteration)
            assert [(finding.code, finding.about) for finding in verify()] == [("guard_missing", GUARD)]
            transaction.set_rollback(True)


def test_a_guard_that_does_nothing_any_more_is_found(db: Database) -> None:
    if db.vendor != "postgresql":
        return
    with transaction.atomic():
        run(
            "CREATE OR REPLACE FUNCTION tanpuhui_refuse() RETURNS trigger LANGUAGE plpgsql "
            "AS $$ BEGIN RETURN NULL; END $$"
        )
        assert {finding.code for finding in verify()} == {"guard_missing"}
        transaction.set_rollback(True)


def test_a_connection_that_does_not_enforce_is_found(db: Database) -> None:
    if db.vendor != "sqlite":
        return
    run("PRAGMA recursive_triggers = OFF")
    try:
        assert [finding.about for finding in verify()] == ["PRAGMA recursive_triggers"]
    finally:
        run("PRAGMA recursive_triggers = ON")


def test_a_trigger_of_somebody_else_is_found(db: Database) -> None:
    thief = {
        "sqlite": "CREATE TRIGGER thief AFTER INSERT ON ledger_posting BEGIN UPDATE ledger_balance SET fen = 0; END",
        "postgresql": "CREATE RULE thief AS ON INSERT TO ledger_posting DO INSTEAD NOTHING",
    }
    with transaction.atomic():
        connection.check_constraints()
        run(thief[db.vendor])
        assert [(finding.code, finding.about) for finding in verify()] == [("guard_foreign", "thief")]
        transaction.set_rollback(True)


def test_an_instant_written_in_another_zone_is_the_same_instant(cast: Cast) -> None:
    noon = datetime(2024, 3, 4, 12, tzinfo=timezone(timedelta(hours=8)))
    series = cast.issue("A-1", 10)
    operations.act(
        act="transfer",
        items=[Item("A-1", "B-1", series, 1)],
        by=replace(cast.people.alice, day=LATER),
        on=LATER,
        at=noon,
        key="east",
    )
    assert verify() == []


def test_a_finding_says_what_is_wrong_in_both_languages(cast: Cast) -> None:
    a_life(cast)
    with transaction.atomic():
        unguarded()
        run("DELETE FROM ledger_block WHERE first = 71")
        said = [finding.says for finding in verify() if finding.code == "not_conserved"]
        transaction.set_rollback(True)
    assert [("100" in text.zh, "70" in text.en) for text in said] == [(True, True)]
