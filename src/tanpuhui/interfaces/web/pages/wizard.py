"""From nothing to filed, step by step, for an applicant or an agent: each step says what is missing, and can be left.

The draft is the case itself: nothing is kept beside it, so whoever comes back, or a colleague, finds it as it is.
"""

from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from tanpuhui.apps.parties import queries as parties
from tanpuhui.apps.projects import editions, listing, reading
from tanpuhui.apps.projects.bodies import AccreditationRow
from tanpuhui.apps.projects.dossiers import terms_of
from tanpuhui.apps.projects.models import Wish
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web import forms
from tanpuhui.interfaces.web.cases import acts, applicability, facts, inplace, stages, words
from tanpuhui.interfaces.web.frame import SEAT, Answer, Page, Visit
from tanpuhui.parameters.cities import city
from tanpuhui.quantification import catalogue

WORDS = words.CASE | stages.WORDS | applicability.WORDS


def new(visit: Visit) -> Answer:
    """Which methodology, whether it applies, then who and what; the answers on applicability go into the project."""
    code = visit.asked("methodology")
    known = catalogue()
    methodologies = [(name, each.name, each.shape.edition.text, each.status) for name, each in known.items()]
    cities, chosen = _cities(), visit.asked("city")
    found: dict[str, object] = {"methodologies": methodologies, "chosen": code, "entrusting": _entrusting(visit)}
    found |= {"cities": cities, "city": chosen, "city_name": city(chosen)}
    if code not in known or chosen not in dict(cities):
        return Answer(found)
    found |= applicability.asked(known[code], visit) | {"chosen_name": known[code].name}
    if found["applies"]:
        found["offer"] = _open(visit, code, chosen, found["answers"])
    return Answer(found)


def _open(visit: Visit, methodology: str, area: str, answers: object) -> forms.Offer:
    """The form that opens a project; who applies for itself stands in it."""
    fixed = {"said.methodology": methodology, "said.area": area, "said.answers": answers}
    own = _own(visit)
    initial: dict[str, object] = {"applicant": own, "said.owners": {own: "1"}} if own else {}
    then, save = reverse("wizard_next"), stages.WORDS["save"]
    return forms.offer(visit, "open_project", fixed=fixed, initial=initial, then=then, button=save)


def _cities() -> list[tuple[str, Text]]:
    """The cities that have a bureau on the register: area code and name."""
    rows = parties.organisations(kind="city_bureau", limit=200)
    return [(area, city(area)) for area in sorted({row.area for row in rows if row.closed_on is None})]


def _entrusting(visit: Visit) -> list[tuple[str, Text]]:
    """The owners that have entrusted this seat with applying, by code."""
    owners = [owner for owner, given in visit.seated.actor.entrusted.items() if "projects:apply" in given]
    rows = [parties.organisation(id=owner) for owner in owners[:200]]
    return sorted((row.code, row.name) for row in rows)


def _own(visit: Visit) -> str:
    """The code of the own organisation, where it may apply for itself."""
    return visit.seated.place.code if visit.seated.actor.may("projects:apply") else ""


def onward(visit: Visit) -> HttpResponseBase:
    """To the draft that was opened last."""
    kind = "report" if visit.asked("kind") == "report" else "project"
    project = visit.asked("project")[:40]
    rows = listing.cases(by=visit.seated.actor, kind=kind, state="draft", project=project, limit=1)
    if not rows:
        return HttpResponseRedirect(reverse("cases"))
    name = "wizard_report" if kind == "report" else "wizard"
    return HttpResponseRedirect(reverse(name, args=[rows[0].reference]))


def project(visit: Visit) -> Answer:
    """The steps of a project."""
    view = reading.view(visit.kept["case"], by=visit.seated.actor)
    found = facts.head(view, visit) | facts.terms(view, visit) | facts.documents(view, visit)
    found |= facts.disclosure(view, visit)
    return _staged(view, visit, found, stages.project(view, found))


def report(visit: Visit) -> Answer:
    """A new report of a project (period and settings), or the steps of one."""
    code = visit.kept["case"]
    view = reading.view(code, by=visit.seated.actor)
    found = facts.head(view, visit) | facts.terms(view, visit)
    if view.report is None:
        return Answer(found | _new_report(view, visit))
    found |= facts.documents(view, visit) | facts.report(view, visit)
    found["bodies"] = [(*each, _engage(code, each[0].body)) for each in _entries(view, visit)]
    return _staged(view, visit, found, stages.report(view, found))


def _entries(view: reading.View, visit: Visit) -> list[tuple[AccreditationRow, Text | None]]:
    return facts.engageable(terms_of(view.project).methodology, visit.today)


def _engage(report: str, body: str) -> str:
    then = f"{reverse('wizard_report', args=[report])}?step=body"
    return forms.address("engage_verifier", report=report, body=body, then=then)


def _new_report(view: reading.View, visit: Visit) -> facts.Facts:
    methodology = editions.edition(terms_of(view.project).methodology)
    profile = "demo" if visit.register.demonstration else ""
    then = f"{reverse('wizard_next')}?kind=report&project={view.project.reference}"
    offer = forms.offer(
        visit, "open_report", fixed={"project": view.project.reference, "profile": profile}, then=then,
        button=stages.WORDS["save"],
    )  # fmt: skip
    return {"offer": offer, "settings": methodology.shape.options, "opening": True}


def _staged(view: reading.View, visit: Visit, found: facts.Facts, steps: list[stages.Stage]) -> Answer:
    """The steps, the one that is open, and its form."""
    asked = visit.asked("step")
    here = next((step for step in steps if step.code == asked), None) or stages.first_open(steps)
    actions = {action.act: action for action in acts.actions(view, visit)}
    where = reverse("wizard_report" if view.report else "wizard", args=[acts.reference(view)])
    found |= {"stages": steps, "here": here, "actions": actions, "can": set(actions), "where": where}
    found |= {"act": actions.get(here.act), "applicant_here": "applicant" in view.sides, "party": view.party}
    after = steps[steps.index(here) + 1].code if here is not steps[-1] else ""
    found |= {"after": after} | inplace.opened(view, visit, then=f"{where}?step={here.code}")
    if view.report:
        found["wish"] = Wish.objects.filter(report=view.report).order_by("-version").first()
    return Answer(found)


STYLES, SCRIPTS = ("tanpuhui/cases.css",), ("tanpuhui/forms.js",)
TITLE = Text("按步骤办理", "Step by step")
PAGES = (
    Page("wizard_new", ("desk/apply",), "web/wizard_new.html", Text("建立项目", "Open a project"), WORDS, new,
         needs="projects:apply", scripts=SCRIPTS, styles=STYLES),
    Page("wizard_next", ("desk/apply/next",), "", TITLE, WORDS, onward, needs=SEAT),
    Page("wizard", ("desk/apply/<str:case>",), "web/wizard.html", TITLE, WORDS, project, needs="projects:apply",
         scripts=SCRIPTS, styles=STYLES),
    Page("wizard_report", ("desk/apply/<str:case>/report",), "web/wizard.html", TITLE, WORDS, report, needs="projects:apply",
         scripts=SCRIPTS, styles=STYLES),
)  # fmt: skip
