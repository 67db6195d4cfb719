"""Who calls: a token's bearer, acting for somebody on a legal day, or anybody; and how often each may call."""

import time
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from math import ceil
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from ninja.errors import Throttled
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from tanpuhui.apps.ledger.queries import register
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.queries import bearer
from tanpuhui.core.days import parse_day
from tanpuhui.interfaces import clock
from tanpuhui.interfaces.api.counting import Counter
from tanpuhui.interfaces.api.refusals import refuse

DAY = "X-Legal-Day"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, on which legal day, at which instant, by which token (its label); `standing`: see `parties.models.Token`."""

    actor: Actor
    on: date
    at: datetime
    token: str = ""
    standing: bool = False


@dataclass(frozen=True, slots=True)
class Anybody:
    """A call without a token, where none is needed."""


def legal_day(request: HttpRequest) -> date:
    """Today; in a demonstration the day that the call names. Refuses `day_only_in_demonstration`, `malformed_day`."""
    asked = request.headers.get(DAY, "")
    if not asked:
        return clock.today()
    if not register().demonstration:
        raise refuse("day_only_in_demonstration")
    return parse_day(asked)


class Token(HttpBearer):
    """A token of the register; see `parties.operations.issue_token`. Wrong ones are counted against their address."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """The caller, or none if the token does not hold."""
        on = legal_day(request)
        found = bearer(digest=sha256(token.encode(errors="replace")).hexdigest(), on=on)
        if found is None:
            Rate.counted(request)
            return None
        return Caller(found.actor, on, clock.now(), found.label, found.standing)


def perhaps(request: HttpRequest) -> Caller | Anybody | None:
    """The caller where a token is shown, else anybody; none if the token shown does not hold."""
    if not request.headers.get("Authorization"):
        return Anybody()
    found: Caller | None = Token()(request)
    return found


COUNTER = Counter(Path(settings.HOME) / "calls.sqlite3")


class Rate(SimpleRateThrottle):
    """So many calls a minute for each token, and for each address without one, at all processes of the server together.

    Which address is meant is said by `NINJA_NUM_PROXIES`: none is believed but what our own proxies wrote.
    """

    scope = "all"

    def __init__(self) -> None:
        super().__init__(settings.API_RATE)

    def allow_request(self, request: HttpRequest) -> bool:
        """Counts the call; whether it is allowed."""
        return COUNTER.allows(str(self.get_cache_key(request)), self.num_requests or 0, self.duration or 1)

    def wait(self) -> float:
        """Seconds until the next span begins."""
        span = self.duration or 1
        return span - time.time() % span

    def get_cache_key(self, request: HttpRequest) -> str:
        """What is counted together."""
        caller = getattr(request, "auth", None)
        if isinstance(caller, Caller):
            return f"u{caller.actor.user_id}o{caller.actor.organisation_id}"
        return f"a{self.get_ident(request)}"

    @classmethod
    def counted(cls, request: HttpRequest) -> None:
        """Counts a call of its address. Raises `Throttled` where there were too many."""
        rate = cls()
        if not rate.allow_request(request):
            raise Throttled(wait=ceil(rate.wait()))
