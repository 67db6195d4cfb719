"""From the shape of a deed to a tree of what a person fills in: leaves, groups of them, and rows that repeat."""

import types
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from tanpuhui.core.text import Text
from tanpuhui.interfaces.deeds.catalogue import deed as deed_of
from tanpuhui.interfaces.deeds.deed import Deed
from tanpuhui.interfaces.deeds.shapes import ORGANISATIONS, POSITIONS, USERS
from tanpuhui.interfaces.web.forms.words import FILES, LONG, hint_of, label_of

GROUP, ROWS, NAMES, TICKS = "group", "rows", "names", "ticks"
FLAG, FILE, NUMBER, DAY, MOMENT, CHOICE, LONG_TEXT, WORDS = (
    "flag",
    "file",
    "number",
    "day",
    "moment",
    "choice",
    "long",
    "words",
)
ORGANISATION, USER = "organisation", "user"
ANY = "*"
"""Stands in a place for the number of a row."""

Choices = Callable[[], Mapping[str, Text]]


@dataclass(frozen=True)
class Node:
    """What is asked at a `place` (dotted, rows as `*`): a leaf of a `kind`, or a group or rows of `parts`.

    `required`: it may not be left out. `default`: what holds if it is. `positional`: a group that is sent as a list.
    """

    name: str
    place: str
    kind: str
    label: Text
    required: bool = True
    hint: Text | None = None
    default: Any = None
    choices: Choices | None = None
    parts: tuple["Node", ...] = ()
    positional: bool = False


def tree(deed: Deed) -> tuple[Node, ...]:
    """What a deed asks for, in the order of its operation."""
    return _grown(deed.code)


@cache
def _grown(code: str) -> tuple[Node, ...]:
    return _Grower(deed_of(code)).all()


class _Grower:
    """Grows the tree of one deed."""

    def __init__(self, deed: Deed) -> None:
        self.deed = deed

    def all(self) -> tuple[Node, ...]:
        model = self.deed.shape.model.model_fields
        known = {field.alias or name: field for name, field in model.items()}
        return tuple(
            self.node(
                name, name, kind, known[name].is_required(), None if known[name].is_required() else known[name].default
            )
            for name, kind in self.deed.shape.kinds.items()
        )

    def node(self, name: str, place: str, kind: Any, required: bool, default: Any = None) -> Node:
        """A node of any kind."""
        origin, parts = get_origin(kind), get_args(kind)
        if origin in (Union, types.UnionType):
            inner = [part for part in parts if part is not types.NoneType]
            if len(inner) == 1:
                return self.node(name, place, inner[0], required and len(parts) == len(inner), default)
            return self.leaf(name, place, MOMENT if date in inner else WORDS, required, default)
        if is_dataclass(kind) or origin is tuple:
            return self.group(name, place, kind, required, default)
        if origin in (Mapping, dict):
            return self.mapping(name, place, parts, required, default)
        if origin in (Sequence, Iterable, Collection, list):
            return self.several(name, place, parts[0], required, default)
        return self.leaf(name, place, self.kind(name, place, kind), required, default)

    def leaf(self, name: str, place: str, kind: str, required: bool, default: Any) -> Node:
        choices = self.deed.choices.get(place.replace(f".{ANY}", ""))
        return Node(
            name, place, CHOICE if choices and kind in (WORDS, FLAG) else kind, label_of(self.deed.code, name, place), required,
            hint_of(self.deed.code, name, kind), default, choices,
        )  # fmt: skip

    def kind(self, name: str, place: str, kind: Any) -> str:
        own = name if name != ANY else place.split(".")[-2]
        if kind is int and own in ORGANISATIONS | USERS:
            return USER if own in USERS else ORGANISATION
        if kind is str:
            return FILE if own in FILES else LONG_TEXT if own in LONG else WORDS
        return {int: NUMBER, date: DAY, bool: FLAG}.get(kind, WORDS)

    def group(self, name: str, place: str, kind: Any, required: bool, default: Any) -> Node:
        if get_origin(kind) is tuple:
            owner = place.removesuffix(f".{ANY}").rpartition(".")[2]
            named = POSITIONS.get(owner) or tuple(map(str, range(len(get_args(kind)))))
            parts = tuple(
                self.node(each, f"{place}.{each}", of, True) for each, of in zip(named, get_args(kind), strict=True)
            )
            return Node(
                name, place, GROUP, label_of(self.deed.code, name, place), required, parts=parts, positional=True
            )
        hints = get_type_hints(kind)
        parts = tuple(
            self.node(
                one.name, f"{place}.{one.name}", hints[one.name],
                one.default is MISSING and one.default_factory is MISSING,
                None if one.default is MISSING else one.default,
            )
            for one in fields(kind) if one.init
        )  # fmt: skip
        hint = hint_of(self.deed.code, name, GROUP)
        return Node(name, place, GROUP, label_of(self.deed.code, name, place), required, hint, default, parts=parts)

    def mapping(self, name: str, place: str, of: tuple[Any, ...], required: bool, default: Any) -> Node:
        key = self.node(name, f"{place}.{ANY}.name", of[0], True)
        value = self.node("share" if name in ORGANISATIONS else "value", f"{place}.{ANY}.value", of[1], True)
        label, hint = label_of(self.deed.code, name, place), hint_of(self.deed.code, name, NAMES)
        return Node(name, place, NAMES, label, required, hint, default, parts=(self.called(key), value))

    def called(self, key: Node) -> Node:
        """The name of a row of a mapping: an organisation, or any name."""
        party = key.kind == ORGANISATION
        says = label_of(self.deed.code, "organisation" if party else "name", "")
        return Node("name", key.place, key.kind if party or key.choices else WORDS, says, True, choices=key.choices)

    def several(self, name: str, place: str, of: Any, required: bool, default: Any) -> Node:
        label, hint = label_of(self.deed.code, name, place), hint_of(self.deed.code, name, ROWS)
        if of is str and (choices := self.deed.choices.get(place)):
            return Node(name, place, TICKS, label, required, hint, default, choices)
        one = self.node(ANY, f"{place}.{ANY}", of, True)
        return Node(name, place, ROWS, label, required, hint, default, parts=(one,))
