"""A file that is no backup, or not one of ours, or not whole, is refused; nothing is written."""

import gzip
import hashlib
import io
import json
import re
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tanpuhui.apps.ledger.models import Block
from tanpuhui.apps.parties.models import Person
from tanpuhui.apps.records import guards
from tanpuhui.apps.records.backup import backup, restore
from tests.records.cast import NOON
from tests.records.conftest import Another
from tests.records.packing import Members, nothing_written, restore_refused, unpack
from tests.support import databases
from tests.support.databases import Database, using
from tests.support.long import counts


@pytest.fixture(scope="module")
def empty(vendor: str) -> Iterator[Database]:
    """A database that stays empty through every refused restore."""
    database = databases.copy(vendor)
    yield database
    databases.drop(database)


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


_DEEP = "[" * 100_000 + "]" * 100_000
_EARLY = '"at":"0001-01-01T00:00:00+14:00"'
_ONE, _NONE = '"approval_id":1,', '"approval_id":999,'
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
    "a number that no column holds": ("backup_damaged", _lines("records_counter", lambda s: s.replace("2024", "9" * 23))),
    "a row nested too deep": ("backup_damaged", _lines("records_counter", lambda s: _DEEP + "\n")),
    "a value nested too deep": ("backup_damaged", _lines("ledger_freeze", lambda s: s.replace('{"json":', f'{{"json":{_DEEP}'))),
    "a manifest nested too deep": ("backup_damaged", lambda m: m | {"manifest.json": _DEEP.encode()}),
    "half a character": ("backup_damaged", _lines("records_counter", lambda s: s.replace('"TST"', r'"\ud800"'))),
    "an instant before all days": ("backup_damaged", _lines("records_decision", lambda s: re.sub('"at":"[^"]*"', _EARLY, s))),
    "a day that is none": ("backup_damaged", _lines("records_decision", lambda s: s.replace('"on":"2024', '"on":"x024'))),
    "an instant without zone": ("backup_damaged", _lines("records_decision", lambda s: s.replace("+00:00", ""))),
    "bytes that are none": ("backup_damaged", _lines("records_approval", lambda s: s.replace('"body":"', '"body":"?'))),
    "a JSON value not wrapped": ("backup_damaged", _lines("ledger_freeze", lambda s: s.replace('{"json":', '{"jsn":'))),
    "the same row twice": ("backup_not_accepted", _lines("records_counter", lambda s: s + s)),
    "a row twice where one may give way": ("backup_damaged", _lines("ledger_block", lambda s: s.splitlines(True)[0] + s)),
    "a reference to nothing": ("backup_not_accepted", _lines("records_decision", lambda s: s.replace(_ONE, _NONE))),
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
    path = _pack(tmp_path / "wrong.backup", change(unpack(whole)))
    with using(empty):
        assert restore_refused(path).code == code
        assert nothing_written()
        assert guards.missing() == []


def test_after_a_refusal_the_right_backup_can_be_restored(
    vendor: str, another: Another, whole: Path, tmp_path: Path
) -> None:
    path = _pack(tmp_path / "wrong.backup", WRONG["no sentinel"][1](unpack(whole)))
    with using(another(vendor)):
        assert restore_refused(path).code == "backup_not_accepted"
        restore(whole)
        assert Block.objects.count() == 3


def test_a_text_that_the_other_vendor_cannot_hold_is_refused(another: Another, tmp_path: Path) -> None:
    path = tmp_path / "register.backup"
    with using(another("sqlite")):
        Person.objects.create(name="nul \0", created_at=NOON)
        backup(path, NOON)
    with using(another("postgresql")):
        no = restore_refused(path)
        assert (no.code, no.facts["table"], nothing_written()) == ("backup_not_accepted", "parties_person", True)
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
    assert restore_refused(tmp_path / "x").code == "backup_damaged"


def test_a_file_that_is_not_there_is_refused(db: Database, tmp_path: Path) -> None:
    assert restore_refused(tmp_path / "nothing").code == "backup_not_readable"
    assert restore_refused(tmp_path).code == "backup_not_readable"


def test_a_truncated_or_altered_file_is_refused_wherever_the_fault_lies(
    another: Another, whole: Path, tmp_path: Path
) -> None:
    content, path = whole.read_bytes(), tmp_path / "harmed"
    step = max(1, len(content) // counts(40, 2000))
    with using(another("sqlite")):
        for place in range(0, len(content), step):
            path.write_bytes(content[:place])
            assert restore_refused(path).code == "backup_damaged"
        for place in range(10, len(content), step):  # gzip's own head holds nothing of ours
            path.write_bytes(content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :])
            assert restore_refused(path).code == "backup_damaged"
        path.write_bytes(content + b"more")
        assert restore_refused(path).code == "backup_damaged"
        assert nothing_written()
