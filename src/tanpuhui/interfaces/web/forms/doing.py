"""What happens to a form that was sent: files are filed, values read, the deed done once, or asked of a second person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.http import url_has_allowed_host_and_scheme

from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.interfaces import clock
from tanpuhui.interfaces.api.unchanged import unchanged
from tanpuhui.interfaces.deeds.catalogue import deed as deed_of
from tanpuhui.interfaces.deeds.deed import Done, Given, Waits
from tanpuhui.interfaces.deeds.shapes import Asked
from tanpuhui.interfaces.web.forms import proof
from tanpuhui.interfaces.web.forms import tree as t
from tanpuhui.interfaces.web.forms.offers import draft_of, seen_draft, typed_of
from tanpuhui.interfaces.web.forms.state import State, new_key
from tanpuhui.interfaces.web.forms.tree import Node, tree
from tanpuhui.interfaces.web.forms.uploads import filed
from tanpuhui.interfaces.web.forms.values import TICKED, Reader, Typed, compact, input_at, matches, places
from tanpuhui.interfaces.web.frame import Visit

LONGEST_THEN = 1000
MOST_NAMES = 400
"""Names of fields that a form says are fixed or asked for; each is held against each field."""


@dataclass(frozen=True)
class Wrong(Exception):
    """The form goes back: what is wrong at which input, or what the operation refused."""

    state: State
    faults: Mapping[str, Text]
    refusal: Refusal | None = None


def local(address: str) -> str:
    """The address if it is one of this site, else nothing."""
    fits = len(address) <= LONGEST_THEN and address.startswith("/")
    return address if fits and url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""


def of_address(visit: Visit, code: str) -> State:
    """The form that an address asks for: its parameters are fixed."""
    nodes = tree(deed_of(code))
    patterns = [node.place for node in places(nodes)]
    asked = {name: visit.request.GET.get(name, "") for name in visit.request.GET}
    said = {name: value for name, value in asked.items() if any(matches(each, name) for each in patterns)}
    typed = typed_of(nodes, said) | {name: value for name, value in said.items() if value}
    return State(code, typed, tuple(said), (), new_key(), local(visit.asked("then")), seen_draft(visit, code, typed))


def of_post(visit: Visit, code: str) -> State:
    """The form that was sent, without its files."""
    said, nodes = visit.request.POST, tree(deed_of(code))
    leaves = list(places(nodes))
    typed = Typed()
    for name in said:
        leaf = next((leaf for leaf in leaves if matches(leaf.place, name)), None)
        if leaf:
            typed[name] = TICKED.join(said.getlist(name)) if leaf.kind == t.TICKS else _last(said.getlist(name))

    def listed(name: str) -> tuple[str, ...]:
        return tuple(each for each in said.get(name, "").split(",") if each)[:MOST_NAMES]

    key = said.get("_key", "")[:200]
    return State(code, typed, listed("_fixed"), listed("_only"), key or new_key(), local(said.get("_then", "")),
                 said.get("_seen", "")[:64])  # fmt: skip


def _last(said: list[str]) -> str:
    """What was said last: a browser sends an input of a file without one as an empty text, after the hash that is kept."""
    return next((each for each in reversed(said) if each), "")


def sent(visit: Visit, state: State) -> tuple[State, Asked]:
    """What was sent, read. Raises `Wrong` with every fault at its input."""
    deed, nodes = deed_of(state.code), tree(deed_of(state.code))
    try:
        state = replace(state, typed=state.typed | filed(visit, nodes))
    except Refusal as refusal:
        raise Wrong(state, {}, refusal) from refusal
    state = replace(state, typed=compact(nodes, state.typed))
    reader = Reader(state.typed)
    said = reader.all(_asked_for(nodes, state))
    try:
        asked = deed.read(said)
    except Refusal as refusal:
        raise Wrong(state, reader.faults | _placed(nodes, state, refusal)) from refusal
    if reader.faults:
        raise Wrong(state, reader.faults)
    return state, asked


def filled(visit: Visit, state: State) -> State | None:
    """The form with what the site works out for it, to be seen before it is signed; none if it has that already.

    Raises `Wrong` while what it is worked out from is not complete.
    """
    deed, nodes = deed_of(state.code), tree(deed_of(state.code))
    if all(state.typed.get(name) for name in deed.fills):
        return None
    stand_in = replace(state, typed=state.typed | dict.fromkeys(deed.fills, "–"))
    state, _ = sent(visit, stand_in)
    said = Reader(state.typed).all(nodes)
    worked_out = {name: work(said, visit.seated.actor, visit.seated.on) for name, work in deed.fills.items()}
    fixed = (*(name for name in state.fixed if name not in worked_out), *worked_out)
    return replace(state, typed=state.typed | worked_out, fixed=fixed)


def _asked_for(nodes: Sequence[Node], state: State) -> list[Node]:
    """Those of `only` and what is fixed; a field that was not shown is left out."""
    if not state.only:
        return list(nodes)
    wanted = {each.split(".")[0] for each in (*state.only, *state.fixed)} | {each.split(".")[0] for each in state.typed}
    return [node for node in nodes if node.name in wanted or node.required]


def _placed(nodes: Sequence[Node], state: State, refusal: Refusal) -> dict[str, Text]:
    faults = refusal.facts.get("faults")
    if not isinstance(faults, list):
        raise refusal
    placed: dict[str, Text] = {}
    for place, says in faults:
        placed.setdefault(input_at(nodes, place, state.typed) or place, says)
    return placed


def carry_out(visit: Visit, state: State, asked: Asked) -> Done | Waits:
    """Does the deed, or asks a second person. Raises `Wrong` with what the operation refused."""
    deed = deed_of(state.code)
    given = Given(visit.seated.actor, visit.seated.on, clock.now(), state.key, proof.method(visit.request) or "session")
    try:
        with unchanged(draft_of(state.code, state.typed), state.seen, given):
            return deed.do_or_ask(asked, given)
    except Refusal as refusal:
        again = state.anew() if refusal.code == "key_reused" else state
        if refusal.code == "draft_changed":  # whoever reads this and sends it again means it
            again = replace(state, seen=seen_draft(visit, state.code, state.typed))
        if refusal.code == "signature_differs":  # what was signed is no longer what the form says: work it out again
            again = replace(state, typed={k: v for k, v in state.typed.items() if k not in deed.fills})
        raise Wrong(again, {}, refusal) from refusal
