"""Plug-in folders, found by themselves: those of a package of the house, and those that other installed packages offer.

A plug-in is a folder with an `__init__.py`. It may declare there `SHORT_NAMES: tuple[str, ...]`, names for people. Another
distribution offers one by an entry point of the group, whose name is the folder's name and whose value its package.
"""

import keyword
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from types import ModuleType

from tanpuhui.core.refusals import Refusal
from tanpuhui.core.refused import refuse, shown
from tanpuhui.core.text import Text

_BAD_NAME = Text("名称不是小写 Python 标识符", "its name is not a lower-case Python identifier")
_BAD_SHORT_NAMES = Text("SHORT_NAMES 不是文本元组", "its SHORT_NAMES are not a tuple of texts")
_NO_INIT = Text("没有 __init__.py", "it has no __init__.py")
_NO_PACKAGE = Text("入口点没有指向一个包", "its entry point does not name a package")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plug-in folder: its `name` (`us_ca_cop`), its Python `package`, and the `origin` that brought it."""

    name: str
    package: str
    origin: str

    def __post_init__(self) -> None:
        """Refuse a name that Python could not import, or that the hyphen code could not tell from another."""
        if not _NAME.fullmatch(self.name) or keyword.iskeyword(self.name):
            raise self.malformed(_BAD_NAME)

    @property
    def code(self) -> str:
        """The name as the cases and people write it: `us-ca-cop`."""
        return self.name.replace("_", "-")

    @property
    def folder(self) -> Traversable:
        """The folder itself, to read its files from."""
        return files(self.package)

    @property
    def short_names(self) -> tuple[str, ...]:
        """The names for people that its `__init__.py` declares (which is imported for this)."""
        names = getattr(import_module(self.package), "SHORT_NAMES", ())
        if not isinstance(names, tuple) or not all(isinstance(name, str) and name for name in names):
            raise self.malformed(_BAD_SHORT_NAMES)
        return names

    def has(self, module: str) -> bool:
        """Whether the folder has a module of this name."""
        return module.isidentifier() and find_spec(f"{self.package}.{module}") is not None

    def load(self, module: str) -> ModuleType:
        """The folder's module of this name, imported now; refused if there is none."""
        if not self.has(module):
            raise refuse("plugin_lacks_module", name=self.name, module=shown(module), place=self.package)
        return import_module(f"{self.package}.{module}")

    def malformed(self, reason: Text) -> Refusal:
        """The refusal of this plug-in for a `reason`."""
        return refuse("malformed_plugin", name=shown(self.name), place=self, reason=reason)

    def __str__(self) -> str:
        return f"{self.origin}: {self.package}"


def find(package: str, group: str) -> dict[str, Plugin]:
    """The plug-ins by folder name: the sub-folders of `package`, and the entry points of `group`. None is loaded yet."""
    return gather((*_inside(package), *_installed(group)))


def gather(candidates: Iterable[Plugin]) -> dict[str, Plugin]:
    """`candidates` by name, in order of name. Two different ones of the same name are refused; the same one twice is one."""
    found: dict[str, Plugin] = {}
    for plugin in sorted(candidates, key=lambda p: p.name):
        other = found.setdefault(plugin.name, plugin)
        if other.package != plugin.package:
            raise _twice(plugin.name, other, plugin)
    return found


def choose(plugins: Mapping[str, Plugin], name: str) -> Plugin:
    """The plug-in that `name` means: a folder name, else a hyphen code, else a short name; refused if none or several."""
    if name in plugins:
        return plugins[name]
    answering = [p for p in plugins.values() if p.code == name] or [
        p for p in plugins.values() if name in p.short_names
    ]
    if not answering:
        known = ", ".join(p.code for p in plugins.values())
        raise refuse("unknown_plugin", name=shown(name), known=known or "—")
    if len(answering) > 1:
        raise _twice(name, *answering[:2])
    return answering[0]


def _inside(package: str) -> Iterator[Plugin]:
    for folder in files(package).iterdir():
        if not folder.is_dir() or folder.name.startswith(("_", ".")):
            continue
        content = {item.name for item in folder.iterdir()}
        # What version control leaves behind when a plug-in is removed: nothing but compiled files.
        if content <= {"__pycache__"}:
            continue
        plugin = Plugin(folder.name, f"{package}.{folder.name}", package.partition(".")[0])
        if "__init__.py" not in content:
            raise plugin.malformed(_NO_INIT)
        yield plugin


def _installed(group: str) -> Iterator[Plugin]:
    for point in entry_points(group=group):
        origin = point.dist.name if point.dist else "?"
        plugin = Plugin(point.name, point.module, origin)
        if point.attr:
            raise plugin.malformed(_NO_PACKAGE)
        yield plugin


def _twice(name: str, one: Plugin, other: Plugin) -> Refusal:
    return refuse("duplicate_plugin", name=shown(name), one=one, other=other)
