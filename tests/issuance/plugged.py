"""A methodology made for a test: the forestry folder under another name, offered as an installed package offers one."""

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tanpuhui.quantification import methodology_named

Changes = Mapping[str, Callable[[str], str]]


@contextmanager
def plugged(folder: Path, name: str, changes: Changes | None = None) -> Iterator[Path]:
    """The methodology `name` (such as `woodland_2020`) below `folder`, on the path within the block; its own folder."""
    original = methodology_named("forestry_2020")
    package = f"outside_{name}"
    place = folder / package / name
    shutil.copytree(original.folder, place, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (p for p in place.rglob("*") if p.suffix in (".py", ".yaml")):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("forestry_2020", name), encoding="utf-8")
    (folder / package / "__init__.py").write_text("")
    for file, change in (changes or {}).items():
        rewrite(place / file, change)
    info = folder / f"{package}-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1\n")
    (info / "entry_points.txt").write_text(f"[tanpuhui.methodologies]\n{name} = {package}.{name}\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        yield place
    forget(package)


def rewrite(file: Path, change: Callable[[str], str]) -> None:
    """Changes a file of the folder, as an update of the package would."""
    before = file.read_text(encoding="utf-8")
    assert change(before) != before
    file.write_text(change(before), encoding="utf-8")


def forget(package: str) -> None:
    """What was imported of a package is read anew, as by a process that begins now."""
    for name in [each for each in sys.modules if each.partition(".")[0] == package]:
        del sys.modules[name]
