"""This room's part of `tanpuhui doctor`: database, guards, evidence, disk, key; in depth all files and hashes."""

import shutil
import stat
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection
from django.db.models import Max, Min

from tanpuhui.apps.records import guards, migrating
from tanpuhui.apps.records.entries import entries
from tanpuhui.apps.records.evidence import PIECE, opened
from tanpuhui.apps.records.findings import found
from tanpuhui.apps.records.keys import weak
from tanpuhui.apps.records.models import Approval, Evidence
from tanpuhui.apps.records.stores import store
from tanpuhui.apps.records.storing import Store
from tanpuhui.core.canonical import digest
from tanpuhui.core.findings import Finding
from tanpuhui.core.refusals import Refusal

OLDEST = {"postgresql": (15,), "sqlite": (3, 38)}
"""PostgreSQL's oldest that we test; SQLite's with `->>` for JSON."""
PRAGMAS = {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2}
LEAST_FREE = 1024
"""MiB that should be free where the register lies."""
SAMPLE, LISTED = 20, 20


def examine(*, demonstration: bool = False, deep: bool = False) -> list[Finding]:
    """What is not as it should be, at most 20 of a kind one by one.

    `deep`: every evidence file and every journal hash, not only a sample of files; it takes as long as reading them.
    `demonstration`: the register is a demonstration, and may do without a signing key of its own.
    """
    return list(_shortened(_examined(demonstration, deep)))


def _examined(demonstration: bool, deep: bool) -> Iterator[Finding]:
    unreachable = list(_reach())
    yield from unreachable
    yield from _disk()
    yield from _secret(demonstration)
    lacking = [] if unreachable else migrating.unapplied()
    yield from (found("migration_unapplied", name) for name in lacking)
    if unreachable:
        return
    yield from _database()
    if lacking:  # tables may not be there, or not be as the code expects
        return
    yield from (found("database_unguarded", name) for name in guards.missing())
    yield from _evidence(deep)
    if deep:
        yield from _hashes()


def _shortened(findings: Iterator[Finding]) -> Iterator[Finding]:
    seen = Counter[str]()
    for finding in findings:
        seen[finding.code] += 1
        if seen[finding.code] <= LISTED:
            yield finding
    for code, count in seen.items():
        if count > LISTED:
            yield found("more_of_the_same", code, count=count - LISTED)


def _reach() -> Iterator[Finding]:
    try:
        connection.ensure_connection()
    except Error as no:
        name = str(connection.settings_dict.get("NAME") or connection.vendor)
        yield found("database_unreachable", name, reason=(str(no).splitlines() or [type(no).__name__])[0][:200])


def _database() -> Iterator[Finding]:
    version, least = connection.get_database_version(), OLDEST[connection.vendor]
    if version < least:
        dotted = [".".join(map(str, numbers)) for numbers in (version, least)]
        yield found("database_too_old", connection.vendor, version=dotted[0], least=dotted[1])
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name, wanted in PRAGMAS.items():
                (value,) = cursor.execute(f"PRAGMA {name}").fetchone()
                if value != wanted:
                    yield found("sqlite_setting_wrong", name, value=value, wanted=wanted)


def _disk() -> Iterator[Finding]:
    folder = Path(settings.HOME)
    there = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(there).free >> 20
    if free < LEAST_FREE:
        yield found("disk_nearly_full", str(folder), free=free, least=LEAST_FREE)


def _secret(demonstration: bool) -> Iterator[Finding]:
    written = Path(settings.HOME) / "secret_key"
    try:
        key = settings.SECRET_KEY
    except ImproperlyConfigured:
        key = ""
    if not key:
        if not demonstration:
            yield found("secret_key_missing", written.name)
    elif weak(key):
        yield found("secret_key_weak", written.name)
    if written.exists() and stat.S_IMODE(written.stat().st_mode) & 0o077:
        yield found("secret_key_exposed", written.name)


def _evidence(deep: bool) -> Iterator[Finding]:
    try:
        files = store()
        files.try_out()
        yield from _both_sides(files)
        yield from (found("evidence_leftover", name) for name in files.leftovers())
        yield from _contents(files, deep)
    except Refusal as no:
        yield found("evidence_store_unusable", str(settings.EVIDENCE), reason=no.says, mend=no.mend)


def _both_sides(files: Store) -> Iterator[Finding]:
    """Entries without file and files without entry: both lists go by in order of their hashes, neither is kept."""
    entries, names = Evidence.objects.order_by("sha256").values_list("sha256", flat=True).iterator(), files.names()
    entry, name = next(entries, None), next(names, None)
    while entry or name:
        if name is None or (entry and entry < name):
            yield found("evidence_file_missing", str(entry))
            entry = next(entries, None)
        elif entry is None or name < entry:
            yield found("evidence_file_unknown", name)
            name = next(names, None)
        else:
            entry, name = next(entries, None), next(names, None)


def _contents(files: Store, deep: bool) -> Iterator[Finding]:
    entries = Evidence.objects.order_by("pk")
    if not deep:
        ends = entries.aggregate(first=Min("pk"), last=Max("pk"))
        first, last = ends["first"] or 0, ends["last"] or 0
        entries = entries.filter(pk__in={first + (last - first) * step // (SAMPLE - 1) for step in range(SAMPLE)})
    for sha256, size in entries.values_list("sha256", "size").iterator():
        try:
            with closing(opened(files, sha256, size)) as content:
                while content.read(PIECE):
                    pass
        except Refusal as no:
            if no.code == "evidence_store_failed":
                raise
            if no.code == "evidence_damaged":  # a missing one was told already
                yield found("evidence_file_altered", sha256)


def _hashes() -> Iterator[Finding]:
    yield from (found("journal_entry_wrong", str(entry.pk)) for entry, said in entries() if said is None)
    for pk, body, body_hash in Approval.objects.order_by("pk").values_list("pk", "body", "body_hash").iterator():
        if digest(bytes(body)) != body_hash:
            yield found("approval_entry_wrong", str(pk))
