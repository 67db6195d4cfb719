"""Verification, claims, calculation and adoption: what stops a report on its way, and what sets it going again."""

from dataclasses import replace
from typing import Any

import pytest

from tanpuhui.apps.claims import operations as claims
from tanpuhui.apps.claims import queries as claimed
from tanpuhui.apps.projects import assurance, bodies, editions, operations, papers, queries, queues, valuesets
from tanpuhui.apps.projects.issuing import lock_approved
from tanpuhui.apps.projects.models import Calculation, Recalculation
from tanpuhui.core.citations import Citation, Status
from tanpuhui.core.days import Period
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.parameters import GivenEntry
from tanpuhui.quantification import Methodology, methodology_named
from tests.projects.cast import Cast, code_of, inventory, square
from tests.projects.days import DAY, LATER, YEAR
from tests.support.unguarded import unguarded


def _states(report: str) -> list[str]:
    return [row.state for row in claimed.claims_of(report)]


def test_a_finding_is_answered_and_closed_before_the_statement(cast: Cast) -> None:
    report = cast.report_at("submitted")
    cast.move(report, "raise_finding", cast.vic)
    assert code_of(cast.move, report, "close_finding", cast.val) == "finding_unanswered"
    assert code_of(cast.move, report, "sign", cast.vic) == "findings_open"
    cast.move(report, "answer_finding", cast.abe)
    cast.move(report, "close_finding", cast.val)
    assert code_of(cast.move, report, "answer_finding", cast.ann) == "finding_closed"
    assert code_of(cast.move, report, "sign", cast.vic) == "nothing_visited"
    cast.move(report, "record_visit", cast.vic)
    assert code_of(cast.move, report, "sign", cast.vic) == "verification_report_missing"
    cast.move(report, "attach_report", cast.vic)
    assert cast.move(report, "sign", cast.vic, assurance="reasonable") == "verified"
    (row,) = assurance.findings(report)
    assert ([message.act for message in row.thread], row.closed) == (["raise", "answer", "close"], True)
    (signed,) = assurance.statements(report)
    assert (signed.assurance, signed.person, signed.body, signed.stands) == ("reasonable", "Vic", "BODY", True)
    assert assurance.visits(report)[0].sample == 3


def test_an_adverse_opinion_sends_the_report_back_and_a_new_round_keeps_everything(cast: Cast) -> None:
    report = cast.report_at("submitted")
    assert cast.move(report, "decline", cast.vic) == "returned"
    cast.document(report, "inventory_table", evidence=cast.file(inventory("90"), "p.csv", "text/csv"), on=LATER)
    cast.move(report, "submit", cast.ann)
    for act in ("record_visit", "attach_report", "sign"):
        cast.move(report, act, cast.vic)
    assert [row.opinion for row in assurance.statements(report)] == ["adverse", "unqualified"]
    assert Calculation.objects.count() == 2
    assert _states(report) == ["reserved"]


def test_without_a_body_or_with_one_that_may_not_there_is_no_verification(cast: Cast) -> None:
    report = cast.report(cast.project_at("registered"))
    cast.deed(report, "papers", cast.ann)
    assert code_of(cast.move, report, "submit", cast.ann) == "no_verifier_engaged"
    assert code_of(cast.move, report, "declare", cast.ann) == "verifier_needed"
    assert code_of(assurance.pinned, report) == "nothing_calculated"
    cast.move(report, "engage", cast.ann)
    said: dict[str, Any] = {"accreditation": cast.entry, "act": "suspend", "reason": "an inquiry"}
    operations.change_accreditation(**cast.write(cast.pia, LATER), **said)
    assert code_of(cast.move, report, "submit", cast.ann) == "verifier_not_valid"
    operations.change_accreditation(**cast.write(cast.pia, LATER), **(said | {"act": "restore"}))
    assert cast.move(report, "submit", cast.ann) == "submitted"


def test_a_body_out_of_scope_or_expired(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    report = cast.report(cast.project_at("registered"))
    cast.accredit("OTHERBODY", valid=Period.parse("2023-01-01", "2024-05-14"))
    body = cast.places["OTHERBODY"]
    assert code_of(cast.move, report, "engage", cast.ann, body=body) == "verifier_not_valid"
    scope = [replace(row, scope=("pv_2022",)) for row in bodies.accreditations(LATER)]
    monkeypatch.setattr(bodies, "accreditations", lambda on, body=None: scope)
    assert code_of(cast.move, report, "engage", cast.ann) == "verifier_out_of_scope"


def _edition(change: dict[str, Any]) -> Any:
    """The editions as they are, but for some fields of what `methodology.yaml` says."""
    real = methodology_named

    def named(code: str) -> Methodology:
        found = real(code)
        return replace(found, shape=found.shape.model_copy(update=change))

    return named


def test_where_the_edition_waives_the_verifier_the_applicant_declares(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = cast.project_at("registered")
    monkeypatch.setattr(editions, "methodology_named", _edition({"verifier": "not_needed"}))
    report = cast.report(project)
    cast.deed(report, "papers", cast.ann)
    assert cast.move(report, "declare", cast.ann) == "self_declared"
    assert queries.report(report).verification == "self_declared"
    for act, who in (("file", "ann"), ("preapprove", "cara"), ("adopt", "gus"), ("approve", "pia")):
        cast.deed(report, act, getattr(cast, who))
    told = queries.approved(report)
    assert (told.verification, told.statement, told.adoption) == ("self_declared", "", "ADO-2024-000001")
    monkeypatch.undo()
    assert code_of(cast.move, report, "issue", cast.rita) == "verifier_needed"


def test_an_edition_that_is_not_in_force_is_not_filed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    project = cast.project_at("disclosed")
    days = editions.edition("forestry_2020").shape.in_force
    for first, last, code in (
        ("2024-06-01", "open", "edition_not_in_force"),
        ("open", "2024-05-14", "edition_not_in_force"),
        ("2020-01-01", "2024-05-15", ""),
    ):
        in_force = days.model_copy(update={"first": first, "last": last})
        monkeypatch.setattr(editions, "methodology_named", _edition({"in_force": in_force}))
        assert code_of(cast.move, project, "file", cast.ann) == code
        monkeypatch.undo()


def test_what_changes_after_the_statement_voids_it(cast: Cast) -> None:
    project = cast.project_at("disclosed")
    report = cast.report_at("verified", project)
    assert code_of(cast.move, report, "file", cast.ann) == "project_not_there_yet"
    cast.document(project, "other", on=LATER)
    assert not assurance.statements(report)[0].stands
    cast.move(project, "file", cast.ann)
    assert code_of(cast.move, report, "file", cast.ann) == "statement_void"
    assert code_of(cast.move, project, "revise", cast.ann) == "case_not_now"
    cast.move(project, "return", cast.cara)
    assert code_of(cast.move, project, "revise", cast.ann) == "report_under_way"
    cast.move(report, "recall", cast.ann)
    assert cast.move(project, "revise", cast.ann) == "returned"


def test_a_report_ends_with_its_project(cast: Cast) -> None:
    project = cast.project_at("filed")
    report = cast.report_at("verified", project)
    cast.move(project, "reject", cast.cara)
    assert code_of(cast.report, project) == "project_ended"
    assert code_of(cast.move, report, "file", cast.ann) == "project_not_there_yet"
    assert _states(report) == ["reserved"]
    assert cast.move(report, "withdraw", cast.ann) == "withdrawn"
    assert _states(report) == ["released"]


def test_a_conflict_opens_a_case_and_blocks_both_until_it_is_decided(cast: Cast) -> None:
    first = cast.report_at("verified")
    village = {cast.places["HAMLET"]: "1"}
    other = cast.open(cast.hal, applicant="HAMLET", owners=village)
    cast.papers(other, cast.hal, boundary=square(lon=113.805))
    report = cast.report(other, cast.hal)
    for kind in ("monitoring_report", "inventory_table"):
        cast.document(report, kind, cast.hal, on=LATER)
    cast.move(report, "engage", cast.hal)
    cast.move(report, "submit", cast.hal)
    assert (_states(first), _states(report)) == (["reserved"], ["contested"])
    assert code_of(cast.move, first, "file", cast.ann) == "reduction_contested"
    (case,) = claimed.cases(by=cast.rita)
    given = cast.write(cast.rita, LATER)
    claims.decide(case=case.id, outcome="earlier_stands", reason="as the map shows", **given)
    assert cast.move(first, "file", cast.ann) == "with_city"
    for act in ("record_visit", "attach_report", "sign"):
        cast.move(report, act, cast.vic)
    cast.move(other, "disclose", cast.hal)
    assert code_of(cast.move, report, "file", cast.hal) == "project_not_there_yet"
    assert _states(report) == ["released"]


def test_a_claim_that_the_authority_released_stops_the_report(cast: Cast) -> None:
    report = cast.report_at("with_city")
    claims.release(reference=report, reason="an error", **cast.write(cast.rita, LATER))
    assert code_of(cast.move, report, "preapprove", cast.cara) == "reduction_not_claimed"


def test_an_appeal_that_is_granted_claims_anew(cast: Cast) -> None:
    report = cast.report_at("rejected")
    assert _states(report) == ["released"]
    cast.move(report, "appeal", cast.ann)
    assert cast.move(report, "readmit", cast.pia) == "with_city"
    assert _states(report) == ["released", "reserved"]
    assert cast.move(report, "preapprove", cast.cara) == "preapproved"


def test_every_checker_runs_the_calculation_again(cast: Cast) -> None:
    report = cast.report_at("issued")
    assert list(Recalculation.objects.order_by("pk").values_list("who", flat=True)) == [
        "verifier", "applicant", "own_city", "province", "province",
    ]  # fmt: skip
    assert assurance.comparison(report).same
    assert _states(report) == ["confirmed"]


TAMPERED: list[dict[str, Any]] = [
    {"grams": 1}, {"vintages": {"2022": 1}}, {"options": {"negative_parcels": "floored"}}, {"values_hash": "0" * 64},
    {"record": '"formula":'}, {"tables": {}},
]  # fmt: skip


@pytest.mark.parametrize("change", TAMPERED, ids=lambda change: next(iter(change)))
def test_a_change_after_approval_is_named(approved: tuple[Cast, str], change: dict[str, Any]) -> None:
    cast, report = approved
    kept = Calculation.objects.get()
    if "tables" in change:
        change = {"tables": {"parcels": cast.file(inventory("100.01"), "p.csv", "text/csv")}}
    if "record" in change:
        change = {"record": kept.record.replace("return", "Return")}
    unguarded()
    Calculation.objects.update(**change)
    with pytest.raises(Refusal, match=r"calculation_differs|statement_void") as no:
        cast.move(report, "issue", cast.rita)
    if "tables" in change:
        assert "parcels P1 area: was 100, is 100.01" in no.value.says.en
    if "record" in change:
        assert "line of the formula calculation.py:" in no.value.says.en


def test_values_that_changed_are_named(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    report, real = cast.report_at("approved"), valuesets.known
    said = Citation("N1", Text("通知", "notice"), "1", Status.OFFICIAL, DAY)
    entry = GivenEntry("forestry_2020.benchmark_public", "3.33", None, None, DAY, said)
    monkeypatch.setattr(valuesets, "known", lambda *asked: real(*asked).with_entries([entry]))
    with pytest.raises(Refusal, match=r"forestry_2020\.benchmark_public: was 3\.32") as no:
        cast.move(report, "issue", cast.rita)
    assert no.value.code == "calculation_differs"
    assert not assurance.comparison(report).same


def test_provisional_values_are_adopted_first(cast: Cast) -> None:
    report = cast.report_at("preapproved")
    assert code_of(cast.move, report, "approve", cast.pia) == "values_not_adopted"
    assert code_of(lock_approved, report) == code_of(queries.approved, report) == "report_not_approved"
    cast.adopt(report)
    assert cast.move(report, "approve", cast.pia) == "approved"
    told = queries.approved(report)
    assert (told.owners[0].code, str(told.owners[0].share), told.period, told.area) == ("VILLAGE", "1", YEAR, "440200")
    assert told.grams == sum(told.vintages.values()) == assurance.pinned(report).grams
    assert {p.who for p in told.participants} == {"applicant", "verifier", "own_city", "province"}
    assert (told.verification, told.profile, len(told.claims)) == ("verified", "demo", 1)


def test_each_desk_sees_what_waits_for_it_and_a_city_only_its_own(cast: Cast) -> None:
    project = cast.project_at("filed")
    report = cast.report_at("submitted", project)
    waits = {
        login: [task.reference for task in queues.waiting_for(getattr(cast, login), on=LATER)]
        for login in ("ann", "cara", "carl", "pia", "vic", "vera", "hal")
    }
    assert waits == {"ann": [], "cara": [project], "carl": [], "pia": [], "vic": [report], "vera": [], "hal": []}
    cast.move(project, "return", cast.cara)
    assert [task.state for task in queues.waiting_for(cast.ann, on=LATER)] == ["returned"]
    assert [row.reference for row in queries.projects(area="440300")] == []
    assert [row.reference for row in queries.reports(project)] == [report]


def test_documents_are_seen_by_whom_they_are_for(cast: Cast) -> None:
    project = cast.open()
    for name, visibility in (("a", "private"), ("b", "authority"), ("c", "public")):
        cast.document(project, "other", name=name, visibility=visibility, evidence=cast.pdf(name))

    def seen(by: Any = None) -> str:
        return "".join(row.name for row in papers.documents(project, by=by) if row.evidence)

    assert [seen(), seen(cast.otto), seen(cast.carl), seen(cast.cara), seen(cast.ann)] == ["c", "c", "bc", "abc", "abc"]
    before = queries.dossier(project)
    redacted: dict[str, Any] = {"case": project, "kind": "other", "name": "a", "evidence": cast.pdf("black bars")}
    operations.redact(**redacted, **cast.write(cast.ann))
    assert code_of(operations.redact, **(redacted | {"name": "z"}), **cast.write(cast.ann)) == "no_such_document"
    assert code_of(operations.redact, **redacted, **cast.write(cast.otto)) == "not_permitted"
    (row,) = (row for row in papers.documents(project) if row.name == "a")
    assert (row.evidence, row.public) == ("", redacted["evidence"])
    assert queries.dossier(project) == before
