"""Tokens by which programs act for somebody: issued by the person they act as, ended by that person or the organisation."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Model

from tanpuhui.apps.parties import checks, duties
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.journal import Journal
from tanpuhui.apps.parties.models import Token
from tanpuhui.apps.parties.operations.once import once
from tanpuhui.apps.parties.permissions import PERMISSIONS
from tanpuhui.apps.parties.refusals import refuse
from tanpuhui.core.text import Text

LONGEST_DAYS, STANDING_DAYS = 366, 93
"""How long a token holds at most; one that signs alone for a quarter of a year."""


def issue_token(
    *, by: Actor, on: date, at: datetime, key: str, journal: Journal, label: str, scopes: Iterable[str], digest: str,
    ends_on: date, standing: bool = False,
) -> int:  # fmt: skip
    """Lets whoever holds the token with this `digest` (SHA-256) act as `by`, within `scopes` (permissions); its number.

    `standing`: it moves units and money without its person showing each time that it is them; so it holds for
    `STANDING_DAYS` at most. What the person is no longer allowed, the token is not either. Permission `api:token`. Refuses
    `name_missing`, `scope_unknown`, `scope_not_yours` (a token is no way to more than its maker has), `evidence_malformed`,
    `token_too_long`, `token_outlives_its_maker`, `standing_not_yours`, `person_not_identified`, `mandate_reversed`.
    """
    by.require("api:token")
    called, named = checks.required("label", label, 100), sorted(set(scopes))
    checks.evidence(digest)
    checks.days(on, ends_on)
    if wrong := [scope for scope in named if scope not in PERMISSIONS]:
        raise refuse("scope_unknown", scope=wrong[0][:60], known=", ".join(PERMISSIONS))
    if above := set(named) - by.permissions.union(*by.entrusted.values()):
        raise refuse("scope_not_yours", scope=min(above))
    if standing:
        duties.known_person(by)
    longest = STANDING_DAYS if standing else LONGEST_DAYS
    if (ends_on - on).days > longest:
        raise refuse("token_too_long", days=longest)

    def make() -> list[Model]:
        if by.token is not None:
            _check_child(by.token, ends_on, standing=standing)
        token = Token(
            user_id=by.user_id, organisation_id=by.organisation_id, label=called, scopes=named, digest=digest,
            standing=standing, parent_id=by.token, starts_on=on, ends_on=ends_on, created_at=at,
        )  # fmt: skip
        token.save(force_insert=True)
        return [token]

    body = {"label": called, "scopes": named, "digest": digest, "ends_on": ends_on, "standing": standing}
    return once(journal, make, operation="issue_token", by=by, on=on, at=at, key=key, body=body)


def _check_child(parent: int, ends_on: date, *, standing: bool) -> None:
    """What a token makes ends with it at the latest, and is no more than it is. Locked: it is not ended meanwhile."""
    maker = Token.objects.select_for_update().get(pk=parent)
    if ends_on > maker.ends_on or maker.revoked_on is not None:
        raise refuse("token_outlives_its_maker", ends_on=maker.revoked_on or maker.ends_on)
    if standing and not maker.standing:
        raise refuse("standing_not_yours")


def revoke_token(*, by: Actor, on: date, at: datetime, key: str, journal: Journal, token: int) -> int:
    """Ends a token from this day on, and those made with it: one's own, or with `parties:appoint` one of the organisation's."""

    def make() -> list[Model]:
        found = Token.objects.select_for_update().filter(pk=token, organisation=by.organisation_id).first()
        if found is None or (found.user_id != by.user_id and not by.may("parties:appoint")):
            raise refuse("party_not_found", what=Text("令牌", "token"), id=token)
        return [_ended(each, on) for each in _family(found)]

    by.require("api:token")
    return once(journal, make, operation="revoke_token", by=by, on=on, at=at, key=key, body={"token": token})


def _family(token: Token) -> list[Token]:
    """The token, those made with it, and those made with these."""
    family, made = [token], [token]
    while made := list(Token.objects.select_for_update().filter(parent__in=made).order_by("pk")):
        family += made
    return family


def _ended(token: Token, on: date) -> Token:
    if token.revoked_on is None:
        token.revoked_on = on
        token.save(update_fields=["revoked_on"])
    return token
