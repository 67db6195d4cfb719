"""Tokens by which programs act for somebody: issued by the person they act as, ended by that person or the organisation."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Model

from tanpuhui.apps.parties import checks
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.journal import Journal
from tanpuhui.apps.parties.models import Token
from tanpuhui.apps.parties.operations.once import once
from tanpuhui.apps.parties.permissions import PERMISSIONS
from tanpuhui.apps.parties.refusals import refuse
from tanpuhui.core.text import Text

LONGEST_DAYS = 366


def issue_token(
    *, by: Actor, on: date, at: datetime, key: str, journal: Journal, label: str, scopes: Iterable[str], digest: str,
    ends_on: date,
) -> int:  # fmt: skip
    """Lets whoever holds the token with this `digest` (SHA-256) act as `by`, within `scopes` (permissions); its number.

    What the person is no longer allowed, the token is not either. Permission `api:token`. Refuses `name_missing`,
    `scope_unknown`, `scope_not_yours` (a token is no way to more than its maker has), `evidence_malformed`, `token_too_long`,
    `mandate_reversed`.
    """
    by.require("api:token")
    called, named = checks.required("label", label, 100), sorted(set(scopes))
    checks.evidence(digest)
    checks.days(on, ends_on)
    if wrong := [scope for scope in named if scope not in PERMISSIONS]:
        raise refuse("scope_unknown", scope=wrong[0][:60], known=", ".join(PERMISSIONS))
    if above := set(named) - by.permissions.union(*by.entrusted.values()):
        raise refuse("scope_not_yours", scope=min(above))
    if (ends_on - on).days > LONGEST_DAYS:
        raise refuse("token_too_long", days=LONGEST_DAYS)

    def make() -> list[Model]:
        token = Token(
            user_id=by.user_id, organisation_id=by.organisation_id, label=called, scopes=named, digest=digest,
            starts_on=on, ends_on=ends_on, created_at=at,
        )  # fmt: skip
        token.save(force_insert=True)
        return [token]

    body = {"label": called, "scopes": named, "digest": digest, "ends_on": ends_on}
    return once(journal, make, operation="issue_token", by=by, on=on, at=at, key=key, body=body)


def revoke_token(*, by: Actor, on: date, at: datetime, key: str, journal: Journal, token: int) -> int:
    """Ends a token from this day on: one's own, or with `parties:appoint` one of the organisation's."""

    def make() -> list[Model]:
        found = Token.objects.filter(pk=token, organisation=by.organisation_id).first()
        if found is None or (found.user_id != by.user_id and not by.may("parties:appoint")):
            raise refuse("party_not_found", what=Text("令牌", "token"), id=token)
        if found.revoked_on is None:
            found.revoked_on = on
            found.save(update_fields=["revoked_on"])
        return [found]

    by.require("api:token")
    return once(journal, make, operation="revoke_token", by=by, on=on, at=at, key=key, body={"token": token})
