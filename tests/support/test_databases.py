"""The harness holds what it promises, on both vendors."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, connections, transaction

from tests.support.databases import Database

REMARK = "harness"


def _note(name: str) -> None:
    ContentType.objects.create(app_label=REMARK, model=name)


def _noted() -> int:
    return ContentType.objects.filter(app_label=REMARK).count()


@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_writes_is_gone_in_the_next(db: Database, turn: int) -> None:
    assert (_noted(), connection.vendor) == (0, db.vendor)
    with transaction.atomic(durable=True):
        _note(f"turn {turn}")
    assert _noted() == 1


@pytest.mark.parametrize("turn", [1, 2])
def test_a_fresh_database_keeps_what_it_commits_and_is_new_each_time(fresh_db: Database, turn: int) -> None:
    assert _noted() == 0
    _note(f"turn {turn}")
    assert not connection.in_atomic_block
    connection.close()
    assert _noted() == 1


def test_a_child_process_sees_the_fresh_database(fresh_db: Database) -> None:
    _note("from the parent")
    program = (
        "import django; django.setup()\n"
        "from django.contrib.contenttypes.models import ContentType as C\n"
        "C.objects.create(app_label='harness', model='from the child')\n"
        "print(C.objects.filter(app_label='harness').count())"
    )
    command = [sys.executable, "-c", program]
    root = Path(__file__).parents[2]
    child = subprocess.run(
        command, env=fresh_db.environment, cwd=root / "src", capture_output=True, text=True, check=True
    )
    assert (child.stdout.strip(), _noted()) == ("2", 2)


def test_without_a_fixture_there_is_no_database() -> None:
    with pytest.raises(RuntimeError, match="asked for no database"):
        _noted()


def test_scratch_ground_is_undone_for_each_example(db: Database) -> None:
    for example in range(3):
        with db.scratch():
            _note(f"example {example}")
            assert _noted() == 1
    assert _noted() == 0


def test_a_broken_deferred_constraint_is_seen_although_nothing_is_committed(db: Database) -> None:
    from django.contrib.auth.models import Permission

    with pytest.raises(IntegrityError), db.scratch():
        Permission.objects.create(name="of nothing", codename="nothing", content_type_id=999_999)


def test_a_migrated_database_lacks_no_guard(db: Database) -> None:
    from tanpuhui.apps.records import guards

    assert guards.missing() == []


def test_the_state_folder_goes_with_the_database(db: Database) -> None:
    assert db.home == settings.HOME
    assert str(settings.EVIDENCE).startswith(str(db.home))


def test_sqlite_runs_as_in_the_product(db: Database) -> None:
    if db.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        pragmas = ("journal_mode", "synchronous", "foreign_keys")
        assert [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas] == ["wal", 2, 1]
    assert vars(connections["default"])["transaction_mode"] == "IMMEDIATE"


def test_the_server_of_a_run_leaves_no_process_that_python_warns_of(vendor: str) -> None:
    program = (
        "import gc, warnings; warnings.simplefilter('error')\n"
        "from tests.support.postgres import server\n"
        "with server(durable=False) as url: print(url.split(':')[0])\n"
        "gc.collect()"
    )
    if vendor != "postgresql":
        return
    root = Path(__file__).parents[2]
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", program]
    told = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert (told.stdout.strip(), "ResourceWarning" in told.stderr, told.returncode) == ("postgresql", False, 0)
