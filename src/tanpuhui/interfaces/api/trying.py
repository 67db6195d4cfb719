"""Calculations for programs: by a methodology, for anybody, and a report's own with other tables, for the sides of its case."""

import json
from collections.abc import Mapping
from datetime import date
from inspect import Parameter
from typing import Annotated, Any

import ninja
from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from tanpuhui.apps.ledger.queries import register
from tanpuhui.apps.projects import dossiers, editions, reading, trial
from tanpuhui.apps.projects.refusals import refuse as no_case
from tanpuhui.apps.projects.trial import Asked
from tanpuhui.core.days import Period
from tanpuhui.interfaces import tries
from tanpuhui.interfaces.api import cases
from tanpuhui.interfaces.api.callers import Caller, Token, legal_day, perhaps
from tanpuhui.interfaces.api.reads import JSON, keyword, signed
from tanpuhui.interfaces.api.statuses import refusals
from tanpuhui.interfaces.api.thing import WORD
from tanpuhui.quantification import Difference, Methodology, json_bytes
from tanpuhui.quantification.files import tables_of
from tanpuhui.quantification.reading import File, RawRow, RawTable
from tanpuhui.quantification.refusals import refuse
from tanpuhui.quantification.running import refuse_other_tables
from tanpuhui.quantification.trials import Trial, compared

_in: Any = ninja
MOST_TABLES, MOST_ROWS = 20, 20_000


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


class Own(Schema):
    """One's own tables, in place of those of the report; what is left out stays as it was filed."""

    tables: Annotated[dict[str, Given], Field(min_length=1, max_length=MOST_TABLES)]


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
    made = trial.offhand(asked, _raw(wanted, body.tables), most_rows=trial.MOST_AT_ONCE)
    if body.against is not None:
        made = compared(body.against, made)
    return HttpResponse(_told(wanted, made), content_type=JSON)


def compare(request: HttpRequest, **given: Any) -> HttpResponse:
    """The pinned calculation of a report with one's own tables, and what differs from it. For the sides of its case."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    tries.counted(request)
    reference = cases.report_no(given["reference"])
    view = reading.view(reference, by=caller.actor)
    kept = dossiers.pinned(view.report) if view.report and view.party else None
    if kept is None:
        raise no_case("nothing_calculated", report=reference)
    wanted = editions.edition(kept.methodology)
    made = trial.against(reference, {name: _table(wanted, name, each) for name, each in given["body"].tables.items()})
    return HttpResponse(_told(wanted, made), content_type=JSON)


def _raw(wanted: Methodology, tables: Mapping[str, Given]) -> dict[str, RawTable]:
    """The tables as rows. Refuses `unknown_input_table`, and what cannot be read as CSV."""
    refuse_other_tables(wanted, tables)
    return {name: _table(wanted, name, given) for name, given in tables.items()}


def _table(wanted: Methodology, name: str, given: Given) -> RawTable:
    if name not in wanted.tables:
        refuse_other_tables(wanted, {name: given})
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
        "differences": [_different(each) for each in made.differences], "record": told,
    }  # fmt: skip
    return json.dumps(answer, ensure_ascii=False).encode()


def _different(each: Difference) -> dict[str, Any]:
    return {"kind": each.kind, "about": each.about, "before": each.before, "after": each.after}


def _faulty(made: Trial) -> Exception:
    every = [(table.name, fault) for table in made.tables for fault in table.faults if fault.severity == "error"]
    faults = [(f"{table}!{fault.cell or fault.line} {fault.column}", fault.says) for table, fault in every]
    count = sum(table.count for table in made.tables)
    return refuse("inputs_have_errors", count=count, first=every[0][1].says, faults=faults)


_CALCULATE = signed(
    calculate, "quantify",
    [
        Parameter("request", Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest),
        keyword("methodology", Annotated[str, _in.Path(**WORD)]),
        keyword("body", Annotated[Wanted, _in.Body()]),
    ],
)  # fmt: skip


_COMPARE = signed(
    compare, "compare",
    [
        Parameter("request", Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest),
        keyword("reference", Annotated[str, _in.Path(**WORD)]),
        keyword("body", Annotated[Own, _in.Body()]),
    ],
)  # fmt: skip
COMPARES = """\
Calculates a report anew with one's own tables, on the values that it pinned, and tells what differs, causes first: what a
verifier does with an inventory of their own. Nothing is stored. For the sides of the case."""


def add(to: Router) -> None:
    """Adds calculating, which everybody may, and comparing."""
    no = refusals(token=True) | {413: refusals(writes=True)[413], 415: refusals(writes=True)[415]}
    to.post("methodologies/{methodology}/quantify", response={200: Calculated} | no, operation_id="quantify",
            summary="Calculate · 试算", description=ABOUT, tags=["methodologies"], auth=perhaps)(_CALCULATE)  # fmt: skip
    to.post("reports/{reference}/comparison", response={200: Calculated} | no, operation_id="compare",
            summary="Compare with one's own tables · 以自己的表格对比", description=COMPARES, tags=["methodologies"],
            auth=Token())(_COMPARE)  # fmt: skip
