"""Two reports of one project for the same year, and whatever may be done to them, watched at every step."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from tanpuhui.apps.claims import operations as claims
from tanpuhui.apps.claims import queries as claimed
from tanpuhui.apps.claims.ending import open_cases
from tanpuhui.apps.claims.filing import Filing
from tanpuhui.apps.claims.models import Claim
from tanpuhui.apps.gazette import operations as gazette
from tanpuhui.apps.gazette.models import Adoption
from tanpuhui.apps.gazette.queries import adopted
from tanpuhui.apps.issuance.models import Issuance
from tanpuhui.apps.projects import assurance, boundary, dossiers, queries
from tanpuhui.apps.projects.models import Document, Statement, Step
from tanpuhui.core.refusals import Refusal
from tests.issuance.stage import Stage, held
from tests.projects.cast import state_of
from tests.projects.days import LATER, YEAR

Deed = tuple[str, str, Any]
ROAD = [
    ("engage", "ann"), ("submit", "ann"), ("record_visit", "vic"), ("attach_report", "vic"), ("sign", "vic"),
    ("file", "ann"), ("preapprove", "cara"), ("adopt", "gus"), ("approve", "pia"),
]  # fmt: skip


class Walk:
    """Two reports of one project for the same year, and whatever may happen to them."""

    def __init__(self) -> None:
        self.stage = Stage()
        self.cast = self.stage.cast
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
