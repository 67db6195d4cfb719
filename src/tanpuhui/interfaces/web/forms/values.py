"""Between what people type (one flat mapping: name of the input → text) and what a deed reads (nested values)."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from tanpuhui.core.text import Text
from tanpuhui.interfaces.deeds.words import FAULTS
from tanpuhui.interfaces.web.forms import tree as t
from tanpuhui.interfaces.web.forms.tree import ANY, Node
from tanpuhui.interfaces.web.forms.words import OWN_FAULTS

Typed = dict[str, str]
MOST_ROWS = 200
"""Rows of one list; the API takes longer ones."""
_WHOLE = re.compile(r"[+-]?[0-9]+")
_APART = re.compile(r"[+-]?[0-9]{1,3}(?:[, ][0-9]{3})+")
_YEAR = re.compile(r"[0-9]{4}")
_ABSENT = object()
TICKED = "\n"
"""Between the choices that were ticked, in their one typed text."""


def spell(node: Node, value: Any, name: str = "") -> Typed:
    """How a value would have been typed into the inputs of a node at `name`."""
    name = name or node.place
    if value is None:
        return {}
    if node.kind == t.GROUP:
        inner = _members(node, value)
        return {
            k: v for part in node.parts for k, v in spell(part, inner.get(part.name), f"{name}.{part.name}").items()
        }
    if node.kind == t.ROWS:
        return {k: v for i, each in enumerate(value) for k, v in spell(node.parts[0], each, f"{name}.{i}").items()}
    if node.kind == t.NAMES:
        rows = enumerate(value.items())
        return {k: v for i, row in rows for part, each in zip(node.parts, row, strict=True)
                for k, v in spell(part, each, f"{name}.{i}.{part.place.rpartition('.')[2]}").items()}  # fmt: skip
    if node.kind == t.TICKS:
        return {name: TICKED.join(value)}
    if node.kind == t.FLAG:
        return {name: "on"} if value and value != "False" else {}
    if isinstance(value, bool):
        return {name: str(value).lower()}
    return {name: value.isoformat() if isinstance(value, date) else str(value)}


def _members(node: Node, value: Any) -> Mapping[str, Any]:
    if is_dataclass(value):
        return {one.name: getattr(value, one.name) for one in fields(value)}
    if node.positional and isinstance(value, Sequence):
        return {part.name: each for part, each in zip(node.parts, value, strict=False)}
    return value if isinstance(value, Mapping) else {}


def rows_of(node: Node, name: str, typed: Mapping[str, str]) -> list[int]:
    """The numbers of rows of which something was typed, in order."""
    start = f"{name}."
    found = {key[len(start) :].split(".")[0] for key, said in typed.items() if key.startswith(start) and said.strip()}
    return sorted(int(number) for number in found if number.isdecimal() and len(number) < 6)[:MOST_ROWS]


def compact(nodes: Sequence[Node], typed: Mapping[str, str]) -> Typed:
    """What was typed, without empty rows; the others are numbered from 0."""
    kept = Typed()
    for node in nodes:
        _compact(node, node.place, node.place, typed, kept)
    return kept


def _compact(node: Node, old: str, new: str, typed: Mapping[str, str], kept: Typed) -> None:
    if node.kind == t.GROUP:
        for part in node.parts:
            _compact(part, f"{old}.{part.name}", f"{new}.{part.name}", typed, kept)
    elif node.kind in (t.ROWS, t.NAMES):
        for number, was in enumerate(rows_of(node, old, typed)):
            for part in node.parts:
                last = part.place.rpartition(".")[2] if node.kind == t.NAMES else ""
                end = f".{last}" if last else ""
                _compact(part, f"{old}.{was}{end}", f"{new}.{number}{end}", typed, kept)
    elif old in typed:
        kept[new] = typed[old]


class Reader:
    """Reads typed values into what a deed takes; `faults` gathers what only a form can know (name of input → what is wrong)."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        self.typed, self.faults = typed, dict[str, Text]()

    def all(self, nodes: Sequence[Node]) -> dict[str, Any]:
        """The values of all nodes; what was left empty is left out."""
        read = {node.name: self.one(node, node.place) for node in nodes}
        return {name: value for name, value in read.items() if value is not _ABSENT}

    def one(self, node: Node, name: str) -> Any:
        """The value of one node, or absent."""
        if node.kind == t.GROUP:
            return self._group(node, name)
        if node.kind in (t.ROWS, t.NAMES):
            rows = rows_of(node, name, self.typed)
            if not rows and not node.required:
                return _ABSENT
            if not rows:
                self.faults[name] = FAULTS["missing"]
            return self._rows(node, name, rows) if node.kind == t.ROWS else self._names(node, name, rows)
        said = self.typed.get(name, "")
        if node.kind == t.FLAG:
            return said == "on"
        if node.kind == t.TICKS:
            ticked = [each for each in said.split(TICKED) if each]
            if not ticked and node.required:
                self.faults[name] = FAULTS["missing"]
            return ticked if ticked or node.required else _ABSENT
        return _leaf(node.kind, said)

    def _group(self, node: Node, name: str) -> Any:
        if not node.required and not any(self.typed.get(key, "").strip() for key in _within(name, self.typed)):
            return _ABSENT
        read = {part.name: self.one(part, f"{name}.{part.name}") for part in node.parts}
        if node.positional:
            return ["" if value is _ABSENT else value for value in read.values()]
        return {part: value for part, value in read.items() if value is not _ABSENT}

    def _rows(self, node: Node, name: str, rows: Sequence[int]) -> list[Any]:
        return [self.one(node.parts[0], f"{name}.{number}") for number in rows]

    def _names(self, node: Node, name: str, rows: Sequence[int]) -> dict[str, Any]:
        read: dict[str, Any] = {}
        for number in rows:
            key, value = (self.one(part, f"{name}.{number}.{part.place.rpartition('.')[2]}") for part in node.parts)
            said = "" if key is _ABSENT else str(key)
            if said in read:
                self.faults[f"{name}.{number}.name"] = OWN_FAULTS["twice"]
            read[said] = "" if value is _ABSENT else value
        return read


def _within(name: str, typed: Mapping[str, str]) -> Iterator[str]:
    return (key for key in typed if key.startswith(f"{name}."))


def _leaf(kind: str, said: str) -> Any:
    """One text as its kind wants it; a text that is no number stays one, and is refused as such."""
    text = said.replace("\r\n", "\n").strip()
    if not text:
        return _ABSENT
    if kind in (t.NUMBER, t.MOMENT, t.DAY):
        text = unicodedata.normalize("NFKC", text)
    if kind == t.NUMBER:
        return whole(text)
    if kind == t.MOMENT and _YEAR.fullmatch(text):
        return int(text)
    return text


def whole(text: str) -> int | str:
    """A whole number as people write it: full-width digits, thousands apart by commas or spaces; else the text itself."""
    plain = " ".join(unicodedata.normalize("NFKC", text).replace("、", ",").split())
    if _APART.fullmatch(plain):
        plain = plain.replace(",", "").replace(" ", "")
    return int(plain) if _WHOLE.fullmatch(plain) and len(plain) < 40 else text


def input_at(nodes: Sequence[Node], place: str, typed: Mapping[str, str]) -> str:
    """The name of the input to which a fault at a dotted place belongs; the nearest there is."""
    node = next((each for each in nodes if each.name == place.split(".")[0]), None)
    return _descend(node, node.place, place[len(node.name) + 1 :], typed) if node else ""


def _descend(node: Node, name: str, rest: str, typed: Mapping[str, str]) -> str:
    first, _, after = rest.partition(".")
    if node.kind == t.GROUP and first:
        index = int(first) if node.positional and first.isdecimal() else None
        named = [part for i, part in enumerate(node.parts) if part.name == first or i == index]
        return _descend(named[0], f"{name}.{named[0].name}", after, typed) if named else name
    if node.kind == t.GROUP:
        return _descend(node.parts[0], f"{name}.{node.parts[0].name}", "", typed)
    if node.kind == t.ROWS and first.isdecimal():
        return _descend(node.parts[0], f"{name}.{first}", after, typed)
    if node.kind == t.NAMES:
        for number in rows_of(node, name, typed):
            called = typed.get(f"{name}.{number}.name", "").strip()
            if rest == called or rest.startswith(f"{called}."):
                return f"{name}.{number}.{'name' if rest.endswith('[key]') else 'value'}"
    return name


def places(nodes: Sequence[Node]) -> Iterator[Node]:
    """Every leaf of the tree."""
    for node in nodes:
        if node.kind in (t.GROUP, t.ROWS, t.NAMES):
            yield from places(node.parts)
        else:
            yield node


def matches(pattern: str, name: str) -> bool:
    """Whether the name of an input is of the leaf at `pattern`."""
    wanted, given = pattern.split("."), name.split(".")
    return len(wanted) == len(given) and all(
        w == g or (w == ANY and g.isdecimal()) for w, g in zip(wanted, given, strict=True)
    )
