"""Methodologies on their way: opened, documented, filed, forwarded, evaluated, published, or sent back."""

from collections.abc import Mapping
from datetime import date, datetime

from tanpuhui.apps.gazette import checks, queries
from tanpuhui.apps.gazette.documents import KINDS, OUTLINE
from tanpuhui.apps.gazette.models import Filing, FilingDocument, Methodology
from tanpuhui.apps.gazette.operations.moving import Desk, moved, write_step
from tanpuhui.apps.gazette.refusals import refuse
from tanpuhui.apps.gazette.workflow import FILING
from tanpuhui.apps.parties import checks as fields
from tanpuhui.apps.parties import queries as parties
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.models import Organisation
from tanpuhui.apps.records.numbers import reference
from tanpuhui.apps.records.operations import Answer, Request, Write, perform
from tanpuhui.core.refused import shown
from tanpuhui.core.text import Text
from tanpuhui.core.workflow import NOWHERE

PLAIN = frozenset({"file", "forward", "return", "reject", "withdraw"})
"""Acts that say nothing but why. The others bring something with them, and have operations of their own."""
PUBLISH = "gazette_filing_publish"
MOST_OPINIONS = 99


def open_filing(
    *, filer: int, area: str, title: Text, by: Actor, on: date, at: datetime, key: str, revises: str = ""
) -> Answer:
    """Opens a filing of organisation `filer` with the bureau of `area` (six digits). An agent may, where entrusted.

    `revises`: the number without version (`2017005`) of what it is a new edition of. Permission `gazette:file`. Returns
    `{"filing": "FIL-2026-000001", "state": "draft", "step": 1}`. Refuses `name_missing`, `text_malformed`,
    `area_malformed`, `no_bureau_there`, `methodology_number_malformed`, `organisation_closed`.
    """
    by.require("gazette:file", filer)
    both, revised = fields.name(title), checks.revised(revises)
    fields.kind_and_area("city_bureau", area)
    body = {"filer": filer, "area": area, "title": [both.zh, both.en], "revises": revised}
    request = Request("gazette_filing_open", by, on, at, key, body)
    move = FILING.lines("open")[0]

    def work(write: Write) -> None:
        parties.organisation(id=filer).require_open(on)
        if not Organisation.objects.filter(kind="city_bureau", area=area, closed_on=None).exists():
            raise refuse("no_bureau_there", area=area)
        row = Filing.objects.create(
            reference=reference("FIL", on.year), filer_id=filer, area=area, title_zh=both.zh, title_en=both.en,
            revises=revised, opened_on=on, state=move.next, since=on, steps=0,
        )  # fmt: skip
        write_step(Desk(row, move, by, request, []), write, NOWHERE, None)

    return perform(request, work)


def add_document(
    *,
    filing: str,
    kind: str,
    evidence: str,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    name: str = "",
    sections: Mapping[str, str] | None = None,
) -> Answer:
    """Adds a document, or a new version of it; the older ones stay for ever. Possible while the filing is with the filer.

    `kind`: of `documents.KINDS`; `name`: tells further documents apart; `evidence`: hash of the filed file; `sections`: of
    a design document, section of `documents.OUTLINE` → its place. Permission `gazette:file`. Refuses
    `unknown_document_kind`, `document_name_wrong`, `unknown_section`, `text_malformed`, `evidence_not_found`.
    """
    places = _sections(kind, sections or {})
    called = fields.text("name", name, 200)
    if (kind == "further") != bool(called):
        raise refuse("document_name_wrong", kind=KINDS[kind], name=called)
    file = checks.filed(evidence)

    def then(desk: Desk) -> None:
        checks.document(file, by)
        same = FilingDocument.objects.filter(filing=desk.filing, kind=kind, name=called)
        version = (same.order_by("-version").values_list("version", flat=True).first() or 0) + 1
        kept = {"kind": kind, "name": called, "version": version, "evidence_id": file, "sections": places}
        desk.rows.append(FilingDocument(**desk.entered, **kept))

    body = {"filing": filing[:40], "kind": kind, "name": called, "evidence": file, "sections": places}
    return moved(
        filing=filing, act="add_document", request=Request("gazette_filing_document", by, on, at, key, body), then=then
    )  # fmt: skip


def _sections(kind: str, sections: Mapping[str, str]) -> dict[str, str]:
    """The places of the sections in normal form; a section without a place counts as missing."""
    if kind not in KINDS:
        raise refuse("unknown_document_kind", kind=shown(kind), known=", ".join(KINDS))
    known = OUTLINE if kind == "design_document" else {}
    for code in sections:
        if code not in known:
            raise refuse("unknown_section", section=shown(code), known=", ".join(known) or "–")
    clean = {code: fields.text(code, place, 200) for code, place in sections.items()}
    return {code: place for code, place in sorted(clean.items()) if place}


def move_filing(*, filing: str, act: str, by: Actor, on: date, at: datetime, key: str, reason: str = "") -> Answer:
    """Files, forwards, returns, rejects or withdraws, as the table allows. Permission: that of the line.

    Refuses `filing_act_unknown`, `unknown_filing`, `not_permitted`, `filing_not_now`, `filing_not_theirs`,
    `gazette_reason_missing`, `filing_day_reversed`, and what the guards of the line refuse: `conflict_of_interest`, the
    refusals of `parties.duties`, `documents_incomplete`, `sections_missing`.
    """
    checks.one_of(FILING, PLAIN, act)
    why = fields.text("reason", reason, checks.LONGEST)
    request = Request(f"gazette_filing_{act}", by, on, at, key, {"filing": filing[:40], "reason": why})
    return moved(filing=filing, act=act, request=request, reason=why)


def refer(*, filing: str, opinions: int, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """Refers a filing to the expert committee and says how many `opinions` it asks for (no rule fixes their number).

    Permission `gazette:review`. Refuses `opinions_asked_wrong`, and as `move_filing`.
    """
    if type(opinions) is not int or not 1 <= opinions <= MOST_OPINIONS:
        raise refuse("opinions_asked_wrong", asked=shown(opinions), most=MOST_OPINIONS)
    request = Request("gazette_filing_refer", by, on, at, key, {"filing": filing[:40], "opinions": opinions})
    return moved(filing=filing, act="refer", request=request, opinions=opinions)


def publish_body(*, filing: str, number: str, code: str, edition: str, dossier: str) -> dict[str, object]:
    """A publication as the journal, a retry and the second person see it."""
    return {"filing": filing[:40], "number": number, "code": code, "edition": edition, "dossier": dossier}


def publish_filing(
    *,
    filing: str,
    number: str,
    code: str,
    edition: str,
    dossier: str,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    approval: int | None,
) -> Answer:
    """Publishes a methodology as filed: official `number` (`2017005-V02`), and `code` and `edition` as the house names it.

    `dossier`: hash of the documents that were judged (`queries.dossier`). Permission `gazette:review`; second person
    (operation `gazette_filing_publish`, `publish_body`). Refuses `methodology_number_malformed`,
    `methodology_code_malformed`, `dossier_changed`, `opinions_outstanding`, `methodology_number_wrong`,
    `methodology_exists`, and as `move_filing`.
    """
    by.require("gazette:review")
    checks.number(number)
    checks.edition(code, edition)
    checks.dossier(filing, dossier)

    def look(desk: Desk) -> None:
        desk.require_read(dossier)
        _check_number(desk, number)
        if there := Methodology.objects.filter(code=code, edition=edition).first():
            raise refuse("methodology_exists", code=code, edition=edition, number=there.number)

    def then(desk: Desk) -> None:
        design = next(row.evidence_id for row in desk.documents if row.kind == "design_document")
        row = Methodology(**desk.entered, code=code, edition=edition, number=number, design_id=design)
        desk.rows.append(row)

    body = publish_body(filing=filing, number=number, code=code, edition=edition, dossier=dossier)
    request = Request(PUBLISH, by, on, at, key, body, approval, second_person=FILING.lines("publish")[0].second_person)
    return moved(filing=filing, act="publish", request=request, look=look, then=then)


def _check_number(desk: Desk, number: str) -> None:
    """A revision keeps what it revises and goes on from its last version; anything else is new in its year."""
    numbered, version = checks.number(number)
    revises, year = desk.filing.revises, desk.request.on.year
    last = queries.last_version(numbered)
    fits = (
        numbered == revises and version > max(last, 1)
        if revises
        else (int(numbered[:4]) == year and version == 1 and last == 0)
    )
    if not fits:
        fitting = queries.fitting_number(year=year, revises=revises)
        raise refuse("methodology_number_wrong", number=number, filing=desk.filing.reference, fitting=fitting)
