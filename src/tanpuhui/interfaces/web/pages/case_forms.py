"""Forms of a case that begin filled in: terms said anew, and an issuance with the accounts of its owners."""

from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from tanpuhui.apps.ledger.models import Account
from tanpuhui.apps.parties import queries as parties
from tanpuhui.apps.projects import queries, reading
from tanpuhui.apps.projects.dossiers import terms_of
from tanpuhui.apps.projects.models import Consultant, Wish
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.core.days import Period
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web import forms, sheets
from tanpuhui.interfaces.web.cases import acts, facts, words
from tanpuhui.interfaces.web.frame import SEAT, Answer, Page, Visit

WORDS = words.CASE | {
    "choose": Text("给每个业主选一个持有账户", "Choose a holding account for each owner"),
    "no_account": Text("{owner} 还没有持有账户；须先开户。", "{owner} has no holding account; one must be opened first."),
    "continue": Text("继续", "Continue"),
    "comes_to": Text("这份报告为 {tonnes} 吨 CO₂e。每年的克数取整吨签发，余下的克数留在该年。",
                     "The report comes to {tonnes} t CO₂e. Each year's grams become whole tonnes; what is less stays there."),
    "account": Text("账户", "Account"),
}  # fmt: skip


def terms(visit: Visit) -> Answer:
    """What the case is, to be said anew."""
    view = _party(visit)
    case = acts.reference(view)
    if "applicant" not in view.sides:
        raise refuse("unknown_project", project=case)
    then = reverse("case", args=[case])
    if view.report:
        wish = Wish.objects.filter(report=view.report).order_by("-version")[0]
        said: dict[str, object] = {
            "period": Period(view.report.first, view.report.last), "options": wish.options, "profile": wish.profile
        }  # fmt: skip
        offer = forms.offer(visit, "revise_report", fixed={"report": case}, initial=said, then=then)
    else:
        offer = forms.offer(visit, "revise_project", fixed={"project": case}, initial={"said": _said(view)}, then=then)
    return Answer(facts.head(view, visit) | {"offer": offer, "title": offer.deed.title.into(visit.lang)})


def _said(view: reading.View) -> dict[str, object]:
    held, row = terms_of(view.project), queries.project(view.project.reference)
    advisers = Consultant.objects.filter(terms=held).order_by("organisation__code")
    return {
        "title": {"zh": held.title_zh, "en": held.title_en}, "area": held.area, "methodology": held.methodology,
        "crediting": {"first": held.first, "last": held.last},
        "owners": {owner.code: format(owner.share, "f") for owner in row.owners},
        "consultants": list(advisers.values_list("organisation__code", flat=True)), "received_on": held.received_on,
        "answers": held.answers, "cobenefits": row.cobenefits,
    }  # fmt: skip


def issue(visit: Visit) -> Answer | HttpResponseBase:
    """An account for each owner, then the form that asks for the issuance. Refuses `report_not_approved`."""
    view = _party(visit)
    code = acts.reference(view)
    approved = queries.approved(code)
    names = parties.names([owner.code for owner in approved.owners])
    rows = Account.objects.filter(
        kind="holding", owner__in=[o.organisation_id for o in approved.owners], closed_on=None
    )
    choices: dict[str, list[tuple[str, Text]]] = {owner.code: [] for owner in approved.owners}
    for row in rows.select_related("owner").order_by("code"):
        choices[row.owner.code].append((row.code, Text(row.name_zh, row.name_en)))
    chosen = {owner: _chosen(visit, owner, few) for owner, few in choices.items()}
    found = facts.head(view, visit) | {"row": queries.report(code), "tonnes": sheets.tonnes(approved.grams)}
    if all(chosen.values()):
        fixed = {"report": code, "result": approved.hashes.all, "accounts": chosen}
        return HttpResponseRedirect(forms.address("issue_report", then=reverse("case", args=[code]), **fixed))
    found["choices"] = [(owner, names.get(owner), few) for owner, few in choices.items()]
    return Answer(found)


def _chosen(visit: Visit, owner: str, few: list[tuple[str, Text]]) -> str:
    """The account chosen for an owner; where there is only one, it."""
    asked = visit.asked(f"for.{owner}")
    if len(few) == 1:
        return few[0][0]
    return asked if asked in {code for code, _ in few} else ""


def _party(visit: Visit) -> reading.View:
    """The case, to its parties. Refuses `unknown_project`, `unknown_report`."""
    view = reading.view(visit.kept["case"], by=visit.seated.actor)
    if not view.party:
        raise refuse("unknown_project", project=visit.kept["case"])
    return view


STYLES = ("tanpuhui/cases.css",)
PAGES = (
    Page("case_terms", ("desk/cases/<str:case>/terms",), "web/case_form.html", Text("修改", "Revise"), WORDS, terms,
         needs=SEAT, scripts=("tanpuhui/forms.js",), styles=STYLES),
    Page("case_issue", ("desk/cases/<str:case>/issue",), "web/case_issue.html", Text("签发", "Issue"), WORDS, issue,
         needs="ledger:issue", styles=STYLES),
)  # fmt: skip
