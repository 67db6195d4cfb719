"""Methodologies for programs: what each asks for, computes and rests on, and the template of its tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import ninja
from django.http import HttpRequest, HttpResponse
from ninja import Router

from tanpuhui.apps.ledger.queries import register
from tanpuhui.apps.projects import editions, valuesets
from tanpuhui.core.text import Text
from tanpuhui.interfaces.api.statuses import refusals
from tanpuhui.interfaces.api.thing import WORD, Reader, Thing
from tanpuhui.interfaces.api.thing import add as add_things
from tanpuhui.interfaces.web.methods.fitting import fits
from tanpuhui.interfaces.web.valued import valued
from tanpuhui.quantification import Methodology, explaining

_in: Any = ninja
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
    """What a methodology is for a program: inputs, settings, steps, values with statuses. Refuses `unknown_plugin`."""
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


def template(request: HttpRequest, methodology: Annotated[str, _in.Path(**WORD)]) -> HttpResponse:
    """The workbook to be filled in. Refuses `unknown_plugin`."""
    from tanpuhui.quantification.templates import template_of

    wanted = editions.edition(methodology)
    response = HttpResponse(template_of(wanted), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{wanted.code}.xlsx"'
    return response


THING = Thing(
    "methodology", "methodologies/{methodology}", Text("方法学", "A methodology"), Text("一种方法学", methodology.__doc__ or ""),
    methodology, public=True,
)  # fmt: skip


def add(to: Router) -> None:
    """Adds what everybody may read."""
    add_things(to, (THING,))
    to.get("methodologies/{methodology}/template", response={200: Any} | refusals(), operation_id="template",
           summary="Template of the tables (XLSX) · 表格模板", tags=["methodologies"])(template)  # fmt: skip
