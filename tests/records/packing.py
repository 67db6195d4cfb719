"""What tests of backups share: a backup's parts, a refused restore, and whether anything was written."""

import tarfile
from pathlib import Path

import pytest

from tanpuhui.apps.ledger.models import Block
from tanpuhui.apps.records.backup import restore
from tanpuhui.apps.records.stores import store
from tanpuhui.apps.records.tables import tables
from tanpuhui.core.refusals import Refusal

Members = dict[str, bytes]


def restore_refused(path: Path) -> Refusal:
    with pytest.raises(Refusal) as no:
        restore(path)
    return no.value


def nothing_written() -> bool:
    rows = {table.name for table in tables() if table.model._base_manager.exists()}
    return rows == {"ledger_block"} and Block.objects.get().pk == 1 and not list(store().names())


def unpack(path: Path) -> Members:
    with tarfile.open(path) as tar:
        return {info.name: file.read() for info in tar if (file := tar.extractfile(info))}
