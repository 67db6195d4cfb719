"""The expert committee: each expert signs one opinion a round, over what was read; who has an interest stands aside."""

from datetime import date, datetime

from tanpuhui.apps.gazette import checks
from tanpuhui.apps.gazette.documents import RECUSED, VERDICTS
from tanpuhui.apps.gazette.models import FilingOpinion
from tanpuhui.apps.gazette.operations.moving import Desk, moved
from tanpuhui.apps.gazette.refusals import refuse
from tanpuhui.apps.gazette.workflow import FILING
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.operations import Answer, Request
from tanpuhui.core.canonical import canonical_bytes, digest
from tanpuhui.core.refused import shown


def opine(
    *,
    filing: str,
    verdict: str,
    text: str,
    dossier: str,
    no_conflict: bool,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
) -> Answer:
    """Gives the expert's opinion: a `verdict` of `documents.VERDICTS` with its reasons, on the documents of hash `dossier`.

    `no_conflict`: the expert's declaration to have no interest in the filing, without which there is no opinion.
    Permission `gazette:evaluate`. Refuses `unknown_verdict`, `gazette_reason_missing`, `conflict_not_excluded`,
    `dossier_changed`, `opinion_given_already`, and as `move_filing`.
    """
    if verdict not in VERDICTS:
        raise refuse("unknown_verdict", verdict=shown(verdict), known=", ".join(VERDICTS))
    says = checks.reason(text, FILING.acts["opine"])
    if no_conflict is not True:
        raise refuse("conflict_not_excluded", filing=checks.filing(filing))
    checks.dossier(filing, dossier)
    body = {"filing": filing[:40], "verdict": verdict, "text": says, "dossier": dossier, "no_conflict": True}
    request = Request("gazette_filing_opine", by, on, at, key, body)
    return moved(
        filing=filing, act="opine", request=request,
        look=lambda desk: desk.require_read(dossier), then=lambda desk: _sign(desk, verdict, says),
    )  # fmt: skip


def recuse(*, filing: str, reason: str, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """Declares a conflict of interest: the expert gives no opinion in this round. Permission `gazette:evaluate`.

    Refuses `gazette_reason_missing`, `opinion_given_already`, and as `move_filing`.
    """
    why = checks.reason(reason, FILING.acts["recuse"])
    request = Request("gazette_filing_recuse", by, on, at, key, {"filing": filing[:40], "reason": why})
    return moved(
        filing=filing, act="recuse", request=request, reason=why, then=lambda desk: _sign(desk, RECUSED, why)
    )  # fmt: skip


def _sign(desk: Desk, verdict: str, text: str) -> None:
    """Keeps the opinion under the natural person, with the hash of everything the signature stands for."""
    person = desk.by.person_id
    assert person is not None, "the guard `first` asks for a natural person"
    signed = {
        "filing": desk.filing.reference, "round": desk.round.number, "person": person, "user": desk.by.user_id,
        "verdict": verdict, "text": text, "dossier": desk.dossier, "on": desk.request.on,
    }  # fmt: skip
    row = FilingOpinion(
        **desk.entered, round=desk.round.number, person_id=person, verdict=verdict, text=text,
        dossier=desk.dossier, signed=digest(canonical_bytes(signed)),
    )  # fmt: skip
    desk.rows.append(row)
