"""The verification statement, and the signature over it: the person re-authenticates over one hash of all that it says.

Pure: the interface shows the content, lets the person prove anew to be the one, and hands the proof in; here only hashes are
compared. Whoever has the record can compute the hash again.
"""

from dataclasses import dataclass
from datetime import date, datetime

from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.core.canonical import canonical_bytes, digest
from tanpuhui.core.refused import shown
from tanpuhui.core.text import Text

ASSURANCES: dict[str, Text] = {
    "reasonable": Text("合理保证", "reasonable assurance"),
    "limited": Text("有限保证", "limited assurance"),
}
OPINIONS: dict[str, Text] = {
    "unqualified": Text("无保留意见", "unqualified"),
    "qualified": Text("保留意见", "qualified"),
    "adverse": Text("否定意见", "adverse"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A statement on a report: level of assurance, opinion, text; over its dossier and its pinned calculation, by hash."""

    report: str
    assurance: str
    opinion: str
    text: str
    dossier: str
    calculation: str

    def check(self, opinions: frozenset[str]) -> None:
        """Refuse `unknown_assurance`, `unknown_opinion`, `text_needed` by the operation."""
        if self.assurance not in ASSURANCES:
            raise refuse("unknown_assurance", assurance=shown(self.assurance), known=", ".join(ASSURANCES))
        if self.opinion not in opinions:
            raise refuse("unknown_opinion", opinion=shown(self.opinion), known=", ".join(sorted(opinions)))


@dataclass(frozen=True, slots=True)
class Signature:
    """Proof that the user `user_id` re-authenticated over `hash`, by a `method` (`password`, `passkey` …), `at` an instant."""

    user_id: int
    hash: str
    method: str
    at: datetime


def to_sign(said: Said, *, user: int, organisation: int, on: date) -> str:
    """The hash that a user signs for a verification body on a legal day."""
    content = {
        "report": said.report, "assurance": said.assurance, "opinion": said.opinion, "text": said.text,
        "dossier": said.dossier, "calculation": said.calculation, "user": user, "organisation": organisation, "on": on,
    }  # fmt: skip
    return digest(canonical_bytes({"form": 1, "statement": content}))


def require_signed(
    said: Said, signature: Signature | None, *, user: int, organisation: int, on: date, at: datetime
) -> str:
    """The hash that was signed. Refuses `statement_unsigned`, `signature_differs` (of another hash, by another, too early)."""
    if signature is None:
        raise refuse("statement_unsigned", report=said.report)
    wanted = to_sign(said, user=user, organisation=organisation, on=on)
    if signature.hash != wanted or signature.user_id != user or signature.at > at:
        raise refuse("signature_differs", report=said.report, wanted=wanted, signed=shown(signature.hash))
    return wanted
