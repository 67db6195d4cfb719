"""How often anybody may have something calculated: counted together for site and API."""

from math import ceil

from django.http import HttpRequest
from ninja.throttling import SimpleRateThrottle

from tanpuhui.interfaces.api.callers import Rate
from tanpuhui.interfaces.api.refusals import refuse

RATE = "120/min"


class Tries(Rate):
    """So many calculations a minute for each address, or each person who is known."""

    def __init__(self) -> None:
        SimpleRateThrottle.__init__(self, RATE)

    def get_cache_key(self, request: HttpRequest) -> str:
        """As of calls, counted apart from them."""
        return f"tries-{super().get_cache_key(request)}"


def counted(request: HttpRequest) -> None:
    """Counts one. Refuses `too_many_requests`."""
    tries = Tries()
    if not tries.allow_request(request):
        raise refuse("too_many_requests", seconds=ceil(tries.wait()))
