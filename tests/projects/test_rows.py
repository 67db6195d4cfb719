"""Whoever changes, adds or removes a row of project mode behind the journal's back is found, whatever table and column."""

from functools import partial

import pytest
from django.apps import apps

from tanpuhui.apps.ledger.verify import rows as check
from tanpuhui.apps.projects import operations
from tanpuhui.apps.projects.guards import TOLD
from tanpuhui.apps.projects.models import Owner, Project, Report
from tests.projects.cast import FORESTRY, Cast, square
from tests.projects.days import DAY, LATER
from tests.support.planting import exposed, found_after, unnoticed


@pytest.fixture
def lived(cast: Cast) -> Cast:
    """A register with a row at least in every table of project mode."""
    entry = cast.accredit("OTHERBODY", scope=[FORESTRY])
    operations.change_accreditation(accreditation=entry, act="suspend", reason="seen", **cast.write(cast.pia))
    operations.declare_conflict(other=cast.places["HAMLET"], reason="a cousin", **cast.write(cast.vera))
    project = cast.open(consultants=[cast.places["AGENCY"]])
    cast.papers(project)
    operations.redact(case=project, kind="design_document", evidence=cast.pdf("two"), **cast.write(cast.ann))
    for act, login in (("disclose", "ann"), ("object", "otto"), ("answer_objection", "ann")):
        cast.move(project, act, getattr(cast, login), on=DAY)
    for act, login in (("file", "ann"), ("forward", "cara"), ("register", "pia")):
        cast.move(project, act, getattr(cast, login))
    report = cast.report(project)
    for act, login in (
        ("papers", "ann"), ("engage", "ann"), ("submit", "ann"), ("raise_finding", "vic"), ("answer_finding", "ann"),
        ("close_finding", "vic"), ("record_visit", "vic"), ("attach_report", "vic"), ("sign", "vic"), ("file", "ann"),
        ("preapprove", "cara"), ("adopt", "gus"), ("approve", "pia"), ("issue", "rita"),
    ):  # fmt: skip
        cast.deed(report, act, getattr(cast, login))
    return cast


def test_no_row_is_changed_or_removed_unnoticed(lived: Cast) -> None:
    assert list(check()) == []
    assert unnoticed(TOLD) == {}


def test_no_row_is_added_unnoticed(lived: Cast) -> None:
    for label in ("projects.Project", "projects.Document", "projects.Statement", "projects.Step", "projects.Owner"):
        row = apps.get_model(label)._default_manager.order_by("-pk").first()
        row.pk, row.version, row.number = None, 99, 99  # where there is one, it is its own
        if label in ("projects.Project", "projects.Owner"):
            row.reference, row.organisation_id = "BEHIND", lived.places["STRANGER"]
        with exposed():
            assert found_after(label, partial(row.save, force_insert=True)) == {"row_untold"}, label


def test_a_state_that_moved_on_is_as_it_was_told_last(lived: Cast) -> None:
    project = lived.project_at("returned")
    lived.move(project, "revise", lived.ann, on=LATER, area="440300")
    assert Project.objects.get(reference=project).area == "440300"
    report = lived.report_at("returned", lived.project_at("registered", boundary=square(lon=114.2)))
    assert Report.objects.get(reference=report).state == "returned"
    assert list(check()) == []


def test_a_share_that_somebody_enlarged_is_found(lived: Cast) -> None:
    (owner,) = Owner.objects.all()
    with exposed():
        codes = found_after("projects.Owner", lambda: Owner.objects.filter(pk=owner.pk).update(share="0.9"))
    assert codes == {"row_not_as_told"}
