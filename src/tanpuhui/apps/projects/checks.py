"""What a field must look like before it may reach a table."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tanpuhui.apps.parties import checks
from tanpuhui.apps.parties.models import Organisation
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.core.days import Period
from tanpuhui.core.exact import Exact, exact
from tanpuhui.core.refused import shown
from tanpuhui.core.text import LANGS, Text

LONGEST = 2000
MOST_OWNERS = 500
PROVINCE = "44"
"""The first two digits of every area code of Guangdong (GB/T 2260)."""
_PROJECT = re.compile(r"PRJ-[0-9]{4}-[0-9]{6,12}")
_REPORT = re.compile(r"REP-[0-9]{4}-[0-9]{6,12}")
_ACCREDITATION = re.compile(r"ACR-[0-9]{4}-[0-9]{6,12}")
_HASH = re.compile(r"[0-9a-f]{64}")


def project(reference: str) -> str:
    """A project's number as it may be asked for. Refuses `unknown_project`."""
    if not _PROJECT.fullmatch(reference):
        raise refuse("unknown_project", project=shown(reference))
    return reference


def report(reference: str) -> str:
    """A report's number as it may be asked for. Refuses `unknown_report`."""
    if not _REPORT.fullmatch(reference):
        raise refuse("unknown_report", report=shown(reference))
    return reference


def accreditation(reference: str) -> str:
    """An accreditation's number as it may be asked for. Refuses `unknown_accreditation`."""
    if not _ACCREDITATION.fullmatch(reference):
        raise refuse("unknown_accreditation", accreditation=shown(reference))
    return reference


def is_hash(text: str) -> bool:
    """Whether it looks like a SHA-256."""
    return _HASH.fullmatch(text) is not None


def said(field: str, value: str, limit: int = LONGEST) -> str:
    """A text that must say something. Refuses `text_needed`, `text_malformed`."""
    if not (clean := checks.text(field, value, limit)):
        raise refuse("text_needed", field=field)
    return clean


def cobenefits(text: Text | None) -> dict[str, str]:
    """What else is good about a project, as the tables have it. Refuses `text_needed` (of one language too), `text_malformed`."""
    if text is None:
        return {"cobenefits_zh": "", "cobenefits_en": ""}
    return {f"cobenefits_{lang}": said(f"cobenefits.{lang}", text.into(lang)) for lang in LANGS}


def area(code: str) -> str:
    """Six digits of a city of the province with a bureau. Refuses `area_malformed`, `area_outside_province`, `no_city_there`."""
    checks.kind_and_area("city_bureau", code)
    if not code.startswith(PROVINCE):
        raise refuse("area_outside_province", area=code)
    if not Organisation.objects.filter(kind="city_bureau", area=code, closed_on=None).exists():
        raise refuse("no_city_there", area=code)
    return code


def shares(owners: Mapping[int, Exact]) -> dict[int, Decimal]:
    """The owners' shares: exact, above zero, one in all. Refuses `owners_wrong`, `shares_wrong`, as `core.exact`."""
    if not 0 < len(owners) <= MOST_OWNERS:
        raise refuse("owners_wrong", count=len(owners), most=MOST_OWNERS)
    found = {owner: exact(share) for owner, share in owners.items()}
    total = sum(found.values(), Decimal(0))
    if total != 1 or any(share <= 0 for share in found.values()):
        raise refuse("shares_wrong", total=format(total, "f"), least=format(min(found.values()), "f"))
    return found


@dataclass(frozen=True, slots=True)
class Paper:
    """Whether something came on paper, and when."""

    on_paper: bool
    received_on: date | None

    def body(self) -> dict[str, object]:
        """As the journal and the tables have it."""
        return {"on_paper": self.on_paper, "received_on": self.received_on}


def paper(received_on: date | None, on: date) -> Paper:
    """What came on paper on `received_on` and is entered on `on`. Refuses `paper_from_the_future`."""
    if received_on is not None and received_on > on:
        raise refuse("paper_from_the_future", received_on=received_on, on=on)
    return Paper(received_on is not None, received_on)


def crediting(period: Period, crediting: Period) -> None:
    """Refuse `period_outside_crediting` where a report's period is not within the crediting period."""
    if not crediting.covers(period):
        raise refuse("period_outside_crediting", period=period, crediting=crediting)
