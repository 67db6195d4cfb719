"""How fresh an answer is: when it was read, after which entry of the journal; and `304` where nothing has been written since."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.metadata import version

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from tanpuhui.apps.records.models import Journal
from tanpuhui.interfaces import clock

JOURNAL, READ_AT = "X-Journal", "X-Read-At"


@dataclass(frozen=True, slots=True)
class Freshness:
    """Read at an instant, for a legal day, when `journal` was the newest entry of the journal (0: none)."""

    journal: int
    read_at: datetime
    on: date

    @property
    def told(self) -> dict[str, object]:
        """As the body of an answer tells it."""
        return {"read_at": self.read_at.isoformat(timespec="seconds"), "journal": self.journal}

    @property
    def tag(self) -> str:
        """The weak entity tag of what everybody may read: it changes with the journal, the day and the program."""
        return f'W/"{self.journal}-{self.on}-{_version()}"'

    def marked(self, response: HttpResponseBase, *, public: bool) -> HttpResponseBase:
        """The response with its headers: what is public may be kept and asked for again, the rest may not be kept."""
        response[JOURNAL], response[READ_AT] = str(self.journal), str(self.told["read_at"])
        response["Cache-Control"] = "no-cache" if public else "private, no-store"
        response["Vary"] = "Authorization, X-Legal-Day"
        if public:
            response["ETag"] = self.tag
        return response

    def unchanged(self, request: HttpRequest) -> HttpResponseBase | None:
        """`304`, if the caller has exactly this."""
        asked = request.headers.get("If-None-Match", "")
        if self.tag not in {tag.strip() for tag in asked.split(",")}:
            return None
        return self.marked(HttpResponse(status=304), public=True)


def freshness(on: date) -> Freshness:
    """How fresh what is read from now on will be. One statement."""
    newest = Journal.objects.order_by("-pk").values_list("pk", flat=True).first()
    return Freshness(newest or 0, clock.now(), on)


@cache
def _version() -> str:
    return version("tanpuhui")
