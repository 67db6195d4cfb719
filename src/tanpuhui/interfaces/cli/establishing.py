"""Establishing a register from the command line: once, and the same again changes nothing."""

from datetime import date, datetime

from tanpuhui.apps.ledger import opening
from tanpuhui.apps.ledger.models import Register
from tanpuhui.apps.parties.operations import establish as establish_operator
from tanpuhui.apps.records.journal import JOURNAL
from tanpuhui.core.serials import checked_segment
from tanpuhui.core.text import Text
from tanpuhui.interfaces.cli.refusals import refuse

_WHATS = {
    "jurisdiction": Text("地区", "jurisdiction"),
    "operator": Text("运营方", "operator"),
    "kind": Text("性质", "kind"),
}
_KINDS = {True: Text("演示", "a demonstration"), False: Text("真实", "real")}


def establish(
    *,
    jurisdiction: str,
    demonstration: bool,
    operator: str,
    name: Text,
    on: date,
    at: datetime,
    fictional: bool = False,
) -> bool:
    """Establish operator and register; whether they are new. Refuses `register_is_another`, where another is there."""
    there = Register.objects.select_related("operator").first()
    if there:
        _same("jurisdiction", there.jurisdiction, jurisdiction)
        _same("operator", there.operator.code, operator)
        _same("kind", _KINDS[there.demonstration], _KINDS[demonstration])
        return False
    checked_segment(jurisdiction, "jurisdiction")
    by = establish_operator(on=on, at=at, journal=JOURNAL, code=operator, name=name, fictional=fictional)
    opening.open_register(jurisdiction=jurisdiction, demonstration=demonstration, by=by, on=on, at=at)
    return True


def _same(what: str, there: object, asked: object) -> None:
    if there != asked:
        raise refuse("register_is_another", what=_WHATS[what], there=there, asked=asked)
