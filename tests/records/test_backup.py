"""A backup holds everything, and comes back as it was on either vendor, or not at all."""

import hashlib
import json
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from tanpuhui.apps.parties.models import Organisation, Person
from tanpuhui.apps.records import guards, migrating
from tanpuhui.apps.records.backup import backup, restore
from tanpuhui.apps.records.doctor import examine
from tanpuhui.apps.records.evidence import open_evidence
from tanpuhui.apps.records.models import Counter, Evidence, Journal
from tanpuhui.apps.records.stores import Folder
from tanpuhui.apps.records.tables import tables
from tanpuhui.core.refusals import Refusal
from tests.records.cast import NOON, Cast
from tests.records.conftest import Another
from tests.records.filling import everything, fill
from tests.records.packing import nothing_written, restore_refused, unpack
from tests.support.databases import Database, using
from tests.support.long import counts


@pytest.mark.parametrize("origin", ["sqlite", "postgresql"])
def test_a_register_comes_back_as_it_was_on_either_vendor(
    origin: str, vendor: str, another: Another, tmp_path: Path
) -> None:
    path = tmp_path / "register.backup"
    with using(another(origin)):
        fill(Cast())
        told = backup(path, NOON)
        before = everything()
    with using(another(vendor)):
        restored = restore(path)
        assert everything() == before
        assert restored == told
        assert guards.missing() == []
        assert not [f for f in examine(deep=True) if f.severity == "error"]
        with open_evidence(hashlib.sha256(b"evidence").hexdigest()) as file:
            assert file.read() == b"evidence"
        again = backup(tmp_path / "again.backup", NOON)
        assert (again.tables, again.evidence) == (told.tables, told.evidence)


def test_a_restored_register_goes_on(vendor: str, another: Another, tmp_path: Path) -> None:
    path = tmp_path / "register.backup"
    with using(another("sqlite")):
        fill(Cast())
        backup(path, NOON)
    with using(another(vendor)):
        restore(path)
        last = Person.objects.latest("pk").pk
        assert Person.objects.create(name="New", created_at=NOON).pk == last + 1
        entry = Journal.objects.latest("pk")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Journal.objects.filter(pk=entry.pk).update(key="changed")


def test_the_same_register_at_the_same_instant_is_the_same_bytes(fresh_db: Database, tmp_path: Path) -> None:
    fill(Cast())
    for name in ("one", "two"):
        backup(tmp_path / name, NOON)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_backup_says_what_it_is_and_only_its_owner_may_read_it(fresh_db: Database, tmp_path: Path) -> None:
    fill(Cast())
    heard: list[str] = []
    backup(tmp_path / "register.backup", NOON, tell=heard.append)
    members = unpack(tmp_path / "register.backup")
    manifest = json.loads(members["manifest.json"])
    assert (manifest["format"], manifest["format_version"], manifest["vendor"]) == (
        "tanpuhui-backup", 1, fresh_db.vendor,
    )  # fmt: skip
    assert heard == [*(table["name"] for table in manifest["tables"]), "evidence"]
    assert manifest["migrations"] == migrating.applied()
    assert (tmp_path / "register.backup").stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [tmp_path / "register.backup"]


def test_the_secret_key_is_never_in_a_backup(fresh_db: Database, tmp_path: Path) -> None:
    secret = "7c9e6679-not-for-anybody-else"
    (fresh_db.home / "secret_key").write_text(secret)
    fill(Cast())
    backup(tmp_path / "register.backup", NOON)
    for content in unpack(tmp_path / "register.backup").values():
        assert secret.encode() not in content
        assert settings.SECRET_KEY.encode() not in content


def test_every_reference_of_the_products_tables_stays_among_them() -> None:
    ours = {table.model for table in tables()}
    strangers = {
        f"{model._meta.label}.{field.name}"
        for model in ours
        for field in model._meta.concrete_fields
        if field.related_model and field.related_model not in ours
    }
    assert strangers == set()


def test_a_backup_is_of_one_moment_and_keeps_nobody_waiting(fresh_db: Database, tmp_path: Path) -> None:
    cast = Cast()
    fill(cast)

    def write() -> None:
        try:
            Organisation.objects.filter(code="FARM").update(name_en="Renamed")
            Person.objects.create(name="Newcomer", created_at=NOON)
        finally:
            connection.close()

    def tell(table: str) -> None:
        if table == "jobs_job":  # the first tables were read, those of the parties were not
            thread = Thread(target=write)
            thread.start()
            thread.join(20)
            assert not thread.is_alive()

    backup(tmp_path / "register.backup", NOON, tell=tell)
    members = unpack(tmp_path / "register.backup")
    assert b"Renamed" not in members["tables/parties_organisation/000001.jsonl"]
    assert b"Newcomer" not in members["tables/parties_person/000001.jsonl"]
    assert Person.objects.filter(name="Newcomer").exists()


def test_a_backup_inside_a_transaction_is_a_bug(db: Database, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        backup(tmp_path / "register.backup", NOON)


def test_a_backup_never_replaces_a_file(fresh_db: Database, tmp_path: Path) -> None:
    (tmp_path / "register.backup").write_text("older")
    with pytest.raises(Refusal) as no:
        backup(tmp_path / "register.backup", NOON)
    assert (no.value.code, (tmp_path / "register.backup").read_text()) == ("backup_exists", "older")


def test_a_backup_that_cannot_be_written_is_refused(fresh_db: Database, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as no:
        backup(tmp_path / "nowhere" / "register.backup", NOON)
    assert no.value.code == "backup_not_written"


def test_a_full_disk_leaves_no_half_backup(fresh_db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    fill(Cast())
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refusal) as no:
        backup(tmp_path / "register.backup", NOON)
    assert (no.value.code, list(tmp_path.iterdir())) == ("backup_not_written", [])


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (Path.unlink, "evidence_not_found"),
        (lambda path: path.write_bytes(b"evidencf"), "evidence_damaged"),
        (lambda path: path.write_bytes(b"evidence+"), "evidence_damaged"),
        (lambda path: path.write_bytes(b"eviden"), "evidence_damaged"),
    ],
)
def test_a_backup_of_damaged_evidence_is_refused_and_leaves_no_file(
    fresh_db: Database, tmp_path: Path, harm: Callable[[Path], object], code: str
) -> None:
    fill(Cast())
    name = hashlib.sha256(b"evidence").hexdigest()
    harm(Path(settings.EVIDENCE, name[:2], name[2:4], name))
    with pytest.raises(Refusal) as no:
        backup(tmp_path / "register.backup", NOON)
    assert (no.value.code, list(tmp_path.iterdir())) == (code, [])


def test_a_register_in_use_is_not_restored_over(fresh_db: Database, tmp_path: Path) -> None:
    Cast()
    backup(tmp_path / "register.backup", NOON)
    assert restore_refused(tmp_path / "register.backup").code == "restore_not_empty"


def test_an_empty_register_comes_back_empty(fresh_db: Database, tmp_path: Path) -> None:
    backup(tmp_path / "register.backup", NOON)
    restore(tmp_path / "register.backup")
    assert nothing_written()


def test_a_database_that_is_not_migrated_is_refused(
    fresh_db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(tmp_path / "register.backup", NOON)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'ledger' AND name = '0001_initial'")
    with pytest.raises(Refusal) as no:
        backup(tmp_path / "other.backup", NOON)
    assert (no.value.code, "ledger.0001_initial" in str(no.value)) == ("database_not_migrated", True)
    assert restore_refused(tmp_path / "register.backup").code == "database_not_migrated"


def test_evidence_that_lay_there_before_stays_when_a_restore_fails(
    another: Another, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = hashlib.sha256(b"evidence").hexdigest()
    with using(another("sqlite")):
        files = Folder(Path(settings.EVIDENCE))
        (files.workshop() / "new").write_bytes(b"evidence")
        files.put(files.workshop() / "new", name)
        monkeypatch.setattr(guards, "install", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            restore(whole)
        assert list(files.names()) == [name]
        assert not Evidence.objects.exists()


def test_evidence_elsewhere_is_left_where_it_is(
    fresh_db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(Cast())
    monkeypatch.setattr(Folder, "local", False)
    assert backup(tmp_path / "register.backup", NOON).evidence.included is False
    assert not [name for name in unpack(tmp_path / "register.backup") if name.startswith("evidence")]


def test_many_rows_need_little_memory(another: Another, vendor: str, tmp_path: Path) -> None:
    rows, path = counts(20_000, 1_000_000), tmp_path / "register.backup"
    with using(another(vendor)):
        for first in range(0, rows, 10_000):
            Counter.objects.bulk_create(
                Counter(kind=f"K{n:039d}", year=2024, last=n + 1) for n in range(first, first + 10_000)
            )
        tracemalloc.start()
        backup(path, NOON)
        _, written = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    with using(another(vendor)):
        tracemalloc.start()
        restore(path)
        _, read = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert Counter.objects.count() == rows
    assert max(written, read) < 8 << 20, (written, read)
