"""The cases of a methodology's folder: worked examples, borders and refusals as data, each run and compared exactly."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal

from tanpuhui.core.citations import Citation, Status
from tanpuhui.core.days import Period
from tanpuhui.core.findings import Finding
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.parameters.reading import read_mapping, shaped
from tanpuhui.parameters.shapes import BothLanguages, Day, Filled, Shape
from tanpuhui.parameters.values import GivenEntry, Values
from tanpuhui.quantification.methodology import Methodology
from tanpuhui.quantification.quantity import Quantity
from tanpuhui.quantification.reading import RawTable, parse_csv, read_csv
from tanpuhui.quantification.running import Result, Settings, run
from tanpuhui.quantification.sheet import Sheet
from tanpuhui.quantification.tables import Table, typed

_CASE = Text("案例所给", "given by the case")


class Expected(Shape):
    """What must come out, to the digit: a result, a refusal, or findings (`code table:line:column`)."""

    grams: int | None = None
    vintages: dict[int, int] | None = None
    steps: dict[str, Decimal | dict[str, Decimal]] = {}
    number: Decimal | None = None
    status: Literal["official", "secondary", "illustrative"] | None = None
    refusal: Filled | None = None
    findings: list[Filled] | None = None


class CaseShape(Shape):
    """A case: where it comes from (`ours`, or a source), what is put in, what is expected.

    Either `tables` (name → CSV text, or the name of a file in the folder) run as a whole, or one `function` of
    `calculation.py` on `given` numbers (symbol → [number, unit]).
    """

    title: BothLanguages
    source: Filled
    profile: Literal["demo"] | None = None
    on: Day
    period: tuple[Day, Day]
    options: dict[str, str] = {}
    values: dict[str, str] = {}
    tables: dict[str, str] = {}
    function: Filled | None = None
    given: dict[str, tuple[str, str]] = {}
    expected: Expected


def read_cases(wanted: Methodology) -> dict[str, CaseShape]:
    """The cases of the folder by name: every `cases/*.yaml`, each a mapping of name to case."""
    found: dict[str, CaseShape] = {}
    for path in sorted(wanted.folder.joinpath("cases").glob("*.yaml")):
        shown = f"{wanted.code}/cases/{path.name}"
        for name, content in read_mapping(path, shown).items():
            found[f"{path.stem}/{name}"] = shaped(CaseShape, content, shown=shown, key=name)
    return found


def run_case(wanted: Methodology, case: CaseShape) -> list[str]:
    """What came out otherwise than expected, a line each; nothing where all agrees."""
    try:
        values = values_of(wanted, case)
        if case.function:
            return list(_different("number", case.expected.number, _function(wanted, case, values)))
        tables = tables_of(wanted, case)
        if any(table.errors for table in tables.values()) and not case.expected.refusal:
            found = [finding for table in tables.values() for finding in table.findings]
            return list(_different("findings", case.expected.findings, _named(found)))
        result = run(wanted, tables, values, settings_of(case))
    except Refusal as refusal:
        return list(_different("refusal", case.expected.refusal, refusal.code))
    return list(_faults(case.expected, result))


def tables_of(wanted: Methodology, case: CaseShape) -> dict[str, Table]:
    """The tables of a case, with what is found in them."""
    return {name: typed(raw, name, wanted.tables[name]) for name, raw in raw_tables(wanted, case).items()}


def raw_tables(wanted: Methodology, case: CaseShape) -> dict[str, RawTable]:
    """The tables of a case as they are written there."""
    return {name: _raw(wanted, name, content) for name, content in case.tables.items()}


def settings_of(case: CaseShape) -> Settings:
    """Period, day and settings of a case."""
    return Settings(Period(*case.period), case.on, case.options)


def values_of(wanted: Methodology, case: CaseShape) -> Values:
    """The values of a case's profile, with those that the case gives."""
    cited = Citation("case", _CASE, case.source, Status.SECONDARY, case.on)
    given = (GivenEntry(key, value, None, None, case.on, cited) for key, value in case.values.items())
    return wanted.values(profile=case.profile).with_entries(given)


def _raw(wanted: Methodology, name: str, content: str) -> RawTable:
    most = wanted.tables[name].most_rows
    if "\n" in content:
        return parse_csv(content.encode(), file=name, most_rows=most)
    return read_csv(wanted.folder.joinpath(content), most_rows=most)


def _function(wanted: Methodology, case: CaseShape, values: Values) -> Decimal:
    sheet = Sheet(tables={}, values=values, period=Period(*case.period), on=case.on)
    function: Callable[..., Quantity] = getattr(wanted.calculation, str(case.function))
    result = function(sheet, *(sheet.given(symbol, *given) for symbol, given in case.given.items()))
    number: Decimal = result.data
    return number


def _faults(expected: Expected, result: Result) -> Iterator[str]:
    if expected.refusal:
        yield f"refusal: expected {expected.refusal}, but it was calculated"
    if expected.findings is not None:
        yield from _different("findings", expected.findings, _named(result.findings))
    if expected.grams is not None:
        yield from _different("grams", expected.grams, result.grams)
    if expected.vintages is not None:
        yield from _different("vintages", expected.vintages, dict(result.vintages))
    if expected.status is not None:
        yield from _different("status", expected.status, result.status.name.lower())
    for symbol, wanted in expected.steps.items():
        step = result.sheet.steps[symbol]
        keys = result.sheet.tables[step.rows].keys if step.rows else ("",)
        found: Mapping[str, Decimal] = dict(zip(keys, step.results, strict=True))
        for key, number in (wanted if isinstance(wanted, dict) else {"": wanted}).items():
            yield from _different(f"{symbol} {key}".strip(), number, found.get(key))


def _named(findings: Iterable[Finding]) -> list[str]:
    return [f"{finding.code} {finding.about}" for finding in findings]


def _different(what: str, expected: Any, found: Any) -> Iterator[str]:
    if expected != found:
        yield f"{what}: expected {expected}, found {found}"
