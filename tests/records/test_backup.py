"""A backup holds everything, and comes back as it was on either vendor, or not at all."""

import gzip
import hashlib
import io
import json
import os
import re
import tarfile
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from tanpuhui.apps.ledger.models import Block
from tanpuhui.apps.parties.models import Organisation, Person
from tanpuhui.apps.records import guards, migrating
from tanpuhui.apps.records.backup import backup, restore
from tanpuhui.apps.records.doctor import examine
from tanpuhui.apps.records.evidence import open_evidence
from tanpuhui.apps.records.models import Counter, Evidence, Journal
from tanpuhui.apps.records.stores import Folder, store
from tanpuhui.apps.records.tables import tables
from tanpuhui.core.refusals import Refusal
from tests.records.cast import NOON, Cast
from tests.records.conftest import Another
from tests.records.filling import everything, fill
from tests.support import databases
from tests.support.databases import Database, using
from tests.support.long import counts

Members = dict[str, bytes]


def _restore_refused(path: Path) -> Refusal:
    with pytest.raises(Refusal) as no:
        restore(path)
    return no.value


def _nothing_written() -> bool:
    rows = {table.name for table in tables() if table.model._base_manager.exists()}
    return rows == {"ledger_block"} and Block.objects.get().pk == 1 and not list(store().names())


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
    members = _members(tmp_path / "register.backup")
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
    for content in _members(tmp_path / "register.backup").values():
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
    members = _members(tmp_path / "register.backup")
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
    assert _restore_refused(tmp_path / "register.backup").code == "restore_not_empty"


def test_an_empty_register_comes_back_empty(fresh_db: Database, tmp_path: Path) -> None:
    backup(tmp_path / "register.backup", NOON)
    restore(tmp_path / "register.backup")
    assert _nothing_written()


def test_a_database_that_is_not_migrated_is_refused(
    fresh_db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(tmp_path / "register.backup", NOON)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'ledger' AND name = '0001_initial'")
    with pytest.raises(Refusal) as no:
        backup(tmp_path / "other.backup", NOON)
    assert (no.value.code, "ledger.0001_initial" in str(no.value)) == ("database_not_migrated", True)
    assert _restore_refused(tmp_path / "register.backup").code == "database_not_migrated"


# What is not a backup, or not one of ours


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a filled register."""
    path, database = tmp_path_factory.mktemp("whole") / "whole.backup", databases.copy("sqlite")
    with using(database):
        fill(Cast())
        backup(path, NOON)
    databases.drop(database)
    return path


@pytest.fixture(scope="module")
def empty(vendor: str) -> Iterator[Database]:
    """A database that stays empty through every refused restore."""
    database = databases.copy(vendor)
    yield database
    databases.drop(database)


def _members(path: Path) -> Members:
    with tarfile.open(path) as tar:
        return {info.name: file.read() for info in tar if (file := tar.extractfile(info))}


def _pack(path: Path, members: Members) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return path


def _seal(members: Members, **changed: Any) -> Members:
    """The members with a manifest that agrees with them: what a skilled forger would make."""
    manifest = json.loads(members.pop("manifest.json"))
    manifest |= changed
    for table in manifest["tables"]:
        parts = [content for name, content in members.items() if name.startswith(f"tables/{table['name']}/")]
        lines = b"".join(parts)
        table |= {"rows": lines.count(b"\n"), "parts": len(parts), "size": len(lines)}
        table["sha256"] = hashlib.sha256(lines).hexdigest()
    return members | {"manifest.json": json.dumps(manifest).encode()}


def _lines(name: str, change: Callable[[str], str]) -> Callable[[Members], Members]:
    """A forged table."""

    def forged(members: Members) -> Members:
        part = f"tables/{name}/000001.jsonl"
        changed = change(members[part].decode()).encode()
        assert changed != members[part]
        return _seal(members | {part: changed})

    return forged


def _without(name: str) -> Callable[[Members], Members]:
    return lambda members: {other: content for other, content in members.items() if name not in other}


def _tables(change: Callable[[list[dict[str, Any]]], object]) -> Callable[[Members], Members]:
    def forged(members: Members) -> Members:
        manifest = json.loads(members["manifest.json"])
        change(manifest["tables"])
        kept = {f"tables/{table['name']}/" for table in manifest["tables"]}
        rest = {n: c for n, c in members.items() if not n.startswith("tables/") or n[: n.rindex("/") + 1] in kept}
        return _seal(rest, tables=manifest["tables"])

    return forged


def _column(change: Callable[[dict[str, str]], object]) -> Callable[[Members], Members]:
    return _tables(lambda told: change(next(t for t in told if t["name"] == "records_counter")["columns"]))


def _rename(members: Members) -> Members:
    return {re.sub("(records_counter/00000)1", r"\g<1>2", name): content for name, content in members.items()}


def _first_file(members: Members) -> str:
    return next(name for name in members if name.startswith("evidence/") and members[name] == b"evidence")


WRONG: dict[str, tuple[str, Callable[[Members], Members]]] = {
    "no manifest": ("backup_damaged", _without("manifest")),
    "manifest of nothing": ("backup_damaged", lambda m: m | {"manifest.json": b"[]"}),
    "manifest that is no JSON": ("backup_damaged", lambda m: m | {"manifest.json": b"{"}),
    "manifest with something more": ("backup_damaged", lambda m: _seal(m, more=1)),
    "manifest with a wrong kind": ("backup_damaged", lambda m: _seal(m, migrations=[])),
    "manifest before the end": ("backup_damaged", lambda m: {"manifest.json": m["manifest.json"], **m}),
    "another program's": ("backup_other_format", lambda m: _seal(m, format="tar")),
    "another format": ("backup_other_format", lambda m: _seal(m, format_version=2)),
    "another version": ("backup_other_version", lambda m: _seal(m, migrations={"ledger": ["0001_initial"]})),
    "a table that is gone": ("backup_damaged", _without("records_counter")),
    "a table that is left out": ("backup_lacks_table", _tables(lambda told: told.pop())),
    "a table of somebody else": (
        "backup_unknown_table",
        lambda m: _tables(lambda told: told.append({**told[0], "name": "other"}))({"tables/other/000001.jsonl": b"", **m}),
    ),
    "an unknown column": ("backup_other_columns", _column(lambda c: c.update(more="text"))),
    "a missing column": ("backup_other_columns", _column(lambda c: c.pop("last"))),
    "a column of another kind": ("backup_other_columns", _column(lambda c: c.update(last="text"))),
    "an altered row": ("backup_damaged", lambda m: m | {"tables/parties_person/000001.jsonl": b"{}\n"}),
    "a part out of order": ("backup_damaged", _rename),
    "an evidence file that is gone": ("backup_damaged", _without("evidence/")),
    "an altered evidence file": ("backup_damaged", lambda m: m | {_first_file(m): b"evidencf"}),
    "a stray file": ("backup_damaged", lambda m: {"../../etc/passwd": b"root", **m}),
    "a row that is no JSON": ("backup_damaged", _lines("records_counter", lambda s: "?" + s)),
    "a row that is a list": ("backup_damaged", _lines("records_counter", lambda s: "[]\n")),
    "a row with an unknown column": ("backup_damaged", _lines("records_counter", lambda s: s.replace('"last"', '"lost"'))),
    "a row with a text for a number": ("backup_damaged", _lines("records_counter", lambda s: s.replace("2024", '"2024"'))),
    "a row with a truth for a number": ("backup_damaged", _lines("records_counter", lambda s: s.replace("2024", "true"))),
    "a day that is none": ("backup_damaged", _lines("records_decision", lambda s: s.replace('"on":"2024', '"on":"x024'))),
    "an instant without zone": ("backup_damaged", _lines("records_decision", lambda s: s.replace("+00:00", ""))),
    "bytes that are none": ("backup_damaged", _lines("records_approval", lambda s: s.replace('"body":"', '"body":"?'))),
    "a JSON value not wrapped": ("backup_damaged", _lines("ledger_freeze", lambda s: s.replace('{"json":', '{"jsn":'))),
    "the same row twice": ("backup_not_accepted", _lines("records_counter", lambda s: s + s)),
    "a row twice where one may give way": ("backup_damaged", _lines("ledger_block", lambda s: s.splitlines(True)[0] + s)),
    "a reference to nothing": ("backup_not_accepted", _lines("records_decision", lambda s: re.sub('"approval_id":1,', '"approval_id":999,', s))),
    "a broken check": ("backup_not_accepted", _lines("records_counter", lambda s: re.sub('"last":[0-9]+', '"last":0', s))),
    "nothing where something must be": ("backup_not_accepted", _lines("records_counter", lambda s: s.replace('"TST"', "null"))),
    "a chain that is broken": ("backup_not_accepted", _lines("ledger_block", lambda s: s.replace('"first":500', '"first":501'))),
    "no sentinel": ("backup_not_accepted", _lines("ledger_block", lambda s: "".join(s.splitlines(True)[:-1]))),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_refused_and_nothing_is_written(
    empty: Database, whole: Path, tmp_path: Path, case: str
) -> None:
    code, change = WRONG[case]
    path = _pack(tmp_path / "wrong.backup", change(_members(whole)))
    with using(empty):
        assert _restore_refused(path).code == code
        assert _nothing_written()
        assert guards.missing() == []


def test_after_a_refusal_the_right_backup_can_be_restored(
    vendor: str, another: Another, whole: Path, tmp_path: Path
) -> None:
    path = _pack(tmp_path / "wrong.backup", WRONG["no sentinel"][1](_members(whole)))
    with using(another(vendor)):
        assert _restore_refused(path).code == "backup_not_accepted"
        restore(whole)
        assert Block.objects.count() == 3


def test_a_text_that_the_other_vendor_cannot_hold_is_refused(another: Another, tmp_path: Path) -> None:
    path = tmp_path / "register.backup"
    with using(another("sqlite")):
        Person.objects.create(name="nul \0", created_at=NOON)
        backup(path, NOON)
    with using(another("postgresql")):
        no = _restore_refused(path)
        assert (no.code, no.facts["table"], _nothing_written()) == ("backup_not_accepted", "parties_person", True)
    with using(another("sqlite")):
        restore(path)
        assert Person.objects.get().name == "nul \0"


@pytest.mark.parametrize(
    "content",
    [b"", b"SQLite format 3\0", gzip.compress(b""), gzip.compress(b"not a tar" * 100), gzip.compress(bytes(10_240))],
    ids=["nothing", "a database", "nothing packed", "something packed", "an empty tar"],
)
def test_what_is_no_backup_is_refused(db: Database, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    assert _restore_refused(tmp_path / "x").code == "backup_damaged"


def test_a_file_that_is_not_there_is_refused(db: Database, tmp_path: Path) -> None:
    assert _restore_refused(tmp_path / "nothing").code == "backup_not_readable"
    assert _restore_refused(tmp_path).code == "backup_not_readable"


def test_a_truncated_or_altered_file_is_refused_wherever_the_fault_lies(
    another: Another, whole: Path, tmp_path: Path
) -> None:
    content, path = whole.read_bytes(), tmp_path / "harmed"
    step = max(1, len(content) // counts(40, 2000))
    with using(another("sqlite")):
        for place in range(0, len(content), step):
            path.write_bytes(content[:place])
            assert _restore_refused(path).code == "backup_damaged"
        for place in range(10, len(content), step):  # gzip's own head holds nothing of ours
            path.write_bytes(content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :])
            assert _restore_refused(path).code == "backup_damaged"
        path.write_bytes(content + b"more")
        assert _restore_refused(path).code == "backup_damaged"
        assert _nothing_written()


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
    assert not [name for name in _members(tmp_path / "register.backup") if name.startswith("evidence")]


def test_many_rows_need_little_memory(another: Another, vendor: str, tmp_path: Path) -> None:
    rows, path = counts(30_000, 1_000_000), tmp_path / "register.backup"
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
    assert max(written, read) < 40 << 20


def test_a_kind_of_column_without_an_exact_form_would_be_noticed() -> None:
    kinds = {f.get_internal_type() for app in apps.get_app_configs() if app.name.startswith("tanpuhui.") for m in app.get_models() for f in m._meta.concrete_fields}  # fmt: skip
    assert not kinds & {"FloatField", "DecimalField", "DurationField"}
