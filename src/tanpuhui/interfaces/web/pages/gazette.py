"""The gazette: notices and adoptions for everybody, and the desk at which the province enters, withdraws and revokes them."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from tanpuhui.apps.gazette import queries, reading
from tanpuhui.apps.gazette.queries import AdoptionRow, NoticeRow
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.desks import gazette as desk
from tanpuhui.interfaces.web.desks import links
from tanpuhui.interfaces.web.desks.gazette import LIMIT
from tanpuhui.interfaces.web.frame import Answer, Page, Visit
from tanpuhui.interfaces.web.grid import MORE, Cell, Column, Grid, Way, day, onward

PUBLISH, ADOPT = "gazette:publish", "gazette:adopt"
WORDS = {
    **desk.WORDS,
    "notices": Text("通知", "Notices"),
    "adoptions": Text("采纳", "Adoptions"),
    "lead": Text(
        "登记簿依据的通知：各自改变了哪些取值，何时施行，被哪一份废止。",
        "The notices that this register goes by: which values each changed, from when, and what withdrew it.",
    ),
    "lead_adoptions": Text(
        "主管部门采纳的取值组合：由暂定取值算出的结果，只有在其取值被采纳后才能签发。",
        "Sets of values that the authority adopted: what was computed from provisional values "
        "is issued only once they are adopted.",
    ),
    "lead_desk": Text(
        "通知由一人登记、另一人复核，此后不再改动；要改变，就登记下一份。",
        "A notice is entered by one person and allowed by another, and never changed: what changes it is the next one.",
    ),
    "caption": Text("通知，最近登记的在前", "Notices, the last entered first"),
    "none": Text("还没有登记任何通知。", "No notice has been entered yet."),
    "adoptions_caption": Text("采纳，最近的在前", "Adoptions, the last first"),
    "no_adoptions": Text("还没有采纳任何取值。", "No values have been adopted yet."),
    "enter": Text("登记通知", "Enter a notice"),
    "withdraw": Text("登记废止它的通知", "Withdraw by another notice"),
    "adopt": Text("采纳一份报告的取值", "Adopt the values of a report"),
    "revoke": Text("撤销", "Revoke"),
    "all_notices": Text("全部通知", "All notices"),
    "download": Text("下载文件", "Download the document"),
}


def _notices(visit: Visit, *, at_desk: bool) -> Grid:
    found = reading.notices(before=_number(visit.asked("notices")), limit=LIMIT + 1)
    shown = found[:LIMIT]
    more = Way(MORE, onward(visit, notices=shown[-1][0])) if len(found) > LIMIT else None
    columns = [
        Column(WORDS["title"]),
        Column(WORDS["issuer"]),
        Column(WORDS["published"], "day"),
        Column(WORDS["in_force"], "day"),
    ]
    columns += [Column(WORDS["actions"])] if at_desk else []
    rows = [_notice(visit, row, at_desk=at_desk) for _, row in shown]
    return Grid("notices", WORDS["caption"], columns, rows, WORDS["none"], more)


def _notice(visit: Visit, row: NoticeRow, *, at_desk: bool) -> list[Cell]:
    mark = WORDS["withdrawn"] if row.withdrawn_by else None
    cells = [
        Cell(row.title, reverse("notice", args=[row.reference]), row.reference, mark),
        Cell(row.issuer),
        day(row.published_on),
        Cell(desk.in_force(visit, row)),
    ]
    if not at_desk:
        return cells
    free = not (row.withdrawn_by or row.withdraws)
    fixed: dict[str, Any] = {"notice.withdraws": row.reference}
    return [
        *cells,
        Cell(ways=links.deed(visit, "publish_notice", WORDS["withdraw"], needs=PUBLISH, **fixed) if free else ()),
    ]


def show_notices(visit: Visit) -> Answer:
    """Every notice, the last first."""
    return Answer({"grid": _notices(visit, at_desk=False), "id": "notices", "lead": WORDS["lead"]})


def show_notice(visit: Visit) -> Answer:
    """One notice with its values. Refuses `unknown_notice`."""
    row = queries.notice(visit.asked("reference"))
    facts: dict[str, object] = {
        "notice": row,
        "in_force": desk.in_force(visit, row),
        "values": desk.values(row, reading.entries([row.reference])[row.reference]),
        "document": links.to("evidence", row.document),
    }
    return Answer(facts, title=row.title)


def _adoptions(visit: Visit, *, at_desk: bool) -> tuple[list[tuple[AdoptionRow, Grid, tuple[Way, ...]]], Way | None]:
    found = reading.adoptions(before=_number(visit.asked("adoptions")), limit=LIMIT + 1)
    shown = found[:LIMIT]
    more = Way(MORE, onward(visit, adoptions=shown[-1][0])) if len(found) > LIMIT else None
    return [(row, desk.adopted(row), _revoke(visit, row) if at_desk else ()) for _, row in shown], more


def _revoke(visit: Visit, row: AdoptionRow) -> tuple[Way, ...]:
    if row.revoked_on:
        return ()
    return links.deed(visit, "revoke_adoption", WORDS["revoke"], needs=ADOPT, adoption=row.reference)


def show_adoptions(visit: Visit) -> Answer:
    """Every adoption with its values, the last first."""
    rows, more = _adoptions(visit, at_desk=False)
    return Answer({"adoptions": rows, "more": more})


def show_desk(visit: Visit) -> Answer:
    """Notices and adoptions with what may be done about them."""
    rows, more = _adoptions(visit, at_desk=True)
    facts: dict[str, object] = {
        "grid": _notices(visit, at_desk=True),
        "adoptions": rows,
        "more": more,
        "enter": links.deed(visit, "publish_notice", WORDS["enter"], needs=PUBLISH),
        "adopt": links.deed(visit, "adopt_values", WORDS["adopt"], needs=ADOPT),
    }
    return Answer(facts)


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdecimal() and 0 < len(said) < 19 else None


PAGES: Sequence[Page] = (
    Page("notices", ("notices",), "web/notices.html", WORDS["notices"], WORDS, show_notices, more=20),
    Page("notice", ("notices/<path:reference>",), "web/notice.html", Text("通知", "Notice"), WORDS, show_notice),
    Page("adoptions", ("adoptions",), "web/adoptions.html", WORDS["adoptions"], WORDS, show_adoptions, more=21),
    Page(
        "gazette_desk",
        ("desk/gazette",),
        "web/gazette.html",
        Text("公报", "Gazette"),
        WORDS,
        show_desk,
        needs=PUBLISH,
        desk=50,
    ),
)
