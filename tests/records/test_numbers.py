"""Reference numbers: without gaps, without doubles, whoever asks at the same time."""

from threading import Thread

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tanpuhui.apps.records.models import Counter
from tanpuhui.apps.records.numbers import reference
from tanpuhui.core.refusals import Refusal
from tests.support.databases import Database
from tests.support.long import counts


def test_each_kind_and_year_counts_from_one(db: Database) -> None:
    asked = [("ACC", 2026), ("ACC", 2026), ("PRJ", 2026), ("ACC", 2027)]
    given = [reference(kind, year) for kind, year in asked]
    assert given == ["ACC-2026-000001", "ACC-2026-000002", "PRJ-2026-000001", "ACC-2027-000001"]


def test_a_number_grows_beyond_six_digits(db: Database) -> None:
    Counter.objects.create(kind="ACC", year=2026, last=999_999)
    assert reference("ACC", 2026) == "ACC-2026-1000000"


def test_a_number_that_was_rolled_back_is_given_again(db: Database) -> None:
    reference("ACC", 2026)
    with transaction.atomic():
        assert reference("ACC", 2026) == "ACC-2026-000002"
        transaction.set_rollback(True)
    assert reference("ACC", 2026) == "ACC-2026-000002"


def test_one_statement_is_enough(db: Database) -> None:
    with CaptureQueriesContext(connection) as seen:
        reference("ACC", 2026)
    assert len(seen) == 1


@pytest.mark.parametrize("kind", ["", "A", "acc", "ACC-1", "A" * 11, "ACC\n", "1AC"])
def test_a_malformed_kind_is_a_bug(db: Database, kind: str) -> None:
    with pytest.raises(ValueError, match="kind"):
        reference(kind, 2026)


def test_a_year_must_be_one(db: Database) -> None:
    with pytest.raises(Refusal) as no:
        reference("ACC", 20260)
    assert no.value.code == "year_out_of_bounds"


def test_outside_a_transaction_is_a_bug(fresh_db: Database) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        reference("ACC", 2026)


def test_many_at_once_with_rollbacks_leave_no_gap_and_no_double(fresh_db: Database) -> None:
    rounds, kept = counts(15, 300), list[str]()

    def run(odd: bool) -> None:
        try:
            for n in range(rounds):
                with transaction.atomic():
                    given = reference("ACC", 2026)
                    if odd and n % 3 == 0:
                        transaction.set_rollback(True)
                    else:
                        kept.append(given)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(n % 2 == 1,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kept) == [f"ACC-2026-{n:06d}" for n in range(1, len(kept) + 1)]
    assert Counter.objects.get().last == len(kept) > 3 * rounds
