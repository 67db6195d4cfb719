"""The clock of the disclosure: at least so many working days for the stakeholders, where a rule of that day is known.

The measures of 2022 say seven; for the days before them no rule is known, so nothing is counted then and the register says so.
The day of the disclosure itself does not count; who objects may do so up to the last day, and filing is possible after it.
"""

from dataclasses import dataclass
from datetime import date

from tanpuhui.apps.gazette.queries import given_entries
from tanpuhui.apps.projects.models import Disclosure, Owner, Project, Terms
from tanpuhui.core.canonical import canonical_bytes, digest
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tanpuhui.core.working_days import Calendar, WorkingDays, add_working_days, working_days_between
from tanpuhui.parameters import MainlandChina, Values

KEY = "guangdong.phcer.benefit_disclosure_working_days"
CALENDAR: Calendar = MainlandChina()
NOT_KNOWN = Text("该日适用的公示期限未知", "the time of disclosure that holds on this day is not known")


@dataclass(frozen=True, slots=True)
class Rule:
    """How many working `days` a disclosure lasts at least, with its citation; none where it is not known."""

    days: int | None
    says: Text


def rule(values: Values, on: date) -> Rule:
    """The rule of a day, from the shipped values and the gazette."""
    known = values.with_entries(given_entries(on=on, entered_by=on, keys=[KEY]))
    try:
        value = known.at(KEY, on=on)
    except Refusal as no:
        if no.code not in ("value_not_yet_known_for", "value_unknown"):
            raise
        return Rule(None, NOT_KNOWN)
    return Rule(value.whole, value.says)


def begin(project: Project, content: str, values: Values, on: date) -> Disclosure:
    """The disclosure that begins on a day, not stored yet."""
    holds = rule(values, on)
    end = None if holds.days is None else add_working_days(on, holds.days, CALENDAR)
    return Disclosure(
        project=project, content=content, days=holds.days, until=end.day if end else None,
        provisional=bool(end and end.provisional), rule_zh=holds.says.zh, rule_en=holds.says.en,
    )  # fmt: skip


def newest(project: Project) -> Disclosure | None:
    """The disclosure that counts."""
    return Disclosure.objects.filter(project=project).order_by("-pk").first()


def passed(shown: Disclosure, on: date) -> WorkingDays:
    """The working days of a disclosure that have passed by a day."""
    return working_days_between(shown.on, max(on, shown.on), CALENDAR)


def content(terms: Terms, document: str) -> str:
    """What is disclosed: the document, who shares with what, who advises. One hash; two statements."""
    owners = Owner.objects.filter(terms=terms).order_by("organisation").values_list("organisation", "share")
    advisers = terms.consultants.order_by("organisation").values_list("organisation", flat=True)
    return digest(
        canonical_bytes({"document": document, "owners": [list(o) for o in owners], "advisers": list(advisers)})
    )
