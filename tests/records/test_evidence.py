"""Evidence: filed once, checked whenever it is read, whatever people call their files."""

import hashlib
import io
import os
import tracemalloc
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO
from typing import cast as typed

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tanpuhui.apps.records import evidence as room
from tanpuhui.apps.records import rows
from tanpuhui.apps.records.evidence import clean_name, clean_type, evidence, file_evidence, filed_by, open_evidence
from tanpuhui.apps.records.models import Evidence, Filer, Journal
from tanpuhui.apps.records.stores import Folder, store
from tanpuhui.core.refusals import Refusal
from tests.records.cast import DAY, NOON, Cast
from tests.support.databases import Database
from tests.support.long import counts

PDF = b"%PDF-1.7 not really"
HASH = hashlib.sha256(PDF).hexdigest()


def _file(cast: Cast, content: bytes | Path = PDF, key: str = "k", **more: Any) -> str:
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    usual: dict[str, Any] = {
        "name": "report.pdf",
        "media_type": "application/pdf",
        "by": cast.alice,
        "on": DAY,
        "at": NOON,
        "key": key,
    }
    return file_evidence(content=source, **(usual | more))


def _read(sha256: str) -> bytes:
    with open_evidence(sha256) as file:
        return file.read()


def _lying() -> list[Path]:
    return [path for path in Path(settings.EVIDENCE).rglob("*") if path.is_file()]


def test_a_file_is_known_by_its_content_and_comes_back_whole(cast: Cast) -> None:
    assert (_file(cast), _read(HASH)) == (HASH, PDF)
    row = evidence(HASH)
    assert (row.size, row.name, row.media_type) == (len(PDF), "report.pdf", "application/pdf")
    assert (row.organisation_id, row.filed_by_id, row.on, row.at) == (
        cast.alice.organisation_id, cast.alice.user_id, DAY, NOON,
    )  # fmt: skip
    assert _lying() == [Path(settings.EVIDENCE, HASH[:2], HASH[2:4], HASH)]


def test_only_the_registers_own_user_may_read_what_lies_there(cast: Cast) -> None:
    _file(cast)
    assert [path.stat().st_mode & 0o077 for path in (*_lying(), *(p.parent for p in _lying()))] == [0, 0]


@pytest.mark.parametrize("content", [b"", b"x", b"\0" * 1_048_576, bytes(range(251)) * 10_000], ids=len)
def test_any_size_comes_back_whole_in_pieces_and_at_once(cast: Cast, content: bytes) -> None:
    sha256 = _file(cast, content)
    assert _read(sha256) == content
    with open_evidence(sha256) as file:
        assert b"".join(iter(lambda: file.read(70_001), b"")) == content


def test_a_path_is_read_as_well(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(PDF)
    assert _file(cast, path) == HASH
    assert path.exists()


def test_the_same_content_twice_is_one_file_and_two_acts(cast: Cast) -> None:
    assert _file(cast) == _file(cast, key="k2", name="another.pdf") == HASH
    assert (Evidence.objects.count(), len(_lying()), evidence(HASH).name) == (1, 1, "report.pdf")
    assert Journal.objects.filter(operation="records.file_evidence").count() == 2


def test_each_house_that_filed_a_content_is_known_first_or_after_others(cast: Cast) -> None:
    _file(cast)
    register = cast.system.organisation_id
    assert [filed_by(house, HASH) for house in (cast.alice.organisation_id, register)] == [True, False]

    for key in ("k", "again"):
        _file(cast, by=cast.system, key=key)

    assert [filed_by(house, HASH) for house in (cast.alice.organisation_id, register)] == [True, True]
    assert Filer.objects.count() == 2
    assert evidence(HASH).organisation_id == cast.alice.organisation_id
    assert list(rows.check()) == []


def test_a_repeated_key_is_answered_and_another_content_under_it_refused(cast: Cast) -> None:
    assert _file(cast) == _file(cast) == HASH
    with pytest.raises(Refusal) as no:
        _file(cast, b"something else")
    assert (no.value.code, len(_lying())) == ("key_reused", 1)


def test_who_may_not_file_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal) as no:
        _file(cast, by=cast.bob)
    assert (no.value.code, _lying()) == ("not_permitted", [])


def test_a_file_that_is_too_large_is_refused_on_the_way(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "EVIDENCE_LIMIT", 10, raising=False)
    assert _file(cast, b"x" * 10)
    with pytest.raises(Refusal) as no:
        _file(cast, b"x" * 11, key="k2")
    assert (no.value.code, no.value.facts["limit"], len(_lying())) == ("evidence_too_large", 10, 1)


def test_a_large_file_is_never_whole_in_memory(cast: Cast) -> None:
    size = counts(40, 400) * room.PIECE

    class Endless(io.RawIOBase):
        left = min(size, 99 * room.PIECE)

        def read(self, wanted: int = -1, /) -> bytes:
            given = min(wanted, self.left)
            self.left -= given
            return b"\0" * given

    tracemalloc.start()
    sha256 = file_evidence(
        content=typed(BinaryIO, Endless()), name="big.bin", media_type="application/octet-stream",
        by=cast.alice, on=DAY, at=NOON, key="k",
    )  # fmt: skip
    with open_evidence(sha256) as file:
        while file.read(room.PIECE):
            pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10 * room.PIECE


def test_a_file_that_cannot_be_read_is_refused(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as no:
        _file(cast, tmp_path / "nothing.pdf")
    assert no.value.code == "file_not_readable"


def test_a_store_that_does_not_work_is_refused_and_nothing_is_stored(cast: Cast, tmp_path: Path) -> None:
    settings.EVIDENCE = str(tmp_path / "file" / "evidence")
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(Refusal) as no:
        _file(cast)
    assert (no.value.code, Evidence.objects.count()) == ("evidence_store_failed", 0)


def test_a_full_disk_is_refused_and_leaves_nothing_half_written(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refusal) as no:
        _file(cast)
    assert (no.value.code, _lying()) == ("evidence_store_failed", [])


@pytest.mark.parametrize(
    "setting", ["gs://bucket/x", "s3://", "s3://B", "s3:///prefix", "s3://ab\n", "s3://bucket?x=1"]
)
def test_a_malformed_place_is_refused(db: Database, setting: str) -> None:
    settings.EVIDENCE = setting
    with pytest.raises(Refusal) as no:
        store()
    assert no.value.code == "evidence_setting_malformed"


@pytest.mark.parametrize("sha256", ["", "a" * 64, "../../etc/passwd", HASH.upper(), HASH + "\n", "f" * 100_000])
def test_what_was_never_filed_is_not_found(cast: Cast, sha256: str) -> None:
    _file(cast)
    with pytest.raises(Refusal) as no:
        open_evidence(sha256)
    assert no.value.code == "evidence_not_found"


def test_a_file_that_is_gone_is_not_found(cast: Cast) -> None:
    _file(cast)
    _lying()[0].unlink()
    with pytest.raises(Refusal) as no:
        open_evidence(HASH)
    assert no.value.code == "evidence_not_found"


@pytest.mark.parametrize("damaged", [b"", PDF[:-1], PDF + b"x", b"x" + PDF[1:], PDF[:-1] + b"x", PDF * 100_000])
def test_damage_is_seen_before_the_last_byte_is_given(cast: Cast, damaged: bytes) -> None:
    _file(cast)
    _lying()[0].write_bytes(damaged)
    given: list[bytes] = []
    with open_evidence(HASH) as file, pytest.raises(Refusal) as no:
        given.extend(iter(lambda: file.read(5), b""))
    assert (no.value.code, sum(map(len, given)) < len(PDF)) == ("evidence_damaged", True)


def test_filing_it_again_mends_a_damaged_file(cast: Cast) -> None:
    _file(cast)
    _lying()[0].write_bytes(b"damaged")
    _file(cast, key="k2")
    assert _read(HASH) == PDF


def test_a_file_in_the_store_without_an_entry_is_not_evidence(cast: Cast) -> None:
    with room.received(io.BytesIO(PDF), store()) as file:
        store().put(file.path, file.sha256)
    with pytest.raises(Refusal) as no:
        open_evidence(HASH)
    assert no.value.code == "evidence_not_found"


def test_many_who_file_the_same_at_once_file_one(fresh_db: Database) -> None:
    cast, given = Cast(), list[str]()

    def run(n: int) -> None:
        try:
            given.append(_file(cast, key=f"k{n}"))
        finally:
            connection.close()

    threads = [Thread(target=run, args=(n,)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (given, Evidence.objects.count(), len(_lying())) == ([HASH] * 5, 1, 1)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\fakepath\\报告 2024.pdf", "报告 2024.pdf"),
        ("../../../etc/passwd", "passwd"),
        ("/absolute/a.pdf", "a.pdf"),
        ("  two   blanks\u3000.pdf ", "two blanks .pdf"),
        ("e\u0301.pdf", "\u00e9.pdf"),
        (".hidden", ".hidden"),
        ("a" * 200, "a" * 200),
        ("<script>alert(1)</script>.pdf", "script>.pdf"),
    ],
)
def test_folders_before_a_name_are_cut_off(name: str, kept: str) -> None:
    assert clean_name(name) == kept


@pytest.mark.parametrize(
    "name",
    [
        "", " ", ".", "..", "...", "folder/", "a\0.pdf", "a\n.pdf", "a\x1b[31m.pdf", "gpj.\u202eexe", "zero\u200bwidth",
        "\ud800.pdf", "line\u2028.pdf", "a" * 201, "a" * 10_000, "碳" * 1_000_000, "\ufffe", "\ue000.pdf",
    ],
)  # fmt: skip
def test_a_name_that_nobody_could_read_is_refused(name: str) -> None:
    with pytest.raises(Refusal) as no:
        clean_name(name)
    assert no.value.code == "evidence_name_malformed"
    assert all(len(no.value.sentence(lang)) < 300 for lang in ("zh", "en"))


@given(st.text())
def test_a_name_is_clean_or_refused_and_stays_what_it_is(name: str) -> None:
    try:
        clean = clean_name(name)
    except Refusal as no:
        assert no.code == "evidence_name_malformed"  # noqa: PT017 (being refused is one of two right ends)
        return
    assert clean_name(clean) == clean
    assert 0 < len(clean) <= 200
    assert not set(clean) & set("/\\\0\n\r\t")


@pytest.mark.parametrize(
    "media_type", ["", "pdf", "text/html; charset=utf-8", "a/b/c", "text/\nhtml", "x/" + "y" * 100, "文/本"]
)
def test_a_malformed_media_type_is_refused(media_type: str) -> None:
    with pytest.raises(Refusal) as no:
        clean_type(media_type)
    assert no.value.code == "evidence_type_malformed"


def test_a_media_type_is_written_small() -> None:
    assert clean_type("Image/SVG+xml") == "image/svg+xml"


def test_what_lies_beside_the_files_is_told(db: Database) -> None:
    files = Folder(Path(settings.EVIDENCE))
    assert (list(files.names()), list(files.leftovers())) == ([], [])
    (files.workshop() / "incoming-x").write_text("broke off")
    stray = files.root / "ab" / HASH
    stray.parent.mkdir()
    stray.write_text("in the wrong folder")
    assert sorted(files.leftovers()) == [f"ab/{HASH}", "incoming/incoming-x"]
    names = [digit * 64 for digit in "0a1"] + [f"{'0' * 63}{digit}" for digit in "f1"]
    for name in names:
        with room.received(io.BytesIO(PDF), files) as file:
            assert files.put(file.path, name)
    assert list(files.names()) == sorted(names)
