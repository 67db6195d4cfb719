"""The register of verification bodies as of the day, with what the province does about it; the conflicts of one's own body."""

from django.urls import reverse

from tanpuhui.apps.parties import queries as parties
from tanpuhui.apps.projects import bodies
from tanpuhui.apps.projects.models import ConflictDeclaration
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web import forms
from tanpuhui.interfaces.web.frame import SEAT, Answer, Page, Visit
from tanpuhui.quantification import catalogue

WORDS = {
    "lead": Text(
        "哪些机构可以核查、核查什么、到何时。资质条件未知，名录由省级登记。",
        "Which bodies may verify, what, and until when. What qualifies a body is not known; the province keeps the register.",
    ),
    "accredit": Text("登记一个机构", "Enter a body"),
    "none": Text("名录是空的。", "The register is empty."),
    "body": Text("核查机构", "Verification body"),
    "scope": Text("范围", "Scope"),
    "valid": Text("有效期", "Valid"),
    "status_of": Text("状态", "State"),
    "conflicts": Text("本机构申报的利害关系", "Conflicts that your body declared"),
    "no_conflicts": Text("没有申报。", "None was declared."),
    "declare": Text("申报利害关系", "Declare a conflict of interest"),
    "declare_says": Text(
        "申报之后，本机构不能核查该机构的项目，不能撤回。", "Afterwards your body cannot verify that organisation's projects, for good."
    ),
}  # fmt: skip
_ACTS = {"valid": ("suspend", "end"), "suspended": ("restore", "end"), "expired": ("end",), "not_yet": ("end",)}
"""State of an entry → what can be done about it."""


def show(visit: Visit) -> Answer:
    """The register; six statements at most."""
    by, here = visit.seated.actor, reverse("verification")
    rows = bodies.accreditations(visit.today)
    names = parties.names([row.body for row in rows])
    accredits = by.may("verification:accredit")
    known = catalogue()
    entries = [
        (row, names.get(row.body), bodies.STATES[row.state], [known[code].name for code in row.scope if code in known],
         [_button(row.reference, act, here) for act in _ACTS.get(row.state, ())] if accredits else [])
        for row in rows
    ]  # fmt: skip
    found: dict[str, object] = {"entries": entries, "accredits": accredits, "verifies": by.may("verification:verify")}
    if accredits:
        found["accredit_where"] = forms.address("accredit_body", then=here)
    if found["verifies"]:
        declared = ConflictDeclaration.objects.filter(body=by.organisation_id).select_related("other").order_by("pk")
        found["conflicts"] = [(row, Text(row.other.name_zh, row.other.name_en)) for row in declared]
        found["declare_where"] = forms.address("declare_conflict", then=here)
    return Answer(found)


def _button(entry: str, act: str, then: str) -> tuple[Text, str]:
    return bodies.EVENTS[act], forms.address("change_accreditation", then=then, accreditation=entry, act=act)


PAGE = Page(
    "verification", ("desk/verification",), "web/verification.html", Text("核查机构名录", "Register of verification bodies"),
    WORDS, show, needs=SEAT, styles=("tanpuhui/cases.css",),
)  # fmt: skip
