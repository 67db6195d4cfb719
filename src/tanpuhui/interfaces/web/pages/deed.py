"""The pages on which deeds are done: `do` (the form), `done` (the answer), `prove` (the button of a demonstration)."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.interfaces.deeds.catalogue import deed as deed_of
from tanpuhui.interfaces.deeds.deed import Waits
from tanpuhui.interfaces.deeds.words import FIELDS, label
from tanpuhui.interfaces.statuses import status_of
from tanpuhui.interfaces.web.forms import proof
from tanpuhui.interfaces.web.forms.about import ABOUT
from tanpuhui.interfaces.web.forms.doing import Wrong, carry_out, filled, of_address, of_post, sent
from tanpuhui.interfaces.web.forms.offers import offered
from tanpuhui.interfaces.web.forms.state import State
from tanpuhui.interfaces.web.forms.uploads import file_upload
from tanpuhui.interfaces.web.frame import SEAT, Answer, Page, Visit

ANSWER = "last_answer"
WORDS = {
    "done": Text("{title}：已办理。", "{title}: done."),
    "waits": Text("{title}：已提出，等待第二人复核（编号 {number}）。", "{title}: asked; it waits for a second person (number {number})."),
    "answer": Text("办理结果", "What came of it"),
    "field": Text("项目", "Field"),
    "value": Text("内容", "Value"),
    "nothing": Text("没有需要显示的结果。", "There is nothing more to show."),
    "to_desk": Text("回到工作台", "Back to the desk"),
    "prove_says": Text(
        "演示人员没有密码，也不用验证器。在真实登记簿中，这里须输入一次性验证码（主管部门、核查机构和平台人员必须）或密码。",
        "People of a demonstration have neither password nor authenticator. In a real register the one-time code is asked for "
        "here (always of people of authorities, verification bodies and the operator), or else the password.",
    ),
    "prove": Text("我是本人（演示）", "It is me (demonstration)"),
}  # fmt: skip


def show(visit: Visit) -> Answer | HttpResponseBase:
    """The form of a deed; POST does it."""
    code = visit.kept["code"]
    deed_of(code)
    if visit.request.method == "POST":
        return _sent(visit, code)
    waiting = proof.kept(visit, code) if visit.asked("proven") else None
    proven = bool(waiting and proof.method(visit.request))
    return _form(visit, waiting or of_address(visit, code), proven=proven)


def _form(visit: Visit, state: State, status: int = 200, **more: object) -> Answer:
    shown = offered(visit, state, **more)  # type: ignore[arg-type]
    return Answer({"offer": shown, "about": ABOUT.get(state.code)}, status, shown.deed.title)


def _sent(visit: Visit, code: str) -> Answer | HttpResponseBase:
    state = of_post(visit, code)
    if more := visit.request.POST.get("_more", ""):
        return _form(visit, state, more=more)
    try:
        if (shown := filled(visit, state)) is not None:
            return _form(visit, shown, proven=True) if proof.method(visit.request) else proof.ask(visit, shown)
        state, asked = sent(visit, state)
        if deed_of(code).signs and not proof.method(visit.request):
            return proof.ask(visit, state)
        done = carry_out(visit, state, asked)
    except Wrong as wrong:
        status = status_of(wrong.refusal) if wrong.refusal else 400
        return _form(visit, wrong.state, status, faults=wrong.faults, refusal=wrong.refusal)
    title = deed_of(code).title
    if isinstance(done, Waits):
        messages.info(visit.request, WORDS["waits"].fill(title=title, number=done.approval).into(visit.lang))
        return HttpResponseRedirect(reverse("approvals"))
    messages.success(visit.request, WORDS["done"].fill(title=title).into(visit.lang))
    return after(visit, state, done.answer)


def after(visit: Visit, state: State, answer: Mapping[str, object]) -> HttpResponseRedirect:
    """To where the form said, or to the page that shows the answer."""
    if state.then:
        return HttpResponseRedirect(state.then)
    visit.request.session[ANSWER] = {
        "code": state.code, "answer": [(name, str(value)[:2000]) for name, value in answer.items() if value not in (None, "")]
    }  # fmt: skip
    return HttpResponseRedirect(reverse("done"))


def show_done(visit: Visit) -> Answer:
    """The answer to what was done last."""
    last = visit.request.session.get(ANSWER) or {"code": "", "answer": []}
    rows = [(FIELDS.get(name) or label(name), said) for name, said in last["answer"]]
    return Answer({"rows": rows}, title=deed_of(last["code"]).title if last["code"] else None)


def show_proof(visit: Visit) -> Answer | HttpResponseBase:
    """The button by which somebody in a demonstration says to be the one."""
    return proof.pressed(visit) if visit.request.method == "POST" else Answer({})


def show_upload(visit: Visit) -> HttpResponseBase:
    """Files one file ahead of its form, so that a script can tell how far it is; the form sends its hash."""
    upload = visit.request.FILES.get("file")
    if upload is None:
        return JsonResponse({}, status=400)
    try:
        return JsonResponse({"sha256": file_upload(visit, upload)})
    except Refusal as refusal:
        return JsonResponse({"code": refusal.code}, status=status_of(refusal))


TITLE = Text("办理", "Deed")
SCRIPTS = ("tanpuhui/forms.js",)
PAGES = (
    Page("do", ("desk/do/<str:code>",), "web/deed.html", TITLE, WORDS, show, needs=SEAT, writes=True, scripts=SCRIPTS),
    Page("done", ("desk/done",), "web/done.html", WORDS["answer"], WORDS, show_done, needs=SEAT),
    Page("prove", ("desk/prove",), "web/prove.html", Text("再次证明是您本人", "Prove anew that it is you"), WORDS, show_proof,
         needs=SEAT, writes=True),
    Page("upload", ("desk/upload",), "", TITLE, WORDS, show_upload, needs=SEAT, writes=True),
)  # fmt: skip
