"""Monitoring reports: opened, revised, a verification body engaged, then submitted to it or declared by the applicant alone.

Submitting and declaring pin the calculation and claim the reduction, in the same transaction.
"""

from collections.abc import Mapping
from datetime import date, datetime

from tanpuhui.apps.parties import queries as parties
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects import (
    bodies,
    calculation,
    checks,
    claiming,
    dossiers,
    editions,
    guarding,
    reading,
    standing,
)
from tanpuhui.apps.projects.calculation import Inputs
from tanpuhui.apps.projects.desk import Desk
from tanpuhui.apps.projects.models import Calculation, Engagement, Report, Wish
from tanpuhui.apps.projects.operations.moving import line, lock, moved, write_step
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.apps.projects.workflow import REPORT
from tanpuhui.apps.records.numbers import reference
from tanpuhui.apps.records.operations import Answer, Request, Write, perform
from tanpuhui.core.days import Period
from tanpuhui.core.workflow import NOWHERE
from tanpuhui.parameters.loading import PROFILES


def open_report(
    *,
    project: str,
    period: Period,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    options: Mapping[str, str] | None = None,
    profile: str = "",
) -> Answer:
    """Opens a report of a project for the days of `period`; `options`: the methodology's settings, where not the defaults.

    `profile`: `demo` switches illustrative values on, for a register that is a demonstration (the room that issues holds
    that). Permission `projects:apply`. Returns `{"report": "REP-2026-000001", "state": "draft", "step": 1}`. Refuses
    `project_ended`, `period_outside_crediting`, `unknown_option`, `unknown_values_profile`, `unknown_project`.
    """
    chosen = _chosen(options, profile)
    body = {"project": project[:40], "first": period.first, "last": period.last, **chosen}
    request = Request("projects_report_open", by, on, at, key, body)

    def work(write: Write) -> None:
        case, _ = lock(project)
        terms = dossiers.terms_of(case)
        owners = dossiers.owners_of(terms)
        move = line(REPORT, project, NOWHERE, "open", by, standing.stands(by, owners, case.area), owners, "")
        desk = Desk(case, None, terms, move, request)
        _check(desk, period, chosen)
        desk.report = Report.objects.create(
            reference=reference("REP", on.year), project=case, first=period.first, last=period.last, opened_on=on,
            state=move.next, since=on, acted_on=on, steps=0,
        )  # fmt: skip
        write_step(desk, write, "", lambda at_desk: _wish(at_desk, period, chosen, 1))

    return perform(request, work)


def revise_report(
    *,
    report: str,
    period: Period,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    options: Mapping[str, str] | None = None,
    profile: str = "",
) -> Answer:
    """Asks for another period or other settings. Permission `projects:apply`. Refuses as `open_report` and `moving.moved`."""
    chosen = _chosen(options, profile)
    body = {"report": report[:40], "first": period.first, "last": period.last, **chosen}

    def then(desk: Desk) -> None:
        _wish(desk, period, chosen, Wish.objects.filter(report=desk.of_report).count() + 1)
        desk.of_report.first, desk.of_report.last = period.first, period.last

    request = Request("projects_report_revise", by, on, at, key, body)
    return moved(
        case=checks.report(report),
        act="revise",
        request=request,
        look=lambda desk: _check(desk, period, chosen),
        then=then,
    )


def _chosen(options: Mapping[str, str] | None, profile: str) -> dict[str, object]:
    if profile and profile not in PROFILES:
        raise refuse("unknown_values_profile", profile=profile[:40], known=", ".join(PROFILES))
    return {"options": dict(sorted((options or {}).items())), "profile": profile}


def _check(desk: Desk, period: Period, chosen: Mapping[str, object]) -> None:
    guarding.GUARDS["project_open"](desk)
    checks.crediting(period, desk.crediting)
    options = chosen["options"]
    assert isinstance(options, dict)
    editions.edition(desk.terms.methodology).options(options)


def _wish(desk: Desk, period: Period, chosen: Mapping[str, object], version: int) -> None:
    asked = {"version": version, "first": period.first, "last": period.last, **chosen}
    desk.rows.append(Wish(**desk.entered, **asked, report=desk.of_report))


def engage(*, report: str, body: int, by: Actor, on: date, at: datetime, key: str, evidence: str = "") -> Answer:
    """Engages the verification body (organisation `body`) for a report, in place of any engaged before.

    `evidence`: hash of the contract, if it is filed. Permission `projects:apply`. Refuses `verifier_not_listed`,
    `verifier_out_of_scope`, `verifier_not_valid`, `verifier_in_conflict`, `evidence_not_found`, and as `moving.moved`.
    """
    file = reading.optional_file(evidence, by=by)
    place = parties.organisation(id=body)

    def look(desk: Desk) -> None:
        bodies.require_accredited(place.id, desk.terms.methodology, on)
        bodies.require_no_conflict(place.id, desk.project, desk.terms, on)

    def then(desk: Desk) -> None:
        desk.rows.append(Engagement(**desk.entered, report=desk.of_report, body_id=place.id, evidence_id=file))

    request = Request("projects_engage", by, on, at, key, {"report": report[:40], "body": body, "evidence": file})
    return moved(case=checks.report(report), act="engage", request=request, look=look, then=then)


def submit(*, report: str, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """Submits a report to the verification body: the calculation is pinned on the values of this day, the reduction claimed.

    A claim that meets another opens a case, told in the answer as `cases`; until it is decided the report goes no further.
    Permission `projects:apply`. Refuses `case_documents_incomplete`, `period_outside_crediting`, `period_not_over`,
    `period_of_another_report`, `no_verifier_engaged`, those of `engage`, of `calculation.run`, `claims`, `moving.moved`.
    """
    request = Request("projects_submit", by, on, at, key, {"report": report[:40]})
    return moved(case=checks.report(report), act="submit", request=request, first=_fix, then=_write_fixed)


def declare(*, report: str, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """Declares a report without a verification body, where the edition waives it: it is marked self-declared for ever.

    Permission `projects:apply`. Refuses `verifier_needed`, and as `submit`.
    """
    request = Request("projects_declare", by, on, at, key, {"report": report[:40]})
    return moved(case=checks.report(report), act="declare", request=request, first=_fix, then=_write_fixed)


def _fix(desk: Desk) -> None:
    """Calculates, and claims."""
    asked = Wish.objects.filter(report=desk.of_report).order_by("-version")[0]
    tables = calculation.tables_in(desk.documents())
    options = {str(name): str(choice) for name, choice in asked.options.items()}
    inputs = Inputs(desk.terms.methodology, desk.period, desk.request.on, options, asked.profile, tables)
    result = calculation.run(inputs)
    items = claiming.items(result, desk.project)
    claiming.claim(desk.of_report, desk.project, items, desk.claims)
    desk.fixed = {**calculation.pinned(inputs, result), "things": claiming.bodies(items)}
    desk.told |= {"grams": result.grams, "hash": result.hashes.all}


def _write_fixed(desk: Desk) -> None:
    number = Calculation.objects.filter(report=desk.of_report).count() + 1
    desk.rows.append(Calculation(**desk.entered, **desk.fixed, report=desk.of_report, number=number))
