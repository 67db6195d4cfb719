"""A procedure as a table: which act leads from which state to which, for whom and on what conditions. It draws itself."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from tanpuhui.core.text import Lang, Text
from tanpuhui.core.working_days import Calendar, Deadline, WorkingDays, add_working_days, working_days_between

NOWHERE = ""
"""The state of a case that does not exist yet: the moves from here open one."""


@dataclass(frozen=True, slots=True)
class State:
    """A state that a case may be in; `final`: the case has ended there, and no move leads on."""

    code: str
    says: Text
    final: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table: in `state` the `act` leads to `next`.

    It asks for a `permission`; `who` names how the actor's organisation must stand to the case; `reason`: one must be given;
    `guards` are conditions, by name, that the room checks; `second_person`: it needs a second person's approval.
    """

    state: str
    act: str
    next: str
    permission: str
    who: str
    reason: bool = False
    guards: tuple[str, ...] = ()
    second_person: bool = False


class Obstacle(Enum):
    """Why an act is not possible, in order of precedence."""

    UNKNOWN_ACT = "unknown_act"
    NOT_PERMITTED = "not_permitted"
    NOT_NOW = "not_now"
    NOT_THEIRS = "not_theirs"
    NO_REASON = "no_reason"


@dataclass(frozen=True, slots=True)
class Workflow:
    """A whole procedure: its lines, and the words for what they name. A table that does not fit is a bug (ValueError)."""

    name: Text
    states: Sequence[State]
    acts: Mapping[str, Text]
    parties: Mapping[str, Text]
    guards: Mapping[str, Text]
    moves: Sequence[Move]

    def __post_init__(self) -> None:
        if faults := list(_faults(self)):
            raise ValueError("; ".join(faults))

    def state(self, code: str) -> State:
        """The state with this code; an unknown one is a bug (KeyError)."""
        return {state.code: state for state in self.states}[code]

    def move(self, state: str, act: str) -> Move | None:
        """The line for `act` in `state`, if there is one."""
        return next((move for move in self.moves if (move.state, move.act) == (state, act)), None)

    def lines(self, act: str) -> tuple[Move, ...]:
        """The lines of an act, in whatever state."""
        return tuple(move for move in self.moves if move.act == act)

    def acts_in(self, state: str) -> tuple[str, ...]:
        """The acts that some party may do in `state`."""
        return tuple(move.act for move in self.moves if move.state == state)


def allowed(
    table: Workflow, state: str, act: str, *, stands: Collection[str], may: Callable[[Move], bool], reason: str = ""
) -> Move | Obstacle:
    """The line by which `act` is possible in `state`, or what stands in its way. Guards and approvals are the room's.

    `stands`: how the actor's organisation stands to the case (codes of `table.parties`); `may`: whether the actor has a
    line's permission. Who has it for no line of the act learns nothing about the state.
    """
    lines = table.lines(act)
    if not lines:
        return Obstacle.UNKNOWN_ACT
    if not any(may(line) for line in lines):
        return Obstacle.NOT_PERMITTED
    move = table.move(state, act)
    if move is None:
        return Obstacle.NOT_NOW
    if move.who not in stands:
        return Obstacle.NOT_THEIRS
    if not may(move):
        return Obstacle.NOT_PERMITTED
    return Obstacle.NO_REASON if move.reason and not reason.strip() else move


def possible(table: Workflow, state: str, *, stands: Collection[str], may: Callable[[Move], bool]) -> tuple[Move, ...]:
    """What an actor could do next, conditions aside: for lists of tasks."""
    return tuple(move for move in table.moves if move.state == state and move.who in stands and may(move))


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a case has been in its state: working days `passed` since, and the `deadline` where a limit is known."""

    since: date
    passed: WorkingDays
    deadline: Deadline | None


def wait(*, since: date, on: date, calendar: Calendar, limit: int | None = None) -> Wait:
    """The clock of a state that began on `since`, read on `on`. `limit` in working days; none is known: no deadline."""
    passed = working_days_between(since, on, calendar)
    return Wait(since, passed, None if limit is None else add_working_days(since, limit, calendar))


def _faults(table: Workflow) -> Iterator[str]:
    codes = [state.code for state in table.states]
    lines = [(move.state, move.act) for move in table.moves]
    yield from (f"twice: {line}" for line in sorted(set(lines)) if lines.count(line) > 1)
    yield from (f"twice: {code}" for code in sorted(set(codes)) if codes.count(code) > 1)
    final = {state.code for state in table.states if state.final}
    for move in table.moves:
        yield from _unknown(move, codes, table)
        if move.state in final:
            yield f"{move.act} leads out of the end {move.state}"
    reached = _reached(table)
    yield from (f"nothing leads to {code}" for code in codes if code not in reached)
    left = {move.state for move in table.moves if move.next != move.state}
    yield from (f"nothing leads out of {code}" for code in codes if code not in final | left)


def _unknown(move: Move, codes: Collection[str], table: Workflow) -> Iterator[str]:
    named: list[tuple[str, Collection[str]]] = [
        (move.state, (NOWHERE, *codes)), (move.next, codes), (move.act, table.acts), (move.who, table.parties),
        *((guard, table.guards) for guard in move.guards),
    ]  # fmt: skip
    yield from (f"unknown: {name}" for name, known in named if name not in known)


def _reached(table: Workflow) -> set[str]:
    reached = {NOWHERE}
    while more := {move.next for move in table.moves if move.state in reached} - reached:
        reached |= more
    return reached


# Drawing


def mermaid(table: Workflow, lang: Lang) -> list[str]:
    """The procedure as the lines of a Mermaid state diagram in one language; acts that stay in a state are left out."""
    names = [f'  state "{state.says.into(lang)}" as {state.code}' for state in table.states]
    arrows = [
        f"  {move.state or '[*]'} --> {move.next}: {table.acts[move.act].into(lang)}"
        for move in table.moves
        if move.state != move.next
    ]
    return ["stateDiagram-v2", *names, *arrows, *(f"  {state.code} --> [*]" for state in table.states if state.final)]


_HEADS = Text("状态|操作|之后|由谁|权限|条件", "State|Act|Then|By|Permission|Conditions")
_REASON, _SECOND = Text("须说明理由", "a reason"), Text("须第二人批准", "a second person")
_NOT_YET, _STAYS = Text("（尚无）", "(none yet)"), Text("不变", "the same")


def markdown(table: Workflow, lang: Lang) -> list[str]:
    """The procedure as the lines of a Markdown table in one language: every line, with all that it asks."""
    heads = _HEADS.into(lang).split("|")
    return [_row(heads), "|" + " --- |" * len(heads), *(_row(_cells(table, move, lang)) for move in table.moves)]


def _cells(table: Workflow, move: Move, lang: Lang) -> Iterator[str]:
    conditions = [table.guards[guard] for guard in move.guards]
    conditions += [_REASON] * move.reason + [_SECOND] * move.second_person
    yield (table.state(move.state).says if move.state else _NOT_YET).into(lang)
    yield f"{table.acts[move.act].into(lang)} (`{move.act}`)"
    yield (_STAYS if move.next == move.state else table.state(move.next).says).into(lang)
    yield table.parties[move.who].into(lang)
    yield f"`{move.permission}`"
    yield ("；" if lang == "zh" else "; ").join(condition.into(lang) for condition in conditions)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
