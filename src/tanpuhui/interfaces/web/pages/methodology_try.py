"""A methodology tried by anybody: a small form or whole tables in, the calculation sheet out. Nothing is stored."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from tanpuhui.apps.projects import editions, trial
from tanpuhui.apps.projects.trial import Asked
from tanpuhui.apps.projects.work import PERMISSION
from tanpuhui.core.days import Period, parse_day
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.interfaces import tries
from tanpuhui.interfaces.statuses import status_of
from tanpuhui.interfaces.web import sheets, tables
from tanpuhui.interfaces.web.frame import Answer, Page, Visit
from tanpuhui.interfaces.web.methods import asking, words
from tanpuhui.interfaces.web.pages.methodology import SAYS, STYLES
from tanpuhui.interfaces.web.words import REFUSAL
from tanpuhui.quantification import Methodology, Result, explaining, json_bytes, markdown
from tanpuhui.quantification.records import Record
from tanpuhui.quantification.refusals import refuse as no_record
from tanpuhui.quantification.trials import Trial, compared

FILES, AGAINST = "files", "against"
WORDS = words.PAGE | words.TRY | sheets.WORDS | tables.WORDS | {
    "what_to_do": REFUSAL["what_to_do"], "code": REFUSAL["code"],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What the upper part of the form said, as it was sent."""

    first: str
    last: str
    on: str
    options: Mapping[str, str]


def show(visit: Visit) -> Answer | HttpResponseBase:
    """The form, filled with an example; POST calculates. Refuses `unknown_plugin`, `too_many_requests`."""
    wanted = editions.edition(visit.kept["code"])
    if visit.request.method != "POST":
        return Answer(_facts(visit, wanted, *_begun(visit, wanted)), title=_title(wanted))
    tries.counted(visit.request)
    sent = visit.request.POST
    said = _said(wanted, sent, visit.today)
    answers = asking.posted(wanted, sent)
    if "_more" in sent:
        return Answer(_facts(visit, wanted, said, answers), title=_title(wanted))
    try:
        made = _made(visit, wanted, said, answers)
    except Refusal as no:
        return Answer(_facts(visit, wanted, said, answers, refusal=no), status_of(no), _title(wanted))
    if made.result and (kept := sent.get("_as", "")):
        return _file(visit, made.result, kept)
    status = status_of(made.refusal) if made.refusal else 200
    return Answer(_facts(visit, wanted, said, answers, made), status, _title(wanted))


def _title(wanted: Methodology) -> Text:
    return WORDS["try_title"].fill(name=wanted.name)


def _begun(visit: Visit, wanted: Methodology) -> tuple[Said, asking.Answers]:
    """An empty form, or an example that fits into one."""
    case = None if visit.asked("empty") else explaining.example(wanted)
    if case is None:
        before = visit.today.year - 1
        return Said(f"{before}-01-01", f"{before}-12-31", visit.today.isoformat(), {}), {}
    first, last = case.period
    said = Said(first.isoformat(), last.isoformat(), case.on.isoformat(), case.options)
    return said, asking.of_example(wanted, case)


def _said(wanted: Methodology, sent: Any, today: date) -> Said:
    options = {name: sent[f"option.{name}"][:80] for name in wanted.shape.options if sent.get(f"option.{name}")}
    days = (sent.get(name, "").strip()[:20] for name in ("first", "last", "on"))
    first, last, on = days
    return Said(first, last, on or today.isoformat(), options)


def _made(visit: Visit, wanted: Methodology, said: Said, answers: asking.Answers) -> Trial:
    """The trial of what was sent. Refuses days that are none."""
    period, on = Period.parse(said.first, said.last), parse_day(said.on)
    asked = Asked(wanted.code, period, on, said.options, "demo" if visit.register.demonstration else "")
    by_files = visit.request.POST.get("_part") == FILES
    given = tables.uploaded(visit, wanted) if by_files else asking.raw(wanted, answers, said.first, said.last)
    made = trial.offhand(asked, given, most_rows=trial.MOST_AT_ONCE)
    return compared(kept, made) if (kept := _other(visit)) is not None else made


def _other(visit: Visit) -> Record | None:
    """The sheet to compare with, if one was sent. Refuses `record_not_understood`."""
    upload = visit.request.FILES.get(AGAINST)
    if not isinstance(upload, UploadedFile):
        return None
    try:
        kept = json.loads(upload.read())
    except (ValueError, RecursionError) as wrong:
        raise no_record("record_not_understood") from wrong
    return kept if isinstance(kept, dict) else {}


def _file(visit: Visit, result: Result, kind: str) -> HttpResponse:
    """The sheet as a file: the record as JSON, or a page in Markdown."""
    content, media, ending = (
        (markdown(result, visit.lang).encode(), "text/markdown; charset=utf-8", "md") if kind == "md"
        else (json_bytes(result), "application/json", "json")
    )  # fmt: skip
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{result.methodology.code}-sheet.{ending}"'
    return response


def _facts(
    visit: Visit, wanted: Methodology, said: Said, answers: asking.Answers, made: Trial | None = None,
    refusal: Refusal | None = None,
) -> dict[str, object]:  # fmt: skip
    by_files = visit.request.POST.get("_part") == FILES
    found: dict[str, object] = {
        "wanted": wanted, "shape": wanted.shape, "status": wanted.status, "status_says": WORDS[SAYS[wanted.status]],
        "said": said, "options": _options(wanted, said), "parts": list(asking.parts(wanted, answers, None if by_files else made)),
        "tables": tables.asked(wanted), "accepts": tables.ACCEPTS, "made": made, "refusal": refusal, "by_files": by_files,
        "most": trial.MOST_AT_ONCE,
        "empty": bool(visit.asked("empty")), "large": visit.seat is not None and visit.seat.may(PERMISSION),
    }  # fmt: skip
    if made and made.result:
        result = made.result
        found |= {
            "sheet": sheets.whole("sheet", result, visit.lang),
            "sums": sheets.sums(result), "tonnes": sheets.tonnes(result.grams), "basis": result.status,
            "warnings": result.findings[:50],
            "against": AGAINST in visit.request.FILES, "differences": made.differences,
        }  # fmt: skip
    return found


def _options(wanted: Methodology, said: Said) -> list[tuple[str, Any, str]]:
    return [(name, shape, said.options.get(name, shape.default)) for name, shape in wanted.shape.options.items()]


PAGE = Page(
    "methodology_try", ("methodologies/<slug:code>/try",), "web/methodology_try.html", Text("试算", "Try it"), WORDS, show,
    writes=True, styles=("tanpuhui/cases.css", *STYLES),
)  # fmt: skip
