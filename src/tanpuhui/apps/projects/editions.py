"""Editions of methodologies as a project uses them: known to the catalogue, and in force on the day of filing."""

from collections.abc import Mapping
from datetime import date

from tanpuhui.apps.gazette.operations import scope_of
from tanpuhui.apps.projects.dossiers import listed
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.core.days import parse_day
from tanpuhui.core.refused import shown
from tanpuhui.quantification import Methodology, methodology_named

_NOT_DAYS = ("open", "unknown")


def edition(code: str) -> Methodology:
    """The edition that a code means, read anew. Refuses `unknown_plugin`."""
    return methodology_named(code)


def require_in_force(methodology: Methodology, on: date) -> None:
    """Pass if the edition is in force on a day, or if its days are not known; else refuse `edition_not_in_force`."""
    says = methodology.shape.in_force
    begun = says.first in _NOT_DAYS or parse_day(says.first) <= on
    ended = says.last not in _NOT_DAYS and parse_day(says.last) < on
    if not begun or ended:
        raise refuse("edition_not_in_force", methodology=methodology.name, first=says.first, last=says.last, on=on)


def answers(methodology: Methodology, said: Mapping[str, bool]) -> dict[str, bool]:
    """Answers to conditions of applicability, by code; not all need be given.

    Refuses `condition_unknown`, `condition_not_met`.
    """
    known = methodology.shape.applicability
    if odd := sorted(said.keys() - known.keys()):
        names = ", ".join(known) or "–"
        raise refuse("condition_unknown", methodology=methodology.name, condition=shown(odd[0]), known=names)
    against = [known[code].question.text for code, yes in said.items() if yes != (known[code].applies_if == "true")]
    if against:
        raise refuse("condition_not_met", methodology=methodology.name, conditions=listed(against))
    return {code: said[code] for code in known if code in said}


def days_known(methodology: Methodology) -> bool:
    """Whether the days in force are known at both ends."""
    return "unknown" not in (methodology.shape.in_force.first, methodology.shape.in_force.last)


def scopes(code: str, report: str) -> tuple[str, ...]:
    """The scopes that an adoption of values may have for a report: the methodology's edition, or the report alone."""
    name, _, year = code.rpartition("_")
    return (scope_of(name, year) if name else code, report)
