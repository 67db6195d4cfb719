"""Who calls: a token's bearer, acting for somebody on a legal day; and how often each may call."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from tanpuhui.apps.ledger.queries import register
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.queries import token_actor
from tanpuhui.core.days import parse_day
from tanpuhui.interfaces import clock
from tanpuhui.interfaces.api.refusals import refuse

DAY = "X-Legal-Day"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, on which legal day, at which instant."""

    actor: Actor
    on: date
    at: datetime


def legal_day(request: HttpRequest) -> date:
    """Today; in a demonstration the day that the call names. Refuses `day_only_in_demonstration`, `malformed_day`."""
    asked = request.headers.get(DAY, "")
    if not asked:
        return clock.today()
    if not register().demonstration:
        raise refuse("day_only_in_demonstration")
    return parse_day(asked)


class Token(HttpBearer):
    """A token of the register; see `parties.operations.issue_token`."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """The caller, or none if the token does not hold."""
        on = legal_day(request)
        found = token_actor(digest=sha256(token.encode(errors="replace")).hexdigest(), on=on)
        return Caller(found[0], on, clock.now()) if found else None


class Rate(SimpleRateThrottle):
    """So many calls a minute for each token, and for each address without one; counted by each process of the server."""

    scope = "all"
    cache = caches["calls"]

    def __init__(self) -> None:
        super().__init__(settings.API_RATE)

    def get_cache_key(self, request: HttpRequest) -> str | None:
        """What is counted together."""
        caller = getattr(request, "auth", None)
        who = f"u{caller.actor.user_id}o{caller.actor.organisation_id}" if caller else self.get_ident(request)
        return str(self.cache_format % {"scope": self.scope, "ident": who})
