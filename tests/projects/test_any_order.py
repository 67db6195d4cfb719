"""Whatever is tried in whatever order: nothing leaves the tables, loses a document or a claim, or is approved unproved."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tanpuhui.apps.claims import queries as claimed
from tanpuhui.apps.projects import assurance, papers, queries
from tanpuhui.apps.projects.models import Document, Statement
from tanpuhui.apps.projects.workflow import PROJECT, REPORT
from tanpuhui.apps.records.models import Journal
from tanpuhui.core.refusals import Refusal
from tests.projects.cast import Cast, state_of
from tests.support.databases import Database
from tests.support.long import counts

WHO = ("ann", "abe", "hal", "vic", "vera", "cara", "carl", "pia", "pat", "rita")
OF_REPORT = [act for act in REPORT.acts if act != "open"]
OF_PROJECT = [act for act in PROJECT.acts if act != "open"]
ROAD = [
    ("report", "engage", "ann"), ("report", "submit", "ann"), ("report", "record_visit", "vic"),
    ("report", "attach_report", "vic"), ("report", "sign", "vic"), ("report", "file", "ann"),
    ("report", "preapprove", "cara"), ("report", "adopt", "gus"), ("report", "approve", "pia"), ("report", "issue", "rita"),
    ("report", "return", "cara"), ("report", "return", "pat"), ("report", "recall", "ann"), ("project", "file", "ann"),
    ("project", "forward", "cara"), ("project", "register", "pia"),
]  # fmt: skip
DEEDS = st.one_of(
    st.sampled_from(ROAD),
    st.tuples(st.just("report"), st.sampled_from(OF_REPORT), st.sampled_from(WHO)),
    st.tuples(st.just("project"), st.sampled_from(OF_PROJECT), st.sampled_from(WHO)),
)
STARTS = st.sampled_from(
    [("filed", "draft"), ("registered", "submitted"), ("registered", "preapproved"), ("registered", "approved")]
)
FREE = frozenset({"draft", "returned", "rejected", "appealed", "withdrawn", "dismissed"})
"""States in which a report need not hold its claims."""


@settings(max_examples=counts(4, 300))
@given(start=STARTS, deeds=st.lists(DEEDS, max_size=14), straight=st.integers(0, 10))
def test_no_order_of_acts_leaves_the_tables_or_loses_anything(
    cast: Cast, db: Database, start: tuple[str, str], deeds: list[tuple[str, str, str]], straight: int
) -> None:
    with db.scratch():
        project = cast.project_at(start[0])
        report = cast.report_at(start[1], project)
        if start[1] == "draft":
            cast.deed(report, "papers", cast.ann)
        for what, act, login in [*ROAD[:straight], *deeds]:
            _one(cast, report if what == "report" else project, what, act, login)
            _sound(project, report)


def _one(cast: Cast, case: str, what: str, act: str, login: str) -> None:
    """One act, which either follows a line of its table or leaves everything as it was."""
    kept = set(Document.objects.values_list("pk", "evidence"))
    before, steps, entries = state_of(case), len(queries.history(case)), Journal.objects.count()
    try:
        if act == "adopt":
            cast.deed(case, act, cast.gus)
        else:
            after = cast.move(case, act, getattr(cast, login))
            line = (REPORT if what == "report" else PROJECT).move(before, act)
            assert line is not None
            assert after == line.next == state_of(case) == queries.history(case)[-1].after
            assert len(queries.history(case)) == steps + 1
    except Refusal:
        assert (state_of(case), len(queries.history(case))) == (before, steps)
        assert Journal.objects.count() - entries in (0, 1, 2)  # a paper may have been filed for the act
    assert kept <= set(Document.objects.values_list("pk", "evidence"))


def _sound(project: str, report: str) -> None:
    """Nothing is approved or issued without what it needs; what is on its way holds its claims."""
    state, row = state_of(report), queries.report(report)
    claims = [claim.state for claim in claimed.claims_of(report)]
    live = [each for each in claims if each != "released"]
    if state not in FREE:
        assert live == ["confirmed" if state == "issued" else "reserved"]
    assert claims.count("confirmed") == (state == "issued")
    if state in ("verified", "with_city", "preapproved", "approved", "issued"):
        assert row.verification == "verified"
        assert assurance.statements(report)[-1].stands
        assert (
            Statement.objects.get(number=len(assurance.statements(report))).calculation
            == assurance.pinned(report).hashes.all
        )
        assert queries.project(project).crediting.covers(row.period)
    if state in ("approved", "issued"):
        told = queries.approved(report)
        assert told.adoption
        assert state_of(project) == "registered"
        assert len({person.person_id for person in told.participants if person.who != "applicant"}) >= 3
        sides: dict[int, set[str]] = {}
        for each in told.participants:
            sides.setdefault(each.organisation_id, set()).add(each.who)
        assert all(len(side) == 1 for side in sides.values())
    assert {paper.kind for paper in papers.documents(project)} == {"benefit_sharing"}  # the public sees nothing else
