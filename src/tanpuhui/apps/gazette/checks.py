"""What a field must look like before it may reach a table."""

import re
from datetime import date

from tanpuhui.apps.gazette.models import FilingDocument, Notice
from tanpuhui.apps.gazette.refusals import refuse
from tanpuhui.apps.gazette.standing import stands
from tanpuhui.apps.parties import checks
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records import evidence
from tanpuhui.apps.records.refusals import refuse as missing
from tanpuhui.core.days import checked_year
from tanpuhui.core.refused import shown
from tanpuhui.core.text import Text
from tanpuhui.core.workflow import Workflow
from tanpuhui.parameters import Point

LONGEST = 2000
_FILING = re.compile(r"FIL-[0-9]{4}-[0-9]{6,12}")
_ADOPTION = re.compile(r"ADO-[0-9]{4}-[0-9]{6,12}")
_SCOPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/-]{0,79}")
_HASH = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"([12][0-9]{3})((?!000)[0-9]{3})-V((?!00)[0-9]{2})")
_REVISED = re.compile(r"[12][0-9]{3}(?!000)[0-9]{3}")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_EDITION = re.compile(r"[A-Za-z0-9][A-Za-z0-9.]{0,19}")


def reason(text: str, act: Text) -> str:
    """A reason in normal form; refuses `gazette_reason_missing`, `text_malformed`."""
    if not (clean := checks.text("reason", text, LONGEST)):
        raise refuse("gazette_reason_missing", act=act)
    return clean


def filed(sha256: str) -> str:
    """The hash of a filed content. Refuses `evidence_not_found`."""
    return evidence.evidence(sha256).sha256


def document(sha256: str, by: Actor) -> str:
    """The hash of a filed document that the actor may put in: filed by the own house or by an owner who entrusted it with
    filing, of a notice, or of a filing that is open to it. Else refuses `evidence_not_found`: whoever merely knows a hash must
    not open a file by naming it.
    """
    row = evidence.evidence(sha256)
    own = row.organisation_id == by.organisation_id or by.may("gazette:file", row.organisation_id)
    if not (own or _open(sha256, by) or evidence.filed_by(by.organisation_id, sha256)):
        raise missing("evidence_not_found", sha256=sha256)
    return row.sha256


def _open(sha256: str, by: Actor) -> bool:
    rows = FilingDocument.objects.filter(evidence_id=sha256).select_related("filing")
    return Notice.objects.filter(document__sha256=sha256).exists() or any(stands(by, row.filing) for row in rows)


def point(end: Point | None) -> str:
    """An end of a validity as it is stored: a day, a year, or nothing where it is open. Refuses `year_out_of_bounds`."""
    if end is None:
        return ""
    return end.isoformat() if isinstance(end, date) else str(checked_year(end))


def read_point(text: str, axis: str) -> Point | None:
    """The end that `point` wrote."""
    if not text:
        return None
    return date.fromisoformat(text) if axis == "in_force" else int(text)


def scope(code: str) -> str:
    """The scope of an adoption. Refuses `scope_malformed`."""
    if not _SCOPE.fullmatch(code):
        raise refuse("scope_malformed", scope=shown(code))
    return code


def is_hash(text: str) -> bool:
    """Whether it looks like a SHA-256."""
    return _HASH.fullmatch(text) is not None


def filing(reference: str) -> str:
    """A filing's number as it may be asked for. Refuses `unknown_filing`."""
    if not _FILING.fullmatch(reference):
        raise refuse("unknown_filing", filing=shown(reference))
    return reference


def dossier(filing: str, hash: str) -> str:
    """The hash of a dossier. What is none refuses as `dossier_changed`."""
    if not is_hash(hash):
        raise refuse("dossier_changed", filing=shown(filing), dossier=shown(hash))
    return hash


def adoption(reference: str) -> str:
    """An adoption's number as it may be asked for. Refuses `unknown_adoption`."""
    if not _ADOPTION.fullmatch(reference):
        raise refuse("unknown_adoption", adoption=shown(reference))
    return reference


def number(text: str) -> tuple[str, int]:
    """`2017005-V02` as what it numbers and its version. Refuses `methodology_number_malformed`."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise refuse("methodology_number_malformed", number=shown(text))
    return found[1] + found[2], int(found[3])


def revised(text: str) -> str:
    """The number without version of what a filing revises, or nothing. Refuses `methodology_number_malformed`."""
    if text and not _REVISED.fullmatch(text):
        raise refuse("methodology_number_malformed", number=shown(text))
    return text


def edition(code: str, edition: str) -> None:
    """A methodology's code and edition as the house names them. Refuses `methodology_code_malformed`."""
    for pattern, text in ((_CODE, code), (_EDITION, edition)):
        if not pattern.fullmatch(text):
            raise refuse("methodology_code_malformed", code=shown(text))


def one_of(table: Workflow, acts: frozenset[str], act: str) -> str:
    """An act among those possible here. Refuses `filing_act_unknown`."""
    if act not in acts:
        known = ", ".join(code for code in table.acts if code in acts)
        raise refuse("filing_act_unknown", act=shown(act), known=known)
    return act
