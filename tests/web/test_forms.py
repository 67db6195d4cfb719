"""Forms made from deeds: what they show is what the deed reads, in both languages, whatever people type."""

from collections.abc import Iterator
from typing import Any

import pytest

from tanpuhui.core.refusals import Refusal
from tanpuhui.interfaces.deeds.catalogue import deeds
from tanpuhui.interfaces.web.forms import tree as t
from tanpuhui.interfaces.web.forms.fields import Field, show
from tanpuhui.interfaces.web.forms.state import State
from tanpuhui.interfaces.web.forms.tree import Node, tree
from tanpuhui.interfaces.web.forms.values import Reader, input_at, spell, whole

CODES = tuple(deeds())
DAY, HASH = "2021-06-30", "ab" * 32


def sensible(node: Node, name: str, *, all: bool) -> Iterator[tuple[str, str]]:
    """What a person would type into every input of a node; `all`: into what may be left out too."""
    if not (node.required or all):
        return
    if node.kind == t.GROUP:
        for part in node.parts:
            yield from sensible(part, f"{name}.{part.name}", all=all)
    elif node.kind in (t.ROWS, t.NAMES):
        for number in (0, 1):
            for part in node.parts:
                end = f".{part.place.rpartition('.')[2]}" if node.kind == t.NAMES else ""
                yield from (
                    (key, f"{said}{number}" if end == ".name" else said)
                    for key, said in sensible(part, f"{name}.{number}{end}", all=all)
                )
    else:
        yield name, typed_for(node)


def everywhere(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from everywhere(node.parts)


def typed_for(node: Node) -> str:
    if node.choices:
        codes = list(node.choices())
        return "\n".join(codes[:2]) if node.kind == t.TICKS else codes[0]
    return {t.NUMBER: "1,234", t.DAY: DAY, t.MOMENT: "2021", t.FLAG: "on", t.FILE: HASH}.get(node.kind, "words")


@pytest.mark.parametrize("whole_form", [True, False])
@pytest.mark.parametrize("code", CODES)
def test_what_is_typed_is_read_and_spelled_back_as_it_was(code: str, whole_form: bool) -> None:
    nodes = tree(deeds()[code])
    typed = dict(pair for node in nodes for pair in sensible(node, node.place, all=whole_form))
    reader = Reader(typed)

    said = reader.all(nodes)
    asked = deeds()[code].read(said)

    assert reader.faults == {}
    again = {name: text for node in nodes for name, text in spell(node, said.get(node.name)).items()}
    assert Reader(again).all(nodes) == said
    assert {k: v.replace(",", "") for k, v in typed.items() if v} == {k: v for k, v in again.items() if v}
    assert asked == deeds()[code].read(Reader(again).all(nodes))


@pytest.mark.parametrize("code", CODES)
def test_every_fault_of_an_empty_form_has_an_input_to_stand_at(code: str) -> None:
    deed = deeds()[code]
    nodes, reader = tree(deed), Reader({})
    anywhere = {node.place for node in everywhere(nodes)}
    said, faults = reader.all(nodes), []
    try:
        deed.read(said)
    except Refusal as refused:
        faults = [place for place, _ in refused.facts["faults"]]  # type: ignore[attr-defined]

    assert faults or reader.faults or not [node for node in nodes if node.required and node.kind != t.FLAG]
    assert {input_at(nodes, place, {}) for place in faults} | set(reader.faults) <= anywhere


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12", 12), ("１２３", 123), ("1,234", 1234), ("1，234", 1234), ("1 234 567", 1234567), (" 7 ", 7),
        ("1.5", "1.5"), ("1,23", "1,23"), ("12x", "12x"), ("1,2345", "1,2345"), ("9" * 50, "9" * 50), ("-3", -3), ("٣", "٣"),
    ],
)  # fmt: skip
def test_whole_numbers_as_people_write_them_are_taken_and_others_are_kept_to_be_refused(typed: str, read: Any) -> None:
    assert whole(typed) == read


@pytest.mark.parametrize("code", CODES)
def test_a_browser_insists_on_nothing_that_the_deed_lets_be_left_out(code: str) -> None:
    def insisted(fields: tuple[Field, ...]) -> Iterator[Node]:
        for field in fields:
            if not field.free and field.node.kind not in (t.GROUP, t.ROWS, t.NAMES):
                yield field.node
            yield from insisted((*field.parts, *(one for row in field.rows for one in row)))

    needed = {key for node in tree(deeds()[code]) for key, _ in sensible(node, node.name, all=False)}
    state = State(code, {}, (), (), "a key", "", "")
    asked = [node.place for node in insisted(show(tree(deeds()[code]), state, {}, "en"))]
    assert {place.split(".")[0] for place in asked} <= {key.split(".")[0] for key in needed}
