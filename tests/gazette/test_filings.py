"""Filings at their borders: documents, sections, numbers, days, opinions; and what each refusal says."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tanpuhui.apps.gazette import cases, queries
from tanpuhui.apps.gazette.documents import OUTLINE
from tanpuhui.apps.gazette.models import Filing, FilingDocument, FilingOpinion, FilingStep, Methodology
from tanpuhui.core.text import Text
from tanpuhui.parameters import MainlandChina
from tests.gazette.cast import DAY, NEXT, PLACES, TITLE, Cast, code_of


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("no_bureau_there", {"area": "441200"}),
        ("area_malformed", {"area": "Guangzhou"}),
        ("area_missing", {"area": ""}),
        ("name_missing", {"title": Text("题目", " ")}),
        ("text_malformed", {"title": Text("题" * 201, "T")}),
        ("methodology_number_malformed", {"revises": "2017005-V02"}),
        ("methodology_number_malformed", {"revises": "2017000"}),
        ("not_permitted", {"filer": 10**12}),
    ],
)
def test_a_filing_is_opened_as_it_must_be(cast: Cast, code: str, more: dict[str, Any]) -> None:
    assert code_of(cast.open, **more) == code
    assert Filing.objects.count() == FilingStep.objects.count() == 0


def test_filings_are_numbered_by_year_and_listed_as_queues(cast: Cast) -> None:
    first, second, far = cast.open(), cast.at("with_city"), cast.open(area="440300")
    assert first == "FIL-2024-000001"
    assert [row.reference for row in cases.filings(state="draft")] == [first, far]
    assert [row.reference for row in cases.filings(area="440100", after=first)] == [second]
    assert cases.filing(far).title == TITLE


@pytest.mark.parametrize(
    ("code", "kind", "more"),
    [
        ("unknown_document_kind", "poem", {}),
        ("document_name_wrong", "further", {}),
        ("document_name_wrong", "application_form", {"name": "form"}),
        ("unknown_section", "design_document", {"sections": {"epilogue": "§ 9"}}),
        ("unknown_section", "application_form", {"sections": {"scope": "§ 1"}}),
        ("text_malformed", "design_document", {"sections": {"scope": "§" * 201}}),
        ("text_malformed", "further", {"name": "n\0"}),
        ("evidence_not_found", "application_form", {"evidence": "b" * 64}),
    ],
)
def test_a_document_is_as_it_must_be(cast: Cast, code: str, kind: str, more: dict[str, Any]) -> None:
    filing = cast.open()
    assert code_of(cast.document, filing, kind, **more) == code
    assert FilingDocument.objects.count() == 0


def test_nothing_is_filed_without_form_design_and_every_section_of_the_outline(cast: Cast) -> None:
    filing = cast.open()
    assert code_of(cast.move, filing, "file", cast.fay) == "documents_incomplete"
    cast.document(filing, "application_form")
    cast.document(filing, "further", name="data")
    assert code_of(cast.move, filing, "file", cast.fay) == "documents_incomplete"
    for code in OUTLINE:
        cast.document(filing, "design_document", sections=PLACES | {code: " "})
        assert code_of(cast.move, filing, "file", cast.fay) == "sections_missing"
    cast.document(filing, "design_document")
    assert cast.move(filing, "file", cast.fay) == "with_city"
    versions = [row.version for row in cases.documents(filing) if row.kind == "design_document"]
    assert versions == list(range(1, len(OUTLINE) + 2))


def test_every_change_of_a_document_changes_the_dossier(cast: Cast) -> None:
    filing = cast.open()
    seen = {cases.dossier(filing)}
    other = cast.file(b"another")
    changes: list[tuple[str, dict[str, Any]]] = [
        ("design_document", {}), ("design_document", {"evidence": other}),
        ("design_document", {"evidence": other, "sections": PLACES | {"scope": "p. 2"}}), ("further", {"name": "a"}),
        ("further", {"name": "b"}),
    ]  # fmt: skip
    for kind, more in changes:
        cast.document(filing, kind, **more)
        seen.add(cases.dossier(filing))
    assert len(seen) == len(changes) + 1
    assert cases.history(filing)[-1].dossier == cases.dossier(filing)


def test_opinions_and_publications_name_the_documents_they_judge(cast: Cast) -> None:
    filing = cast.at("with_committee")
    stale = cases.history(filing)[1].dossier
    for dossier in (stale, "", "\ud800", "A" * 64):
        assert code_of(cast.move, filing, "opine", cast.edgar, dossier=dossier) == "dossier_changed"
        assert code_of(cast.move, filing, "publish", cast.pia, dossier=dossier, approval=1) in (
            "dossier_changed", "approval_for_something_else", "unknown_approval",
        )  # fmt: skip
    assert code_of(cast.move, filing, "publish", cast.pia, dossier=stale) == "dossier_changed"


def test_an_opinion_is_a_verdict_with_reasons_and_a_declaration(cast: Cast) -> None:
    filing = cast.at("with_committee")
    bad: list[tuple[str, dict[str, Any]]] = [
        ("unknown_verdict", {"verdict": "perhaps"}), ("unknown_verdict", {"verdict": "recused"}),
        ("gazette_reason_missing", {"text": "\n"}), ("text_malformed", {"text": "x" * 2001}),
        ("conflict_not_excluded", {"no_conflict": False}), ("conflict_not_excluded", {"no_conflict": "yes"}),
    ]  # fmt: skip
    for code, more in bad:
        assert code_of(cast.move, filing, "opine", cast.edgar, **more) == code
    assert FilingOpinion.objects.count() == 1
    cast.move(filing, "opine", cast.edgar, verdict="unfavourable", text="the baseline")
    favourable, unfavourable = cases.opinions(filing)
    assert (unfavourable.expert, unfavourable.verdict, unfavourable.text) == ("Edgar", "unfavourable", "the baseline")
    assert favourable.dossier == unfavourable.dossier == cases.dossier(filing)
    assert favourable.signed != unfavourable.signed


def test_the_province_says_how_many_opinions_it_wants_and_waits_for_them(cast: Cast) -> None:
    filing = cast.at("with_province")
    for opinions in (0, -1, 100, True, "2"):
        assert code_of(cast.move, filing, "refer", cast.pia, opinions=opinions) == "opinions_asked_wrong"
    cast.move(filing, "refer", cast.pia, opinions=2)
    cast.move(filing, "opine", cast.eva)
    assert code_of(cast.move, filing, "publish", cast.pia) == "opinions_outstanding"
    cast.move(filing, "opine", cast.edgar)
    assert cast.move(filing, "publish", cast.pia) == "published"


NUMBERS = [
    ("", "2024001-V01", ""),
    ("", "2024777-V01", ""),
    ("", "2024001-V02", "methodology_number_wrong"),
    ("", "2023001-V01", "methodology_number_wrong"),
    ("", "2024000-V01", "methodology_number_malformed"),
    ("", "2024001-V00", "methodology_number_malformed"),
    ("", "2024001", "methodology_number_malformed"),
    ("", "２０２４００１-V01", "methodology_number_malformed"),
    ("", "2024001-V01\n", "methodology_number_malformed"),
    ("2017005", "2017005-V02", ""),
    ("2017005", "2017005-V03", ""),
    ("2017005", "2017005-V01", "methodology_number_wrong"),
    ("2017005", "2017006-V02", "methodology_number_wrong"),
    ("2017005", "2024001-V01", "methodology_number_wrong"),
]


@pytest.mark.parametrize(("revises", "number", "code"), NUMBERS)
def test_a_methodology_is_numbered_by_year_serial_and_version(cast: Cast, revises: str, number: str, code: str) -> None:
    filing = cast.at("with_committee", revises=revises)
    assert code_of(cast.move, filing, "publish", cast.pia, number=number) == code
    assert Methodology.objects.count() == (not code)


def test_a_revision_goes_on_from_the_last_version_and_a_number_is_given_once(cast: Cast) -> None:
    first = cast.at("published")
    assert queries.fitting_number(year=2024) == "2024002-V01"
    assert queries.fitting_number(year=2025, revises="2024001") == "2024001-V02"
    filing = cast.at("with_committee", revises="2024001")
    for number in ("2024001-V01",):
        assert (
            code_of(cast.move, filing, "publish", cast.pia, number=number, edition="2025") == "methodology_number_wrong"
        )
    assert code_of(cast.move, filing, "publish", cast.pia, number="2024001-V02") == "methodology_exists"
    cast.move(filing, "publish", cast.pia, number="2024001-V02", edition="2025")
    assert [row.number for row in queries.methodologies()] == ["2024001-V01", "2024001-V02"]
    found = queries.methodology("2024001-V01")
    assert (found.filing, found.code, found.edition, found.design) == (first, "forestry", "2024", cast.paper)
    third = cast.at("with_committee")
    assert code_of(cast.move, third, "publish", cast.pia, edition="2026") == "methodology_number_wrong"
    for name in ({"code": "Forestry"}, {"code": ""}, {"edition": "2024 rev"}, {"edition": "x" * 21}):
        assert code_of(cast.move, third, "publish", cast.pia, **name) == "methodology_code_malformed"


def test_unknown_things_are_refused_by_name(cast: Cast) -> None:
    for filing in ("FIL-2024-000009", "", "FIL-2024-000001\n", "\0", "x" * 100_000):
        assert code_of(cast.move, filing, "withdraw", cast.fay) == "unknown_filing"
        assert code_of(cases.filing, filing) == "unknown_filing"
    assert code_of(queries.methodology, "2024009-V01") == "unknown_methodology"
    assert code_of(queries.notice, "nothing\0") == "unknown_notice"
    for act in ("open", "publish", "opine", "refer", "add_document", "fly", ""):
        from tanpuhui.apps.gazette import operations

        said = {"filing": cast.open(), "act": act}
        assert code_of(operations.move_filing, **cast.write(cast.fay), **said) == "filing_act_unknown"


def test_reasons_are_given_where_the_table_asks_for_them(cast: Cast) -> None:
    filing = cast.at("with_city")
    for act in ("return", "reject"):
        assert code_of(cast.move, filing, act, cast.cara, reason=" \n") == "gazette_reason_missing"
        assert code_of(cast.move, filing, act, cast.cara, reason="x\0") == "text_malformed"
    cast.move(filing, "return", cast.cara, reason="§ 4 lacks the boundary")
    assert cases.history(filing)[-1].reason == "§ 4 lacks the boundary"


def test_no_step_is_dated_before_the_last_one(cast: Cast) -> None:
    filing = cast.at("draft")
    cast.move(filing, "file", cast.fay, on=NEXT)
    assert code_of(cast.move, filing, "forward", cast.cara, on=DAY) == "filing_day_reversed"
    assert cast.move(filing, "forward", cast.cara, on=NEXT) == "with_province"


def test_the_clock_counts_working_days_and_names_no_deadline_that_nobody_knows(cast: Cast) -> None:
    filing = cast.at("with_city")
    waited = cases.waiting(filing, on=date(2024, 5, 13), calendar=MainlandChina())
    assert (waited.since, waited.passed.count, waited.deadline) == (DAY, 6, None)  # Saturday the 11th is worked
    known = cases.waiting(filing, on=date(2024, 5, 13), calendar=MainlandChina(), limit=5)
    assert known.deadline is not None
    assert known.deadline.day == date(2024, 5, 11)


def test_an_opinion_does_not_start_the_clock_again(cast: Cast) -> None:
    filing = cast.at("with_committee")
    cast.move(filing, "opine", cast.edgar, on=date(2024, 6, 3))
    assert cases.waiting(filing, on=date(2024, 6, 3), calendar=MainlandChina()).since == DAY


@pytest.mark.parametrize("model", [FilingStep, FilingDocument, FilingOpinion, Methodology])
def test_what_happened_to_a_filing_never_changes(cast: Cast, model: Any) -> None:
    cast.at("published")
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(id=99)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Filing.objects.all()._raw_delete("default")


def test_the_database_knows_no_state_that_the_table_does_not_have(cast: Cast) -> None:
    cast.open()
    with pytest.raises(IntegrityError), transaction.atomic():
        Filing.objects.update(state="limbo")
