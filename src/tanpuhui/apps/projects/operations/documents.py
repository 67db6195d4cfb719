"""Documents of a project or report: added, a newer version in place of an older one, and copies that the public may see."""

from datetime import date, datetime

from tanpuhui.apps.parties import checks as fields
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects import boundary, checks, contents, dossiers, editions, reading, standing
from tanpuhui.apps.projects.desk import Desk
from tanpuhui.apps.projects.documents import KINDS, VISIBILITIES, Kind
from tanpuhui.apps.projects.models import Document, Redaction
from tanpuhui.apps.projects.operations.moving import lock, moved
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.apps.records.evidence import EvidenceRow, open_evidence
from tanpuhui.apps.records.operations import Answer, Request, Write, perform
from tanpuhui.core.refused import shown


def add_document(
    *,
    case: str,
    kind: str,
    evidence: str,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    name: str = "",
    visibility: str = "private",
    signed_by: str = "",
    signature: str = "",
    received_on: date | None = None,
) -> Answer:
    """Adds a document to a project or report, or a new version of it; the older ones stay for ever.

    `kind`: of `documents.KINDS`; `evidence`: hash of the filed file, whose content is examined; `name`: tells several of a
    kind apart, of an inventory table the methodology's table; `signed_by`, `signature`: who signed, and the hash of the file
    that shows it; `received_on`: the day it came on paper. Permission `projects:apply`; of a verification report
    `verification:verify`. Refuses `unknown_kind_of_document`, `kind_not_here`, `name_not_fitting`, `unknown_visibility`,
    `signature_missing`, `paper_from_the_future`, as `contents.check`, `boundary.parcels_in`, `moving.moved`.
    """
    known, called = _kind(kind, case), _name(kind, case, name)
    if visibility not in VISIBILITIES:
        raise refuse("unknown_visibility", visibility=shown(visibility), known=", ".join(VISIBILITIES))
    signer, proof = _signed(known, signed_by, signature, by)
    paper = checks.paper(received_on, on)
    file = _examined(evidence, known, called, by)
    kept = {"kind": kind, "name": called, "visibility": visibility, "signed_by": signer, **paper.body()}
    body = {"case": case[:40], **kept, "evidence": file.sha256, "signature": proof}

    def look(desk: Desk) -> None:
        if kind == "inventory_table":
            _require_table(desk, called)

    def then(desk: Desk) -> None:
        same = Document.objects.filter(project=desk.project, report=desk.report, kind=kind, name=called)
        version = (same.order_by("-version").values_list("version", flat=True).first() or 0) + 1
        row = Document(
            **desk.entered, **kept, project=desk.project, report=desk.report, version=version,
            evidence_id=file.sha256, signature_id=proof,
        )  # fmt: skip
        desk.rows.append(row)

    act = "attach_report" if known.side == "verifier" else "add_document"
    return moved(case=case, act=act, request=Request("projects_document", by, on, at, key, body), look=look, then=then)


def _kind(code: str, case: str) -> Kind:
    if code not in KINDS:
        raise refuse("unknown_kind_of_document", kind=shown(code), known=", ".join(KINDS))
    if ("report" if case.startswith("REP-") else "project") not in KINDS[code].of:
        raise refuse("kind_not_here", kind=KINDS[code].says, case=shown(case))
    return KINDS[code]


def _name(kind: str, case: str, name: str) -> str:
    known, called = _kind(kind, case), fields.text("name", name, 200)
    if (called and not known.named) or (not called and known.must_name):
        raise refuse("name_not_fitting", kind=known.says, name=called)
    return called


def _signed(known: Kind, signed_by: str, signature: str, by: Actor) -> tuple[str, str | None]:
    """Who signed, and the file that shows it, where the kind needs it."""
    signer, proof = fields.text("signed_by", signed_by, 200), reading.optional_file(signature, by=by)
    if known.signed and not (signer and proof):
        raise refuse("signature_missing", kind=known.says)
    return signer, proof


def _examined(evidence: str, known: Kind, called: str, by: Actor) -> EvidenceRow:
    """The filed file, if its content is what the kind asks for; of a boundary, if its parcels can be read."""
    file = contents.check(reading.at_hand(evidence, by=by), known)
    if known.code == "boundary":
        with open_evidence(evidence) as content:
            boundary.parcels_in(content.read(), called or file.name)
    return file


def _require_table(desk: Desk, name: str) -> None:
    """An inventory table is named as the methodology names it."""
    asked = editions.edition(desk.terms.methodology).tables
    if name not in asked:
        raise refuse("unknown_table_name", name=shown(name), known=", ".join(asked))


def redact(
    *, case: str, kind: str, evidence: str, by: Actor, on: date, at: datetime, key: str, name: str = ""
) -> Answer:
    """Gives the present version of a document a copy that the public may see, with what is private taken out.

    Possible at any time; the dossier stays the same. Permission `projects:apply`. Returns `{"case": …, "version": …}`.
    Refuses `no_such_document`, `not_permitted`, and as `add_document`.
    """
    known, called = _kind(kind, case), fields.text("name", name, 200)
    file = _examined(evidence, known, called, by)
    body = {"case": case[:40], "kind": kind, "name": called, "evidence": file.sha256}

    def work(write: Write) -> None:
        project, report = lock(case)
        standing.require(by, "projects:apply", dossiers.owners_of(dossiers.terms_of(project)))
        there = [d for d in dossiers.present(project, report) if (d.kind, d.name) == (kind, called)]
        if not there:
            raise refuse("no_such_document", case=case, kind=known.says, name=called or "–")
        entered = {"by_id": by.user_id, "organisation_id": by.organisation_id, "on": on, "at": at}
        row = Redaction(**entered, document=there[0], evidence_id=file.sha256)
        write({"case": case, "kind": kind, "name": called, "version": there[0].version}, [row])

    return perform(Request("projects_redact", by, on, at, key, body), work)
