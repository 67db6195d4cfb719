"""A form of a deed, as a template renders it: `offer`; and the address of a deed's own page: `address`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from tanpuhui.apps.parties import queries as parties
from tanpuhui.apps.projects import queries as cases
from tanpuhui.apps.projects import reading
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Lang, Text
from tanpuhui.interfaces.deeds.catalogue import deed as deed_of
from tanpuhui.interfaces.deeds.deed import Deed
from tanpuhui.interfaces.web.forms import tree as t
from tanpuhui.interfaces.web.forms.fields import Field, form_id, known, show
from tanpuhui.interfaces.web.forms.state import State, new_key
from tanpuhui.interfaces.web.forms.tree import Node, tree
from tanpuhui.interfaces.web.forms.uploads import ACCEPTED
from tanpuhui.interfaces.web.forms.values import Typed, places, spell
from tanpuhui.interfaces.web.forms.words import FORM, QUIET
from tanpuhui.interfaces.web.frame import Visit
from tanpuhui.interfaces.web.rendering import Words

OVERWRITES = {"revise_project": "project", "revise_report": "report"}
"""Deeds that put what a form says in place of what is there, and the field that names it."""


@dataclass(frozen=True)
class Offer:
    """A form ready for `web/parts/deed.html`. `w`: the words of forms; `given`: what is fixed, as people read it."""

    deed: Deed
    action: str
    key: str
    then: str
    button: Text
    lang: Lang
    fields: tuple[Field, ...]
    hidden: tuple[tuple[str, str], ...]
    given: tuple[tuple[Text, str], ...]
    lists: Mapping[str, Sequence[tuple[str, str]]]
    fixed: str
    only: str
    refusal: Refusal | None = None
    faults: tuple[tuple[str, Text, Text], ...] = ()
    proven: bool = False
    seen: str = ""

    @property
    def w(self) -> Words:
        """The words of forms in this language."""
        return Words(FORM, self.lang)

    @property
    def id(self) -> str:
        """What the ids of this form begin with."""
        return form_id(self.key)

    @property
    def accepts(self) -> str:
        """The endings of files that a browser proposes."""
        return ACCEPTED

    @property
    def limit(self) -> str:
        """The size of the largest file, as people read it."""
        return self.w["limit"].format(size=settings.EVIDENCE_LIMIT >> 20)

    @property
    def uploads(self) -> bool:
        """Whether files are asked for."""
        return any(node.kind == t.FILE for node in places(tree(self.deed)))


def offer(
    visit: Visit,
    code: str,
    *,
    fixed: Mapping[str, object] = {},
    initial: Mapping[str, object] = {},
    then: str = "",
    button: Text | None = None,
    only: Collection[str] = (),
) -> Offer:
    """A form of the deed `code`: `fixed` fields (dotted names) are given and hidden, `initial` ones filled in.

    `only`: of what is asked only these (dotted names; what stands below them too). `then`: a local address to go to when
    done. Refuses `unknown_deed`.
    """
    nodes = tree(deed_of(code))
    given, filled = typed_of(nodes, fixed), typed_of(nodes, initial)
    typed = filled | given
    state = State(code, typed, tuple(fixed), tuple(only), new_key(), then, seen_draft(visit, code, typed))
    return offered(visit, state, button=button)


def draft_of(code: str, typed: Mapping[str, str]) -> str:
    """The draft that a deed overwrites."""
    return typed.get(OVERWRITES.get(code, ""), "")


def seen_draft(visit: Visit, code: str, typed: Mapping[str, str]) -> str:
    """The hash of that draft now; nothing where there is none, or none for the visitor."""
    case = draft_of(code, typed)
    try:
        party = bool(case) and reading.view(case, by=visit.seated.actor).party
        return cases.dossier(case) if party else ""
    except Refusal:
        return ""


def typed_of(nodes: Sequence[Node], values: Mapping[str, object]) -> Typed:
    """Values by dotted name, as they would have been typed."""
    return {name: said for place, value in values.items() for name, said in _typed(nodes, place, value).items()}


def _typed(nodes: Sequence[Node], place: str, value: object) -> Typed:
    for node in nodes:
        if node.place == place:
            return spell(node, value)
        if place.startswith(f"{node.place}.") and node.kind == t.GROUP:
            return _typed(node.parts, place, value)
    return {place: str(value)} if value is not None else {}


def offered(
    visit: Visit,
    state: State,
    *,
    button: Text | None = None,
    faults: Mapping[str, Text] | None = None,
    refusal: Refusal | None = None,
    more: str = "",
    proven: bool = False,
) -> Offer:
    """The form of a state, with what is wrong with it. `more`: the list that gets one more row."""
    deed, nodes = deed_of(state.code), tree(deed_of(state.code))
    shown = show(nodes, state, faults or {}, visit.lang, more)
    hidden = tuple((name, said) for name, said in state.typed.items() if _under(name, state.fixed))
    return Offer(
        deed, reverse("do", args=[state.code]), state.key, state.then, button or deed.title, visit.lang, shown, hidden,
        tuple(_given(state.code, nodes, hidden, visit.lang)), known(visit, nodes, parties), ",".join(state.fixed),
        ",".join(state.only), refusal, tuple(_told(shown, faults or {})), proven, state.seen,
    )  # fmt: skip


def _under(name: str, places: Collection[str]) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in places)


def _given(code: str, nodes: Sequence[Node], hidden: Sequence[tuple[str, str]], lang: Lang) -> list[tuple[Text, str]]:
    leaves = {node.place: node for node in places(nodes)}
    return [
        (leaves[name].label, _in_words(leaves[name], said, lang))
        for name, said in hidden
        if name in leaves and said and (code, name) not in QUIET
    ]


def _in_words(leaf: Node, said: str, lang: Lang) -> str:
    """A choice by its words, anything else as it is."""
    found = leaf.choices().get(said) if leaf.choices else None
    return found.into(lang) if found else said


def _told(shown: Sequence[Field], faults: Mapping[str, Text]) -> list[tuple[str, Text, Text]]:
    """Each fault as (id of its field, label, what is wrong), in the order of the form; those without a field at the end."""
    flat = [pair for each in shown for pair in each.flat()]
    found = [(one.id, says, faults[one.name]) for one, says in flat if one.name in faults]
    there = {one.name for one, _ in flat}
    return found + [("", Text(name, name), says) for name, says in faults.items() if name not in there]


def address(code: str, /, *, then: str = "", **fixed: object) -> str:
    """The address of a deed's own page, with what is fixed there. Refuses `unknown_deed`."""
    typed = typed_of(tree(deed_of(code)), fixed)
    said = {**typed, **({"then": then} if then else {})}
    return reverse("do", args=[code]) + (f"?{urlencode(said)}" if said else "")
