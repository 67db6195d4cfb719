"""The one form that stands open on the page of a case, as `?form=…` asks: a document, an answer, a closing."""

from collections.abc import Callable, Mapping

from django.urls import reverse

from tanpuhui.apps.projects.documents import KINDS, Kind
from tanpuhui.apps.projects.reading import View
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web import forms
from tanpuhui.interfaces.web.cases.acts import reference
from tanpuhui.interfaces.web.forms import Offer
from tanpuhui.interfaces.web.frame import Visit

ADD, ANSWER, CLOSE = Text("提交文件", "Add the document"), Text("答复", "Answer"), Text("关闭", "Close")
REDACT = Text("提供公开副本", "Give the public copy")


def opened(view: View, visit: Visit, then: str = "") -> dict[str, object]:
    """`form`: which one is open; `offer`: it. Nothing where none is, or where what was asked for is no form of this page."""
    asked = visit.asked("form")[:300]
    name, _, rest = asked.partition(":")
    if name not in _FORMS:
        return {"form": ""}
    then = then or f"{reverse('case', args=[reference(view)])}{_PARTS[name]}"
    offer = _FORMS[name](view, visit, rest, then)
    return {"form": asked, "offer": offer} if offer else {"form": ""}


def document(view: View, visit: Visit, kind: str, then: str, name: str = "") -> Offer:
    """The form that hands in a document of a kind, with no more fields than the kind has."""
    known = KINDS[kind]
    fixed: dict[str, object] = {"case": reference(view), "kind": kind}
    if name:
        fixed["name"] = name
    initial = {"visibility": "public"} if kind == "benefit_sharing" else {}
    only = [*fixed, *_fields(known, named=bool(name)), "visibility", "received_on"]
    return forms.offer(visit, "add_document", fixed=fixed, initial=initial, then=then, button=ADD, only=only)


def _fields(kind: Kind, *, named: bool) -> list[str]:
    return [*["name"] * (kind.named and not named), "evidence", *["signed_by", "signature"] * kind.signed]


def _document(view: View, visit: Visit, rest: str, then: str) -> Offer | None:
    kind, _, name = rest.partition(":")
    if kind in KINDS:
        return document(view, visit, kind, then, name)
    return forms.offer(visit, "add_document", fixed={"case": reference(view)}, then=then, button=ADD)


def _redaction(view: View, visit: Visit, rest: str, then: str) -> Offer | None:
    kind, _, name = rest.partition(":")
    fixed = {"case": reference(view), "kind": kind, "name": name}
    return forms.offer(visit, "redact_document", fixed=fixed, then=then, button=REDACT)


def _thread(code: str, field: str, button: Text) -> "Callable[[View, Visit, str, str], Offer | None]":
    def made(view: View, visit: Visit, rest: str, then: str) -> Offer | None:
        if not (rest.isdecimal() and len(rest) < 6):
            return None
        case = "report" if view.report else "project"
        fixed = {case: reference(view), field: int(rest)}
        return forms.offer(visit, code, fixed=fixed, then=then, button=button)

    return made


_FORMS: Mapping[str, Callable[[View, Visit, str, str], Offer | None]] = {
    "document": _document, "redact": _redaction, "answer": _thread("answer_finding", "finding", ANSWER),
    "close": _thread("close_finding", "finding", CLOSE),
    "objection": _thread("answer_objection", "objection", ANSWER),
}  # fmt: skip
_PARTS = {
    "document": "#documents", "redact": "#documents", "answer": "#findings", "close": "#findings",
    "objection": "#objections",
}  # fmt: skip
