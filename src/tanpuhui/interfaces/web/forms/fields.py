"""The fields of a form as its template renders them: ids, values, choices, what is wrong, and the rows of lists."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from tanpuhui.core.text import Lang, Text
from tanpuhui.interfaces.deeds.catalogue import deed as deed_of
from tanpuhui.interfaces.web.forms import tree as t
from tanpuhui.interfaces.web.forms.state import State
from tanpuhui.interfaces.web.forms.tree import ANY, Node
from tanpuhui.interfaces.web.forms.values import TICKED, Typed, places, rows_of
from tanpuhui.interfaces.web.frame import Visit

FEW = 4
"""Up to so many choices stand open instead of in a list that unfolds."""
VAGUE = frozenset({"zh", "en", "first", "last", "name", "value", "share"})
"""Names that say little without what they belong to."""
CONTENT = frozenset({"said", "notice", "visit"})
"""Groups that are the form itself."""
KNOWN = 100
"""Organisations and users that a field proposes."""
SHORT = frozenset({t.NUMBER, t.DAY, t.MOMENT, t.WORDS, t.ORGANISATION, t.USER, t.CHOICE})
TYPES = {t.NUMBER: "text", t.DAY: "date"}


@dataclass(frozen=True)
class Field:
    """One field: `parts` of a group, `rows` of a list (each a field or group). `wrong`: what is wrong with its value.

    `free`: a browser need not ask for it, because it, or the group it lies in, may be left out.
    """

    node: Node
    name: str
    lang: Lang
    value: str = ""
    wrong: Text | None = None
    parts: tuple["Field", ...] = ()
    rows: tuple[tuple["Field", ...], ...] = ()
    form: str = "f"
    free: bool = False

    @property
    def id(self) -> str:
        """Its id on the page."""
        return f"{self.form}-{self.name.replace('.', '-')}"

    @property
    def label(self) -> Text:
        """What it is called."""
        return self.node.label

    @property
    def kind(self) -> str:
        """What it is rendered as."""
        few = self.node.kind == t.CHOICE and self.node.required and 1 < len(self.options) <= FEW
        return "radios" if few else self.node.kind

    @property
    def type(self) -> str:
        """The type of its input."""
        return TYPES.get(self.node.kind, "text")

    @property
    def described(self) -> str:
        """The ids of its hint and of what is wrong with it."""
        return " ".join([f"{self.id}-hint"] * bool(self.node.hint) + [f"{self.id}-wrong"] * bool(self.wrong))

    @property
    def flat_group(self) -> bool:
        """Whether it is but the content of the form."""
        return self.node.name in CONTENT

    @property
    def short(self) -> bool:
        """Whether its parts are few and short enough to stand side by side."""
        return 1 < len(self.parts) <= 3 and all(part.kind in SHORT for part in self.parts)

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        """What may be chosen: code, words, whether it is."""
        chosen = self.value.split(TICKED)
        found = self.node.choices() if self.node.choices else {}
        return [(code, says.into(self.lang), code in chosen) for code, says in found.items()]

    def flat(self, within: Text | None = None) -> Iterator[tuple["Field", Text]]:
        """It and all within, with what each is called outside of its group."""
        says = self.label if self.node.name != ANY else within or self.label
        if within and self.node.name in VAGUE:
            says = Text(f"{within.zh}（{says.zh}）", f"{within.en} ({says.en})")
        yield self, says
        for number, row in enumerate(self.rows, 1):
            above = Text(f"{says.zh}第 {number} 行", f"{says.en}, row {number}")
            for part in row:
                yield from part.flat(above)
        for part in self.parts:
            yield from part.flat(says)


def form_id(key: str) -> str:
    """What the ids of a form begin with, so that several stand on one page."""
    return f"f{sha256(key.encode()).hexdigest()[:6]}"


def show(
    nodes: Sequence[Node], state: "State", faults: Mapping[str, Text], lang: Lang, more: str = ""
) -> tuple[Field, ...]:
    """The fields of a form, without what is fixed and what is not asked for."""
    return tuple(_Shower(state, faults, lang, more).all(nodes))


class _Shower:
    def __init__(self, state: "State", faults: Mapping[str, Text], lang: Lang, more: str) -> None:
        self.state, self.faults, self.lang, self.more = state, faults, lang, more
        self.form, self.fills = form_id(state.key), deed_of(state.code).fills

    def all(self, nodes: Sequence[Node]) -> Iterator[Field]:
        return (self.one(node, node.place) for node in nodes if self.asked(node))

    def asked(self, node: Node) -> bool:
        """Whether anything of it is to be filled in."""
        if _is_or_under(node.place, self.state.fixed) or node.place in self.fills:
            return False
        if self.state.only and not any(
            _is_or_under(node.place, (each,)) or each.startswith(f"{node.place}.") for each in self.state.only
        ):
            return False
        return node.kind != t.GROUP or any(map(self.asked, node.parts))

    def one(self, node: Node, name: str, *, free: bool = False) -> Field:
        typed, wrong = self.state.typed, self.faults.get(name)
        free = free or not node.required  # what lies in a group that may be left out may be left out with it
        if node.kind == t.GROUP:
            parts = tuple(self.one(part, f"{name}.{part.name}", free=free) for part in node.parts if self.asked(part))
            return Field(node, name, self.lang, wrong=wrong, parts=parts, form=self.form)
        if node.kind in (t.ROWS, t.NAMES):
            return Field(node, name, self.lang, wrong=wrong, rows=tuple(self.rows(node, name)), form=self.form)
        return Field(node, name, self.lang, _value(node, name, typed), wrong, form=self.form, free=free)

    def rows(self, node: Node, name: str) -> Iterator[tuple[Field, ...]]:
        count = len(rows_of(node, name, self.state.typed))
        for number in range(max(count, node.required) + (self.more == name)):
            if node.kind == t.ROWS:
                yield (self.one(node.parts[0], f"{name}.{number}"),)
            else:
                yield tuple(self.one(part, f"{name}.{number}.{part.place.rpartition('.')[2]}") for part in node.parts)


def _value(node: Node, name: str, typed: Typed) -> str:
    if name in typed or typed.get("_shown"):
        return typed.get(name, "")
    return _default(node.default, node.kind)


def _default(default: Any, kind: str) -> str:
    if kind == t.FLAG:
        return "on" if default is True else ""
    return "" if default is None or isinstance(default, tuple | list) else str(default)


def _is_or_under(place: str, given: Sequence[str]) -> bool:
    return any(place == each or place.startswith(f"{each}.") for each in given)


def known(visit: Visit, nodes: Sequence[Node], parties: Any) -> dict[str, list[tuple[str, str]]]:
    """What fields propose: organisations, and the people of the own one. One statement each, none if no field needs it."""
    kinds = {node.kind for node in places(nodes)}
    found: dict[str, list[tuple[str, str]]] = {}
    if t.ORGANISATION in kinds:
        rows = parties.organisations(limit=KNOWN)
        found["organisation"] = [(row.code, row.name.into(visit.lang)) for row in rows if row.is_open(visit.today)]
    if t.USER in kinds and visit.seat:
        rows = parties.members(organisation=visit.seat.place.id, on=visit.seat.on)
        found["user"] = sorted({(row.login, row.display_name) for row in rows})[:KNOWN]
    return found
