"""Methodologies for programs: what each asks for and rests on, its template, and a calculation by it, compared if asked."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from inspect import Parameter
from typing import Annotated, Any

import ninja
from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from tanpuhui.apps.ledger.queries import register
from tanpuhui.apps.projects import editions, trial, valuesets
from tanpuhui.apps.projects.trial import Asked
from tanpuhui.core.days import Period
from tanpuhui.core.text import Text
from tanpuhui.interfaces import tries
from tanpuhui.interfaces.api.callers import legal_day, perhaps
from tanpuhui.interfaces.api.reads import JSON, keyword, signed
from tanpuhui.interfaces.api.shapes import plain
from tanpuhui.interfaces.api.statuses import refusals
from tanpuhui.interfaces.api.thing import WORD, Reader, Thing
from tanpuhui.interfaces.api.thing import add as add_things
from tanpuhui.interfaces.web.methods.fitting import fits
from tanpuhui.interfaces.web.valued import valued
from tanpuhui.quantification import Difference, Methodology, explaining, json_bytes
from tanpuhui.quantification.files import tables_of
from tanpuhui.quantification.reading import File, RawRow, RawTable
from tanpuhui.quantification.refusals import refuse
from tanpuhui.quantification.trials import Trial, compared

_in: Any = ninja
MOST_TABLES, MOST_ROWS = 20, 20_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class MethodColumn:
    """A column of an input table: what is asked, what fits, in which units, and the clause (null: not known)."""

    code: str
    kind: str
    name: Text
    question: Text
    fits: Text
    symbol: str | None
    units: tuple[str, ...]
    choices: Mapping[str, Text]
    optional: bool
    refers_to: str | None
    clause: Text | None


@dataclass(frozen=True, slots=True)
class MethodTable:
    """An input table; `key`: the column that names a row."""

    code: str
    name: Text
    key: str
    most_rows: int
    columns: tuple[MethodColumn, ...]


@dataclass(frozen=True, slots=True)
class MethodSetting:
    """A setting with its choices, the one taken unless told otherwise, and why."""

    code: str
    name: Text
    question: Text
    why: Text
    default: str
    choices: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class MethodStep:
    """A step of the formula, in the document's symbols; `option`, `choice`: of a setting other than the default."""

    symbol: str
    formula: str
    name: Text
    unit: str
    option: str
    choice: str


@dataclass(frozen=True, slots=True)
class MethodValue:
    """An entry of a value: null where nobody knows it, or it is an example that this register does not use."""

    key: str
    name: Text
    unit: str
    valid: Text
    value: Text | None
    status: str
    source: str | None


@dataclass(frozen=True, slots=True)
class MethodCondition:
    """A condition: it applies if the answer to the question is `applies_if`."""

    code: str
    question: Text
    applies_if: bool
    clause: Text | None
    status: str


@dataclass(frozen=True, slots=True)
class Method:
    """A methodology: how sure its formula is, what it asks for, what it computes, what it rests on."""

    code: str
    name: Text
    edition: Text
    status: str
    status_note: Text
    in_force_from: str
    in_force_to: str
    verifier: str
    sources: tuple[str, ...]
    applicability: tuple[MethodCondition, ...]
    settings: tuple[MethodSetting, ...]
    tables: tuple[MethodTable, ...]
    steps: tuple[MethodStep, ...]
    values: tuple[MethodValue, ...]


def methodology(reader: Reader, methodology: str) -> Method:
    """What a methodology is for a program: inputs, settings, steps, values with sources and statuses. Refuses `unknown_plugin`."""
    wanted = editions.edition(methodology)
    shape = wanted.shape
    values = valuesets.known(wanted, "demo" if register().demonstration else "", reader.on)
    keys = [key for key in explaining.used(wanted) if key in values]
    return Method(
        wanted.code, wanted.name, shape.edition.text, wanted.status.name.lower(), shape.status_note.text,
        str(shape.in_force.first), str(shape.in_force.last), shape.verifier, tuple(shape.sources),
        tuple(_conditions(wanted)), tuple(_settings(wanted)), tuple(_inputs(wanted)), tuple(_steps(wanted)),
        tuple(
            MethodValue(definition.key, definition.name, definition.unit.code, row.entry.period.says, row.spoken, row.status,
                  row.entry.source)
            for definition, rows in valued(values, keys) for row in rows
        ),
    )  # fmt: skip


def _conditions(wanted: Methodology) -> Iterator[MethodCondition]:
    for code, each in wanted.shape.applicability.items():
        clause = None if isinstance(each.clause, str) else each.clause.text
        yield MethodCondition(code, each.question.text, each.applies_if == "true", clause, each.status)


def _settings(wanted: Methodology) -> Iterator[MethodSetting]:
    for code, each in wanted.shape.options.items():
        choices = {name: says.text for name, says in each.choices.items()}
        yield MethodSetting(code, each.name.text, each.question.text, each.why.text, each.default, choices)


def _inputs(wanted: Methodology) -> Iterator[MethodTable]:
    for code, table in wanted.tables.items():
        columns = tuple(
            MethodColumn(
                name, each.kind, each.name.text, each.question.text, fits(each), each.symbol,
                tuple(filter(None, (each.unit, *each.units))), {one: says.text for one, says in each.choices.items()},
                bool(each.optional), each.refers_to, None if isinstance(each.clause, str) else each.clause.text,
            )
            for name, each in table.columns.items()
        )  # fmt: skip
        yield MethodTable(code, table.name.text, table.key, table.most_rows, columns)


def _steps(wanted: Methodology) -> Iterator[MethodStep]:
    for of in explaining.formulas(wanted):
        for step in of.steps:
            yield MethodStep(step.symbol, step.formula, step.name, step.unit, of.option, of.choice)


# Calculations


class Given(Schema):
    """An input table: as `csv` text, or as `rows` (column → cell, all cells texts)."""

    csv: Annotated[str, Field(max_length=5_000_000)] | None = None
    rows: Annotated[list[dict[str, str]], Field(max_length=MOST_ROWS)] | None = None


class Wanted(Schema):
    """What is to be calculated: both days of the period count; `on` is the day whose values hold (the legal day if left out).

    `against`: a record that this endpoint gave before, or the `record` of a report's calculation: what differs is told.
    """

    period: tuple[date, date]
    on: date | None = None
    options: Annotated[dict[str, str], Field(max_length=50)] = {}
    tables: Annotated[dict[str, Given], Field(max_length=MOST_TABLES)]
    against: dict[str, Any] | None = None


class Noticed(Schema):
    """Something found in the tables that stops nothing."""

    code: str
    about: str
    severity: str
    zh: str
    en: str


class Different(Schema):
    """What differs from `against`: null where it is absent."""

    kind: str
    about: str
    before: str | None
    after: str | None


class Calculated(Schema):
    """What came out: whole grams of CO2e in all and by vintage year; `status`: the weakest of formula and values.

    `record` is the whole calculation sheet, step by step, with inputs, values and their sources; `hash` stands for it.
    """

    methodology: str
    grams: int
    vintages: dict[str, int]
    status: str
    hash: str
    findings: list[Noticed]
    differences: list[Different]
    record: dict[str, Any]


ABOUT = """\
Calculates by a methodology. Nothing is stored, and no token is needed. What is wrong with the tables comes as the problem
`inputs_have_errors`, each fault with its table, cell and what to do. On a register that is no demonstration, illustrative
values are not used: where only such a value is known the answer is the refusal `value_illustrative_only`."""


def calculate(request: HttpRequest, **given: Any) -> HttpResponse:
    """The calculation, and what differs from another, if one was sent."""
    tries.counted(request)
    wanted, body = editions.edition(given["methodology"]), given["body"]
    asked = Asked(
        wanted.code, Period(*body.period), body.on or legal_day(request), body.options,
        "demo" if register().demonstration else "",
    )  # fmt: skip
    made = trial.offhand(asked, _raw(wanted, body.tables))
    if body.against is not None:
        made = compared(body.against, made)
    return HttpResponse(_told(wanted, made), content_type=JSON)


def _raw(wanted: Methodology, tables: Mapping[str, Given]) -> dict[str, RawTable]:
    """The tables as rows. Refuses `unknown_input_table`, and what cannot be read as CSV."""
    if set(tables) != set(wanted.tables):
        asked, names = ", ".join(wanted.tables), ", ".join(tables)[:200] or "—"
        raise refuse("unknown_input_table", methodology=wanted.code, wanted=asked, given=names)
    return {name: _table(wanted, name, given) for name, given in tables.items()}


def _table(wanted: Methodology, name: str, given: Given) -> RawTable:
    if given.rows is None:
        return tables_of(wanted.tables, [File(name, (given.csv or "").encode(errors="replace"), name)])[name]
    heads = tuple(dict.fromkeys(head for row in given.rows for head in row))
    rows = (RawRow(line, tuple(row.get(head, "") for head in heads)) for line, row in enumerate(given.rows, start=2))
    return RawTable(name, RawRow(1, heads), tuple(rows))


def _told(wanted: Methodology, made: Trial) -> bytes:
    """The answer's body; refuses what the tables, the settings or the values do not allow."""
    for no in (*(table.refusal for table in made.tables), made.refusal):
        if no is not None:
            raise no
    if made.result is None:
        raise _faulty(made)
    told = json.loads(json_bytes(made.result))
    hashes = told.pop("hashes")
    noticed = [
        {"code": f["code"], "about": f["about"], "severity": f["severity"], **f["says"]} for f in told["findings"]
    ]
    answer = {
        "methodology": wanted.code, "grams": made.result.grams, "vintages": told["result"]["vintages"],
        "status": told["result"]["status"], "hash": hashes["all"], "findings": noticed,
        "differences": [plain(_different(each)) for each in made.differences], "record": told,
    }  # fmt: skip
    return json.dumps(answer, ensure_ascii=False).encode()


def _different(each: Difference) -> dict[str, Any]:
    return {"kind": each.kind, "about": each.about, "before": each.before, "after": each.after}


def _faulty(made: Trial) -> Exception:
    every = [(table.name, fault) for table in made.tables for fault in table.faults if fault.severity == "error"]
    faults = [(f"{table}!{fault.cell or fault.line} {fault.column}", fault.says) for table, fault in every]
    count = sum(table.count for table in made.tables)
    return refuse("inputs_have_errors", count=count, first=every[0][1].says, faults=faults)


def template(request: HttpRequest, methodology: Annotated[str, _in.Path(**WORD)]) -> HttpResponse:
    """The workbook to be filled in. Refuses `unknown_plugin`."""
    from tanpuhui.quantification.templates import template_of

    wanted = editions.edition(methodology)
    response = HttpResponse(template_of(wanted), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{wanted.code}.xlsx"'
    return response


_CALCULATE = signed(
    calculate, "quantify",
    [
        Parameter("request", Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest),
        keyword("methodology", Annotated[str, _in.Path(**WORD)]),
        keyword("body", Annotated[Wanted, _in.Body()]),
    ],
)  # fmt: skip


THING = Thing(
    "methodology", "methodologies/{methodology}", Text("方法学", "A methodology"), Text("一种方法学", methodology.__doc__ or ""),
    methodology, public=True,
)  # fmt: skip


def add(to: Router) -> None:
    """Adds the endpoints, which everybody may use."""
    add_things(to, (THING,))
    no = refusals(token=True) | {413: refusals(writes=True)[413], 415: refusals(writes=True)[415]}
    to.post("methodologies/{methodology}/quantify", response={200: Calculated} | no, operation_id="quantify",
            summary="Calculate · 试算", description=ABOUT, tags=["methodologies"], auth=perhaps)(_CALCULATE)  # fmt: skip
    to.get("methodologies/{methodology}/template", response={200: Any} | refusals(), operation_id="template",
           summary="Template of the tables (XLSX) · 表格模板", tags=["methodologies"])(template)  # fmt: skip
