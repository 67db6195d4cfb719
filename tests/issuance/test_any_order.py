"""Whatever is done in whatever order: nothing is issued twice, nor without claim, verification or adopted values."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanpuhui.apps.claims import operations as claims
from tanpuhui.apps.claims import queries as claimed
from tanpuhui.apps.claims.ending import open_cases
from tanpuhui.apps.claims.filing import Filing
from tanpuhui.apps.claims.models import Claim
from tanpuhui.apps.claims.verify import verify as verify_claims
from tanpuhui.apps.gazette import operations as gazette
from tanpuhui.apps.gazette.models import Adoption
from tanpuhui.apps.gazette.queries import adopted
from tanpuhui.apps.issuance.models import Issuance
from tanpuhui.apps.ledger.verify import verify
from tanpuhui.apps.projects import assurance, boundary, dossiers, queries
from tanpuhui.apps.projects.models import Document, Statement, Step
from tanpuhui.core.refusals import Refusal
from tests.issuance.stage import Stage, held
from tests.projects.cast import state_of
from tests.projects.days import LATER, YEAR
from tests.support.databases import Database
from tests.support.long import counts

Deed = tuple[str, str, Any]
ROAD = [
    ("engage", "ann"), ("submit", "ann"), ("record_visit", "vic"), ("attach_report", "vic"), ("sign", "vic"),
    ("file", "ann"), ("preapprove", "cara"), ("adopt", "gus"), ("approve", "pia"),
]  # fmt: skip
BACK = [
    ("return", "vic"), ("return", "cara"), ("return", "pia"), ("reject", "cara"), ("reject", "pia"), ("recall", "ann"),
    ("withdraw", "ann"), ("appeal", "ann"), ("readmit", "pat"), ("uphold", "pat"), ("revise", "ann"), ("decline", "vic"),
    ("add_document", "ann"), ("raise_finding", "vic"), ("answer_finding", "ann"), ("close_finding", "vic"),
]  # fmt: skip
BESIDE = ["revoke", "contest", "release", "rule_earlier", "rule_later", "withdraw_project"]
REPORTS = st.sampled_from(["first", "second"])
DEEDS = st.one_of(
    st.tuples(st.just("forward"), REPORTS, st.integers(1, len(ROAD))),
    st.tuples(st.just("issue"), REPORTS, st.just("")),
    st.tuples(st.just("back"), REPORTS, st.sampled_from(BACK)),
    st.tuples(st.just("beside"), st.just("first"), st.sampled_from(BESIDE)),
)
WHOLE: Deed = ("forward", "first", len(ROAD))


class Walk:
    """Two reports of one project for the same year, and whatever may happen to them."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.cast = stage, stage.cast
        self.project = self.cast.project_at("registered")
        self.reports = {name: self.cast.report(self.project) for name in ("first", "second")}
        for report in self.reports.values():
            self.cast.deed(report, "papers", self.cast.ann)
        self.issued: list[str] = []
        self.kept: tuple[set[Any], ...] = (set(), set(), set(), set())

    def go(self, deed: Deed) -> None:
        """One deed; whatever refuses it leaves no trace but the request for an approval."""
        what, name, more = deed
        report = self.reports[name]
        if what == "issue":
            self._issue(report)
        elif what == "forward":
            for act, login in ROAD[:more]:
                self._try(self._step, report, act, login)
        elif what == "back":
            self._try(self._step, report, *more)
        else:
            self._try(getattr(self, f"_{more}"))
        self._lose_nothing()

    def _try(self, deed: Callable[..., object], *arguments: Any) -> None:
        with suppress(Refusal):
            deed(*arguments)

    def _step(self, report: str, act: str, login: str) -> None:
        self.cast.deed(report, act, getattr(self.cast, login))

    def _issue(self, report: str) -> None:
        may, units = self._may(report), held("V-1")
        steps = Step.objects.count()
        try:
            self.stage.issue(report, result=_hash(report))
        except Refusal:
            assert not may
            assert (held("V-1"), Step.objects.count(), Issuance.objects.count()) == (units, steps, len(self.issued))
        else:
            assert may
            self.issued.append(report)
            assert held("V-1") - units == assurance.pinned(report).grams // 1_000_000
            assert [claim.state for claim in _live(report)] == ["confirmed"]

    def _may(self, report: str) -> bool:
        """What the rules say, asked of the records and not of the guards."""
        if report in self.issued or state_of(report) != "approved" or state_of(self.project) != "registered":
            return False
        kept, row = assurance.pinned(report), queries.report(report)
        (last,) = Statement.objects.filter(report__reference=report).order_by("-number")[:1]
        verified = last.opinion != "adverse" and last.calculation == kept.hashes.all and last.body_id == self.body
        ours = [claim.pk for claim in Claim.objects.filter(pk__in=[claim.id for claim in _live(report)])]
        free = not any(case.earlier_id in ours or case.later_id in ours for case in open_cases())
        return (
            verified
            and queries.project(self.project).crediting.covers(row.period)
            and [claim.state for claim in _live(report)] == ["reserved"]
            and free
            and adopted(kept.hashes.values, LATER) is not None
        )

    @property
    def body(self) -> int:
        return self.cast.places["BODY"]

    # What others do meanwhile

    def _revoke(self) -> None:
        adoption = Adoption.objects.filter(revocation=None).order_by("-pk").first()
        if adoption is None:
            return
        said: dict[str, Any] = {"adoption": adoption.reference, "reason": "a better figure is known"}
        body, cast = gazette.revoke_body(**said), self.cast
        approval = self.stage.approved("gazette_revoke", body)
        gazette.revoke(**said, **cast.write(cast.gus, LATER), approval=approval)

    def _contest(self) -> None:
        row, _ = queries.find(self.project)
        items = tuple(boundary.items(dossiers.present(row), YEAR))
        asked = Filing("ELSEWHERE-1", self.cast.places["HAMLET"], items)
        claims.file(asked=asked, **self.cast.write(self.cast.hal, LATER))

    def _release(self) -> None:
        claims.release(reference=self.reports["first"], reason="why not", **self.cast.write(self.cast.rita, LATER))

    def _rule_earlier(self) -> None:
        self._rule("earlier_stands")

    def _rule_later(self) -> None:
        self._rule("later_stands")

    def _rule(self, outcome: str) -> None:
        for case in open_cases()[:1]:
            claims.decide(case=case.pk, outcome=outcome, reason="seen", **self.cast.write(self.cast.rita, LATER))

    def _withdraw_project(self) -> None:
        self.cast.move(self.project, "withdraw", self.cast.ann)

    # What holds at every moment

    def _lose_nothing(self) -> None:
        documents = set(Document.objects.values_list("pk", "evidence", "version"))
        claims_made = set(Claim.objects.values_list("pk", "reference"))
        confirmed = set(Claim.objects.filter(state="confirmed").values_list("pk", flat=True))
        statements = set(Statement.objects.values_list("pk", "signed"))
        now: tuple[set[Any], ...] = documents, claims_made, confirmed, statements
        assert all(before <= after for before, after in zip(self.kept, now, strict=True))
        self.kept = now
        assert len(self.issued) == Issuance.objects.count() <= 1  # both reports are of the same forest and year
        for name, report in self.reports.items():
            assert (state_of(report) == "issued") == (report in self.issued), name


def _live(report: str) -> list[claimed.ClaimRow]:
    return [claim for claim in claimed.claims_of(report) if claim.state != "released"]


def _hash(report: str) -> str:
    try:
        return assurance.pinned(report).hashes.all
    except Refusal:
        return "0" * 64


ISSUE, AGAIN, SECOND = ("issue", "first", ""), ("issue", "second", ""), ("forward", "second", len(ROAD))


def back(act: str, login: str) -> Deed:
    """The first report goes back."""
    return ("back", "first", (act, login))


def beside(act: str) -> Deed:
    """Something happens beside it."""
    return ("beside", "first", act)


STORIES: dict[str, tuple[list[Deed], list[str]]] = {
    "issued once": ([WHOLE, ISSUE, ISSUE, back("withdraw", "ann"), SECOND, AGAIN], ["first"]),
    "adoption revoked": ([WHOLE, beside("revoke"), ISSUE], []),
    "adopted anew": ([WHOLE, beside("revoke"), ISSUE, ("forward", "first", 8), ISSUE], ["first"]),
    "contested": ([WHOLE, beside("contest"), ISSUE], []),
    "contested and won": ([WHOLE, beside("contest"), ISSUE, beside("rule_earlier"), ISSUE], ["first"]),
    "contested and lost": ([WHOLE, beside("contest"), beside("rule_later"), ISSUE], []),
    "claim released": ([WHOLE, beside("release"), ISSUE], []),
    "withdrawn and filed anew": ([WHOLE, back("withdraw", "ann"), ISSUE, SECOND, AGAIN], ["second"]),
    "returned": ([WHOLE, back("return", "pia"), ISSUE], []),
    "returned and filed again": ([WHOLE, back("return", "pia"), ISSUE, WHOLE, ISSUE], ["first"]),
    "rejected": ([WHOLE, back("reject", "pia"), ISSUE, back("appeal", "ann"), ISSUE], []),
    "readmitted": (
        [WHOLE, back("reject", "pia"), back("appeal", "ann"), back("readmit", "pat"), ISSUE, WHOLE, ISSUE], ["first"],
    ),
    "two reports of one year": ([("forward", "first", 8), SECOND, AGAIN, WHOLE, ISSUE], ["first"]),
}  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
def test_a_report_is_issued_or_not_as_its_story_goes(stage: Stage, story: str) -> None:
    walk, (deeds, issued) = Walk(stage), STORIES[story]
    for deed in deeds:
        walk.go(deed)
    assert walk.issued == [walk.reports[name] for name in issued]
    assert (verify(), verify_claims()) == ([], [])


@settings(max_examples=counts(2, 300))
@given(st.lists(DEEDS, min_size=2, max_size=10))
def test_no_order_of_acts_issues_what_may_not_be_issued(stage: Stage, db: Database, deeds: list[Deed]) -> None:
    with db.scratch():
        walk = Walk(stage)
        for deed in [*deeds, ISSUE, AGAIN]:
            walk.go(deed)
        assert (verify(), verify_claims()) == ([], [])
