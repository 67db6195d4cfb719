"""What a methodology computes, shown without anybody's numbers: an example small enough for a form, the steps of each setting."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.parameters.values import Values
from tanpuhui.quantification.cases import CaseShape, raw_tables, read_cases, settings_of, tables_of
from tanpuhui.quantification.methodology import Methodology
from tanpuhui.quantification.running import Result, run
from tanpuhui.quantification.sheet import Step

MOST_ROWS = 24
"""Rows of all tables of an example that is filled into a form."""


@dataclass(frozen=True, slots=True)
class Formulas:
    """The steps under one setting; `option` and its `choice` are empty for what the methodology takes by default.

    Of another choice only the steps that differ from the default.
    """

    option: str
    choice: str
    says: Text
    steps: tuple[Step, ...]


def example(wanted: Methodology) -> CaseShape | None:
    """The smallest worked example that runs whole and comes to something, else the smallest such case; none if too large."""
    every = [(name, case) for name, case in read_cases(wanted).items() if _whole(wanted, case)]
    sized = [(not name.startswith("worked_examples/"), _rows(wanted, case), name, case) for name, case in every]
    fitting = [each for each in sized if each[1] <= MOST_ROWS]
    return min(fitting, key=lambda each: each[:3])[3] if fitting else None


def formulas(wanted: Methodology) -> tuple[Formulas, ...]:
    """The steps by default, then what each other choice of a setting changes, in order; none without an example."""
    return _formulas(wanted.code, wanted.folder, _state(wanted.folder), _Held(wanted))[0]


def used(wanted: Methodology) -> tuple[str, ...]:
    """The keys of the values that the example uses, and of all values in the methodology's folder."""
    return _formulas(wanted.code, wanted.folder, _state(wanted.folder), _Held(wanted))[1]


def _whole(wanted: Methodology, case: CaseShape) -> bool:
    given, expected = case.tables, case.expected
    return set(given) == set(wanted.tables) and bool(expected.grams) and not expected.refusal and not case.values


def _rows(wanted: Methodology, case: CaseShape) -> int:
    return sum(len(raw.rows) for raw in raw_tables(wanted, case).values())


class _Held:
    """A methodology beside the key of a cache, and no part of it."""

    def __init__(self, wanted: Methodology) -> None:
        self.wanted = wanted

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=64)
def _formulas(code: str, folder: Path, state: int, held: _Held) -> tuple[tuple[Formulas, ...], tuple[str, ...]]:
    """Kept while the folder stays as it is: to run the example takes a tenth of a second."""
    wanted = held.wanted
    values = wanted.values(profile="demo")
    own = {key for key in values.keys() if key.startswith(f"{code}.")}  # noqa: SIM118 (no mapping)
    case = example(wanted) or next((each for each in read_cases(wanted).values() if _whole(wanted, each)), None)
    usual = _run(wanted, case, values, {}) if case else None
    if case is None or usual is None:
        return (), tuple(sorted(own))
    found = [Formulas("", "", Text("", ""), tuple(usual.sheet.steps.values())), *_others(wanted, case, values, usual)]
    return tuple(found), tuple(sorted(own | {value.key for value in usual.sheet.used.values()}))


def _others(wanted: Methodology, case: CaseShape, values: Values, usual: Result) -> Iterator[Formulas]:
    known = {(step.symbol, step.formula) for step in usual.sheet.steps.values()}
    for option, shape in wanted.shape.options.items():
        for choice, says in shape.choices.items():
            made = _run(wanted, case, values, {option: choice}) if choice != shape.default else None
            if made is None:
                continue
            steps = tuple(step for step in made.sheet.steps.values() if (step.symbol, step.formula) not in known)
            named = Text(f"{shape.name.zh}：{says.zh}", f"{shape.name.en}: {says.en}")
            if steps:  # else other values, and the same formulas
                yield Formulas(option, choice, named, steps)


def _run(wanted: Methodology, case: CaseShape, values: Values, options: dict[str, str]) -> Result | None:
    """The example under some settings; none where it is refused, as when a value is unknown."""
    try:
        return run(wanted, tables_of(wanted, case), values, replace(settings_of(case), options=options))
    except Refusal:
        return None


def _state(folder: Path) -> int:
    """A number that changes when a file of the folder does."""
    files = ((str(p), p.stat().st_mtime_ns) for p in sorted(folder.rglob("*")) if p.suffix in (".yaml", ".py", ".csv"))
    return hash(tuple(files))
