"""One page for a project or a report: where it stands, what its reader can do, and all of it that the reader may see."""

from django.urls import reverse

from tanpuhui.apps.projects import reading
from tanpuhui.apps.projects.bodies import AccreditationRow
from tanpuhui.apps.projects.dossiers import hash_of_project, hash_of_report, terms_of
from tanpuhui.apps.projects.reading import View
from tanpuhui.apps.projects.workflow import ENDED
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web import forms
from tanpuhui.interfaces.web.cases import acts, applicability, facts, inplace, words
from tanpuhui.interfaces.web.frame import SEAT, Answer, Page, Visit


def show(visit: Visit) -> Answer:
    """The case as this seat may see it. Refuses `unknown_project`, `unknown_report` to whom it is no business."""
    view = reading.view(visit.kept["case"], by=visit.seated.actor)
    found = facts.head(view, visit) | facts.documents(view, visit) | facts.terms(view, visit)
    found |= {"party": view.party, "dossier": _dossier(view)}
    found |= facts.disclosure(view, visit) if not view.report else {}
    if view.party:
        found |= facts.report(view, visit) if view.report else facts.reports(view, visit)
        found |= {"history": facts.history(view)}
    found |= _doable(view, visit) | _adoption(view, visit, found)
    return Answer(found | inplace.opened(view, visit))


def _dossier(view: View) -> str:
    terms = terms_of(view.project)
    return hash_of_report(view.report, view.project, terms) if view.report else hash_of_project(view.project, terms)


def _doable(view: View, visit: Visit) -> facts.Facts:
    """Buttons, and what may be done in place."""
    actions = acts.actions(view, visit)
    can = {action.act for action in actions}
    found: facts.Facts = {
        "onward": [each for each in actions if each.onward], "besides": [each for each in actions if not each.onward],
        "can": can, "applicant_here": "applicant" in view.sides,
        "can_open_report": not view.report and acts.may_open_report(view, visit),
    }  # fmt: skip
    if view.report and "engage" in can:
        found["bodies"] = [(*each, _engage(view.report.reference, each[0].body)) for each in _bodies(view, visit)]
    if "applicant" in view.sides and actions:
        name = "wizard_report" if view.report else "wizard"
        found["wizard_where"] = reverse(name, args=[acts.reference(view)])
    return found


def _bodies(view: View, visit: Visit) -> list[tuple[AccreditationRow, Text | None]]:
    return facts.engageable(terms_of(view.project).methodology, visit.today)


def _engage(report: str, body: str) -> str:
    return forms.address("engage_verifier", report=report, body=body, then=f"{reverse('case', args=[report])}#body")


def _adoption(view: View, visit: Visit, found: facts.Facts) -> facts.Facts:
    """The button that asks for the adoption of the values used, where the province still has to adopt them."""
    told = found.get("calculated")
    if view.report is None or not isinstance(told, dict) or not visit.seated.actor.may("gazette:adopt"):
        return {}
    if told["official"] or told["adoption"] or view.report.state in (*ENDED, "issued", "rejected"):
        return {}
    report = view.report.reference
    asked = {"report": report, "hash": told["row"].hashes.values, "scope": told["scope"]}
    return {"adopt_where": forms.address("adopt_values", then=reverse("case", args=[report]), **asked)}


PAGE = Page(
    "case", ("desk/cases/<str:case>",), "web/case.html", Text("案件", "Case"), words.CASE | applicability.ANSWERED, show,
    needs=SEAT, styles=("tanpuhui/cases.css",),
)  # fmt: skip
