"""Who hears of a move: everybody whose case it is, or before whom it has come, but never who made the move.

The applicant's side (every owner, and whoever acted for them) and the body engaged hear of every move; the city from the
filing on, the province from the forwarding on, and neither of what passes between applicant and verification body. Of a
disclosure and of objections to it the city hears too, and of an answer those who objected.
"""

from tanpuhui.apps.notices import operations as notices
from tanpuhui.apps.notices.messages import NOTHING
from tanpuhui.apps.parties.models import Organisation
from tanpuhui.apps.projects import dossiers
from tanpuhui.apps.projects.desk import Desk, engaged
from tanpuhui.apps.projects.models import Engagement, Objection, Owner, Step
from tanpuhui.core.text import Text

MESSAGES = {
    "disclose": "case_disclosed", "object": "case_objection", "record_objection": "case_objection",
    "answer_objection": "case_objection", "raise_finding": "case_finding", "answer_finding": "case_finding",
    "close_finding": "case_finding", "file": "case_passed", "forward": "case_passed", "register": "case_passed",
    "submit": "case_passed", "sign": "case_passed", "declare": "case_passed", "preapprove": "case_passed",
    "approve": "case_passed", "issue": "case_passed", "return": "case_returned", "decline": "case_returned",
    "recall": "case_returned", "reject": "case_rejected", "withdraw": "case_withdrawn", "appeal": "case_appealed",
    "uphold": "case_appeal_decided", "readmit": "case_appeal_decided",
}  # fmt: skip
"""Act → message; of any other it is `case_changed`."""
ARRIVES = {
    ("project", "file"): "own_city", ("project", "forward"): "province", ("project", "readmit"): "own_city",
    ("report", "engage"): "verifier", ("report", "submit"): "verifier", ("report", "file"): "own_city",
    ("report", "preapprove"): "province", ("report", "readmit"): "own_city",
    ("project", "appeal"): "province", ("report", "appeal"): "province",
}  # fmt: skip
"""Acts that bring the case before a side, which hears that it is its turn (`case_before_you`)."""
BETWEEN = frozenset({
    "open", "add_document", "revise", "engage", "submit", "declare", "recall", "raise_finding", "answer_finding",
    "close_finding", "record_visit", "attach_report", "sign", "decline",
})  # fmt: skip
"""What passes between applicant and verification body: no authority hears of it."""
SHOWN = frozenset({"disclose", "object", "record_objection", "answer_objection"})
"""Of these the city hears before anything is filed."""
FORWARDING = frozenset({"forward", "preapprove"})


def tell(desk: Desk) -> None:
    """Writes the messages about a move that is being made. Six statements at most, however many are told."""
    act, by = desk.move.act, desk.by.organisation_id
    sides = _sides(desk)
    places = {row.pk: row for row in Organisation.objects.filter(pk__in={by, *sides})}
    arrives = ARRIVES.get(("report" if desk.report else "project", act))
    told = {
        place: "case_before_you" if side == arrives else MESSAGES.get(act, "case_changed")
        for place, side in sides.items()
        if place != by and places[place].closed_on is None
    }
    facts: dict[str, object] = {
        "case": desk.reference, "title": Text(desk.terms.title_zh, desk.terms.title_en), "act": desk.table.acts[act],
        "state": desk.table.state(desk.move.next).says, "by": Text(places[by].name_zh, places[by].name_en),
        "reason": desk.reason or NOTHING,
    }  # fmt: skip
    notices.tell_all(codes=told, facts=facts, at=desk.request.at, key=f"{desk.reference}-{desk.number}")


def _sides(desk: Desk) -> dict[int, str]:
    """Organisation → the side as which it hears of the move."""
    act = desk.move.act
    done = set(Step.objects.filter(project=desk.project, report=desk.report).values_list("act", "who", "organisation"))
    acts = {act, *(each for each, _, _ in done)}
    found = {place: "applicant" for _, side, place in done if side == "applicant"}
    found |= dict.fromkeys(_owners(desk), "applicant") | _bodies(desk)
    if act not in BETWEEN and ("file" in acts or act in SHOWN):
        found |= dict.fromkeys(_authorities(kind="city_bureau", area=desk.project.area), "own_city")
    if act not in BETWEEN and (acts & FORWARDING or act == "appeal"):
        found |= dict.fromkeys(_authorities(kind="provincial_department"), "province")
    if act == "answer_objection":
        objectors = Objection.objects.filter(project=desk.project, on_paper=False).values_list(
            "organisation", flat=True
        )
        found |= dict.fromkeys(objectors, "stakeholder")
    return found


def _owners(desk: Desk) -> list[int]:
    """The owners; where the terms are revised, those who were it before as well."""
    if desk.move.act == "revise":
        return list(Owner.objects.filter(terms__project=desk.project).values_list("organisation", flat=True))
    return dossiers.owners_of(desk.terms)


def _bodies(desk: Desk) -> dict[int, str]:
    """The verification body engaged; where this move engages another, that one, and the one before."""
    before = engaged(desk.report) if desk.report else None
    fresh = {row.body_id: "verifier" for row in desk.rows if isinstance(row, Engagement)}
    return ({before: "body_before" if fresh else "verifier"} if before is not None else {}) | fresh


def _authorities(**asked: str) -> list[int]:
    return list(Organisation.objects.filter(closed_on=None, **asked).values_list("pk", flat=True))
