"""A table of moves that does not fit together is a bug; one that does decides, and draws itself."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tanpuhui.core.text import Text
from tanpuhui.core.workflow import (
    NOWHERE,
    Move,
    Obstacle,
    State,
    Workflow,
    allowed,
    markdown,
    mermaid,
    possible,
    wait,
)
from tanpuhui.parameters import MainlandChina

SAYS = Text("词", "word")
OPEN = Move(NOWHERE, "open", "draft", "doors:open", "owner")
CLOSE = Move("draft", "close", "closed", "doors:close", "clerk", reason=True, guards=("calm",), second_person=True)
NOTE = Move("draft", "note", "draft", "doors:open", "owner")
TABLE = Workflow(
    name=Text("门", "Doors"),
    states=(State("draft", Text("草稿", "draft")), State("closed", Text("关闭", "closed"), final=True)),
    acts={"open": Text("开", "open"), "note": Text("记", "note"), "close": Text("关", "close")},
    parties={"owner": Text("主", "the owner"), "clerk": Text("员", "the clerk")},
    guards={"calm": Text("平静", "calm")},
    moves=(OPEN, NOTE, CLOSE),
)


def _ask(state: str, act: str, stands: str, permission: str, reason: str = "why") -> Move | Obstacle:
    return allowed(TABLE, state, act, stands={stands}, may=lambda move: move.permission == permission, reason=reason)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (("draft", "close", "clerk", "doors:close"), CLOSE),
        ((NOWHERE, "open", "owner", "doors:open"), OPEN),
        (("draft", "fly", "clerk", "doors:close"), Obstacle.UNKNOWN_ACT),
        (("draft", "close", "clerk", "doors:open"), Obstacle.NOT_PERMITTED),
        (("closed", "close", "clerk", "doors:open"), Obstacle.NOT_PERMITTED),
        (("closed", "close", "clerk", "doors:close"), Obstacle.NOT_NOW),
        (("draft", "close", "owner", "doors:close"), Obstacle.NOT_THEIRS),
        (("draft", "close", "clerk", "doors:close", " \n"), Obstacle.NO_REASON),
        (("draft", "note", "owner", "doors:open", ""), NOTE),
    ],
)
def test_the_table_answers_with_the_line_or_the_first_obstacle(asked: Any, answer: Move | Obstacle) -> None:
    assert _ask(*asked) == answer


def test_possible_are_the_lines_of_the_state_for_who_stands_so_and_may() -> None:
    every = {"owner", "clerk"}
    assert possible(TABLE, "draft", stands=every, may=lambda _: True) == (NOTE, CLOSE)
    assert possible(TABLE, "draft", stands={"owner"}, may=lambda _: True) == (NOTE,)
    assert possible(TABLE, "draft", stands=every, may=lambda _: False) == ()
    assert possible(TABLE, "closed", stands=every, may=lambda _: True) == ()


BROKEN: list[dict[str, Any]] = [
    {"moves": (OPEN, CLOSE, CLOSE, NOTE)},
    {"moves": (OPEN, NOTE)},
    {"moves": (OPEN, CLOSE, replace(NOTE, state="closed"))},
    {"moves": (OPEN, CLOSE, replace(NOTE, act="fly"))},
    {"moves": (OPEN, CLOSE, replace(NOTE, who="nobody"))},
    {"moves": (OPEN, CLOSE, replace(NOTE, guards=("storm",)))},
    {"moves": (OPEN, CLOSE, replace(NOTE, state="attic"))},
    {"moves": (OPEN, CLOSE, replace(NOTE, next="attic"))},
    {"states": (*TABLE.states, State("island", SAYS, final=True))},
    {"states": (*TABLE.states, TABLE.states[0])},
]


@pytest.mark.parametrize("change", BROKEN)
def test_a_table_that_does_not_fit_together_is_a_bug(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"twice|unknown|nothing leads|leads out"):
        replace(TABLE, **change)


def test_the_drawing_shows_every_state_and_every_change_in_both_languages() -> None:
    assert mermaid(TABLE, "en") == [
        "stateDiagram-v2", '  state "draft" as draft', '  state "closed" as closed', "  [*] --> draft: open",
        "  draft --> closed: close", "  closed --> [*]",
    ]  # fmt: skip
    assert mermaid(TABLE, "zh")[4] == "  draft --> closed: 关"


def test_the_table_in_markdown_has_a_row_for_every_line_with_all_it_asks() -> None:
    rows = markdown(TABLE, "en")
    assert len(rows) == 2 + len(TABLE.moves)
    assert (
        rows[-1] == "| draft | close (`close`) | closed | the clerk | `doors:close` | calm; a reason; a second person |"
    )
    assert rows[3] == "| draft | note (`note`) | the same | the owner | `doors:open` |  |"
    assert all(row.count("|") == 7 for row in rows + markdown(TABLE, "zh"))


def test_a_clock_counts_working_days_and_knows_a_deadline_only_where_a_limit_is_known() -> None:
    since, on = date(2024, 4, 30), date(2024, 5, 7)  # Labour Day; Saturday the 11th is worked instead
    unknown = wait(since=since, on=on, calendar=MainlandChina())
    assert (unknown.passed.count, unknown.deadline) == (2, None)
    known = wait(since=since, on=on, calendar=MainlandChina(), limit=6)
    assert known.deadline is not None
    assert known.deadline.day == date(2024, 5, 11)
