"""A new methodology's folder, to be rewritten: a small one that runs, under another name."""

import keyword
import re
import sys
from importlib import import_module, invalidate_caches
from pathlib import Path

from tanpuhui.core.plugins import Plugin
from tanpuhui.core.refused import shown
from tanpuhui.quantification.methodology import FILE, Methodology, read_methodology
from tanpuhui.quantification.refusals import refuse

EXAMPLE = Path(__file__).parent / "skeleton" / "example_2025"
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*_[0-9]{4}")


def begin(name: str, into: Path) -> Path:
    """The folder `name` (words and the year of the edition, `heat_recovery_2025`) below `into`. Refused: one that is there."""
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise refuse("methodology_name_malformed", name=shown(name))
    folder = into.joinpath(name)
    try:
        folder.mkdir(parents=True)
        for path in sorted(EXAMPLE.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                there = folder.joinpath(path.relative_to(EXAMPLE))
                there.parent.mkdir(exist_ok=True)
                there.write_text(path.read_text(encoding="utf-8").replace(EXAMPLE.name, name), encoding="utf-8")
    except FileExistsError as error:
        raise refuse("methodology_folder_there", folder=folder) from error
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise refuse("methodology_folder_unwritable", folder=folder, why=why) from error
    return folder


def in_folder(folder: Path) -> Methodology:
    """The methodology of a folder that belongs to no installed package yet. Its code is imported from there, anew."""
    folder = folder.resolve()
    if not folder.joinpath(FILE).is_file():
        raise refuse("methodology_folder_missing", folder=folder, file=FILE)
    for name in [name for name in sys.modules if name.partition(".")[0] == folder.name]:
        del sys.modules[name]
    sys.path.insert(0, str(folder.parent))
    try:
        invalidate_caches()
        import_module(folder.name)
        return read_methodology(Plugin(folder.name, folder.name, str(folder.parent)))
    finally:
        sys.path.remove(str(folder.parent))
