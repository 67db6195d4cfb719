"""What the pages of methodology filings show: the filings of a seat, one of them with its papers, opinions and moves."""

from collections.abc import Mapping

from django.urls import reverse

from tanpuhui.apps.gazette import cases
from tanpuhui.apps.gazette.documents import KINDS, NEEDED, OUTLINE, RECUSED, VERDICTS
from tanpuhui.apps.gazette.models import Filing
from tanpuhui.apps.gazette.queries import fitting_number
from tanpuhui.apps.gazette.workflow import FILING
from tanpuhui.apps.parties import queries as parties
from tanpuhui.apps.records.evidence import several
from tanpuhui.core.text import Text
from tanpuhui.core.workflow import Move
from tanpuhui.interfaces.web import forms, timeline
from tanpuhui.interfaces.web.frame import Visit

Facts = dict[str, object]
AT_ONCE = 50
RECUSED_SAYS = Text("回避", "stood aside")
AT = {"draft": 0, "returned": 0, "with_city": 1, "with_province": 2, "with_committee": 3, "published": 5}
WAY = (
    Text("备文件", "Documents"), Text("市级初审", "City"), Text("省级审核", "Province"), Text("专家委员会", "Committee"),
    Text("公布", "Publication"),
)  # fmt: skip
ONWARD = frozenset({"file", "forward", "refer", "opine", "publish"})
_DEEDS = {"refer": "refer_filing", "recuse": "recuse", "add_document": "add_filing_document"}


def rows(visit: Visit, state: str, after: str) -> list[tuple[cases.FilingRow, Text, Text | None]]:
    """The filings that the seat is a side of, `AT_ONCE` and one more: row, state, filer. Four statements."""
    seat = visit.seated
    found: list[cases.FilingRow] = []
    match seat.place.kind:
        case "city_bureau":
            found = cases.filings(state=state or None, area=seat.place.area, after=after, limit=AT_ONCE + 1)
        case "provincial_department" | "expert_committee":
            found = cases.filings(state=state or None, after=after, limit=AT_ONCE + 1)
        case _:
            owners = [seat.place.id, *seat.actor.entrusted]
            found = cases.filings(state=state or None, filers=owners, after=after, limit=AT_ONCE + 1)
    names = parties.names([row.filer for row in found])
    return [(row, FILING.state(row.state).says, names.get(row.filer)) for row in found]


def one(visit: Visit, reference: str) -> Facts:
    """A filing with all that its sides see."""
    row = cases.filing(reference)
    names = parties.names([row.filer])
    return {
        "filing": row, "state": FILING.state(row.state).says, "filer": names.get(row.filer), "way": _way(row.state),
        "documents": _documents(reference), "dossier": cases.dossier(reference), "outline": OUTLINE,
        "opinions": [(o, VERDICTS.get(o.verdict, RECUSED_SAYS)) for o in cases.opinions(reference)],
        "history": timeline.steps(FILING, cases.history(reference)), "recused": RECUSED,
    }  # fmt: skip


def _way(state: str) -> list[tuple[Text, str]]:
    at = AT.get(state)
    if at is None:
        return []
    return [(says, "done" if n < at else "now" if n == at else "ahead") for n, says in enumerate(WAY)]


def _documents(reference: str) -> list[tuple[Text, str, list[tuple[cases.DocumentRow, object]], bool]]:
    """By kind and name: what it is, its name, its versions with their files, newest first, whether it is needed."""
    found: dict[tuple[str, str], list[cases.DocumentRow]] = {(kind, ""): [] for kind in NEEDED}
    for row in cases.documents(reference):
        found.setdefault((row.kind, row.name), []).append(row)
    files = several([row.evidence for versions in found.values() for row in versions])
    return [
        (KINDS[kind], name, [(row, files.get(row.evidence)) for row in sorted(versions, key=lambda r: -r.version)],
         kind in NEEDED)
        for (kind, name), versions in found.items()
    ]  # fmt: skip


def actions(visit: Visit, row: cases.FilingRow) -> list[tuple[Move, Text, str]]:
    """A button for each move that is possible for the seat: the line, what it says, where its form is."""
    moves = cases.possible_moves(row.reference, by=visit.seated.actor)
    made = [(move, FILING.acts[move.act], _where(move, row, visit)) for move in moves]
    return sorted(made, key=lambda action: action[0].act not in ONWARD)


def _where(move: Move, row: cases.FilingRow, visit: Visit) -> str:
    then = reverse("filing", args=[row.reference])
    fixed: dict[str, object] = {"filing": row.reference}
    match move.act:
        case "opine":
            code, more = "give_opinion", {"dossier": cases.dossier(row.reference)}
        case "publish":
            return reverse("filing_publish", args=[row.reference])
        case "refer" | "recuse" | "add_document":
            code, more = _DEEDS[move.act], {}
        case _:
            code, more = "move_filing", {"act": move.act}
    return forms.address(code, then=then, **fixed, **more)


def publication(visit: Visit, row: cases.FilingRow) -> Mapping[str, object]:
    """What a publication is proposed to say: the dossier is fixed, a number that fits is filled in."""
    number = fitting_number(year=visit.today.year, revises=row.revises)
    return {"filing": row.reference, "dossier": cases.dossier(row.reference), "number": number}


def newest(visit: Visit) -> str:
    """The number of the filing that this seat opened last; empty if it opened none."""
    owners = [visit.seated.place.id, *visit.seated.actor.entrusted]
    last = Filing.objects.filter(filer__in=owners).order_by("-reference").values_list("reference", flat=True).first()
    return str(last or "")
