"""The doctor finds each fault, and nothing on a sound register."""

import hashlib
import io
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import override_settings

from tanpuhui.apps.records.doctor import examine
from tanpuhui.apps.records.evidence import file_evidence
from tanpuhui.apps.records.models import Evidence
from tests.records.cast import DAY, NOON, Cast
from tests.records.filling import fill
from tests.support.databases import Database, using

GOOD_KEY = "".join(map(chr, range(40, 100)))


def _codes(**more: Any) -> list[str]:
    with override_settings(SECRET_KEY=GOOD_KEY):
        return [finding.code for finding in examine(**more)]


def _file(cast: Cast, content: bytes) -> Path:
    sha256 = file_evidence(
        content=io.BytesIO(content), name="a.bin", media_type="application/octet-stream",
        by=cast.alice, on=DAY, at=NOON, key=f"file-{content!r}",
    )  # fmt: skip
    return Path(settings.EVIDENCE, sha256[:2], sha256[2:4], sha256)


def _corrupt(table: str, change: str) -> None:
    """Somebody with the rights of the database's owner goes round the guards."""
    where = "" if connection.vendor == "sqlite" else f" ON {table}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER guard_{table}_update{where}")
        cursor.execute(f"UPDATE {table} SET {change}")


def test_on_a_sound_register_nothing_is_found(fresh_db: Database) -> None:
    fill(Cast())
    assert _codes() == []
    assert _codes(deep=True) == []


def test_every_sentence_is_there_in_both_languages(db: Database) -> None:
    with override_settings(SECRET_KEY=""):
        (finding,) = examine()
    assert (finding.says.zh[:2], finding.says.en[:8]) == ("没有", "There is")


def test_a_database_that_cannot_be_reached(fresh_db: Database, tmp_path: Path) -> None:
    url = fresh_db.url and f"postgresql://nobody@127.0.0.1:9/{fresh_db.home.name}"
    with using(Database(fresh_db.vendor, url, tmp_path / "nowhere")):
        assert _codes() == ["database_unreachable"]


def test_a_file_that_is_no_database(fresh_db: Database, tmp_path: Path) -> None:
    if fresh_db.vendor == "sqlite":
        (tmp_path / "register.sqlite3").write_bytes(b"certainly not a database " * 100)
        with using(Database("sqlite", "", tmp_path)):
            assert _codes() == ["database_unreachable"]


def test_a_database_that_is_too_old(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    old = {"sqlite": (3, 37, 2), "postgresql": (14, 9)}[db.vendor]
    monkeypatch.setattr(connection, "get_database_version", lambda: old)
    assert _codes() == ["database_too_old"]


@pytest.mark.parametrize(
    ("pragma", "value"), [("foreign_keys", "OFF"), ("synchronous", "NORMAL"), ("journal_mode", "DELETE")]
)
def test_a_wrong_setting_of_sqlite(fresh_db: Database, pragma: str, value: str) -> None:
    if fresh_db.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {pragma} = {value}")
        with override_settings(SECRET_KEY=GOOD_KEY):
            assert [(f.code, f.about) for f in examine()] == [("sqlite_setting_wrong", pragma)]


def test_a_migration_that_was_not_applied(fresh_db: Database) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'issuance'")
    assert set(_codes()) == {"migration_unapplied"}


def test_a_guard_that_is_gone(fresh_db: Database) -> None:
    where = "" if connection.vendor == "sqlite" else " ON records_journal"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER guard_records_journal_delete{where}")
    with override_settings(SECRET_KEY=GOOD_KEY):
        assert [(f.code, f.about) for f in examine()] == [("database_unguarded", "guard_records_journal_delete")]


def test_a_store_that_cannot_be_used(db: Database, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    for place in (str(tmp_path / "file"), "gs://bucket"):
        settings.EVIDENCE = place
        assert _codes() == ["evidence_store_unusable"]


def test_evidence_on_one_side_only(cast: Cast) -> None:
    one, _ = (_file(cast, content) for content in (b"one", b"two"))
    one.unlink()
    stranger = Path(settings.EVIDENCE, "00", "00", "0" * 64)
    stranger.parent.mkdir(parents=True)
    stranger.write_bytes(b"?")
    Path(settings.EVIDENCE, "notes.txt").write_text("left over")
    assert sorted(_codes()) == ["evidence_file_missing", "evidence_file_unknown", "evidence_leftover"]


def test_an_altered_file_in_the_sample_or_in_depth(cast: Cast) -> None:
    paths = [_file(cast, b"%d" % n) for n in range(60)]
    by_age = [
        Path(settings.EVIDENCE, h[:2], h[2:4], h)
        for h in Evidence.objects.order_by("pk").values_list("sha256", flat=True)
    ]
    assert sorted(paths) == sorted(by_age)
    by_age[-1].write_bytes(b"altered")
    assert _codes() == _codes(deep=True) == ["evidence_file_altered"]
    by_age[-1].write_bytes(b"59")
    by_age[1].write_bytes(b"altered")  # between the first and the second of the sample
    assert (_codes(), _codes(deep=True)) == ([], ["evidence_file_altered"])


def test_many_of_a_kind_are_counted(cast: Cast) -> None:
    for n in range(25):
        _file(cast, b"%d" % n)
    shutil.rmtree(settings.EVIDENCE)
    with override_settings(SECRET_KEY=GOOD_KEY):
        findings = examine(deep=True)
    assert [f.code for f in findings] == ["evidence_file_missing"] * 20 + ["more_of_the_same"]
    assert (findings[-1].about, findings[-1].facts) == ("evidence_file_missing", {"count": 5})


def test_a_disk_that_is_nearly_full(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=(1 << 30) - 1))
    assert _codes() == ["disk_nearly_full"]


def test_a_key_that_is_missing_matters_outside_a_demonstration(db: Database) -> None:
    with override_settings(SECRET_KEY=""):
        assert [finding.code for finding in examine()] == ["secret_key_missing"]
        assert examine(demonstration=True) == []


@pytest.mark.parametrize("key", ["short", "a" * 80, "django-insecure-" + GOOD_KEY])
def test_a_key_that_is_weak(db: Database, key: str) -> None:
    with override_settings(SECRET_KEY=key):
        assert [finding.code for finding in examine()] == ["secret_key_weak"]


def test_a_key_that_others_can_read(db: Database) -> None:
    path = Path(settings.HOME) / "secret_key"
    path.write_text(GOOD_KEY)
    path.chmod(0o600)
    assert _codes() == []
    path.chmod(0o640)
    assert _codes() == ["secret_key_exposed"]
    path.unlink()


@pytest.mark.parametrize(
    "change",
    [
        "key = 'another' WHERE id = 3", "\"on\" = '2020-01-01' WHERE id = 3", "operation = 'x' WHERE id = 3",
        "hash = body_hash WHERE id = 3", "body_hash = hash WHERE id = 3", "\"at\" = '2020-01-01 00:00:00' WHERE id = 3",
    ],
)  # fmt: skip
def test_an_altered_journal_is_found_in_depth(fresh_db: Database, change: str) -> None:
    Cast()
    _corrupt("records_journal", change)
    assert sorted(_codes(deep=True)) == ["database_unguarded", "journal_entry_wrong"]


@pytest.mark.parametrize("content", [b"{}", b"no JSON", b"[]"])
def test_an_entry_written_anew_with_its_hash_is_found_all_the_same(fresh_db: Database, content: bytes) -> None:
    Cast()
    _corrupt(
        "records_journal", f"hash = '{hashlib.sha256(content).hexdigest()}', content = {_literal(content)} WHERE id = 3"
    )
    assert sorted(_codes(deep=True)) == ["database_unguarded", "journal_entry_wrong"]


def _literal(content: bytes) -> str:
    return f"x'{content.hex()}'" if connection.vendor == "sqlite" else f"'\\x{content.hex()}'"


def test_an_altered_request_for_approval_is_found_in_depth(fresh_db: Database) -> None:
    fill(Cast())
    _corrupt("records_approval", "body_hash = operation WHERE id = 1")
    assert sorted(_codes(deep=True)) == ["approval_entry_wrong", "database_unguarded"]
