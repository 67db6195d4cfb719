"""What a house should look after: units that wait to be accepted, duties, disclosures that run, and mandates that end soon."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, Sum

from tanpuhui.apps.disclosure import authority
from tanpuhui.apps.ledger.models import Block, Reservation
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.models import Entrustment, Token
from tanpuhui.apps.parties.queries import holding
from tanpuhui.apps.projects import queues
from tanpuhui.apps.projects.models import Accreditation, Disclosure

SOON = timedelta(days=30)
MANY = 20
PLEDGE = "pledge"


@dataclass(frozen=True, slots=True)
class Due:
    """Something of a `kind` (incoming, duty, disclosure, entrustment, token, accreditation) named `name`, `until` a day.

    `units`: how many, where it is units. `number`: of the thing, for the page where it is done. `account`: where it is.
    """

    kind: str
    name: str
    until: date | None = None
    units: int = 0
    number: int = 0
    account: str = ""
    provisional: bool = False


def dues(by: Actor, on: date) -> list[Due]:
    """All of the actor's house, and of those it acts for. Nine statements at most, at most twenty of each kind."""
    return [*incoming(by), *duties(by), *disclosures(by), *ending(by, on)]


def incoming(by: Actor) -> list[Due]:
    """Units that wait to be accepted by whom the actor may accept for, the oldest first. Two statements."""
    may = _for(by, "ledger:accept")
    waits = Reservation.objects.filter(favour__owner__in=may, ended_on=None).exclude(kind=PLEDGE)
    rows = list(waits.select_related("account", "favour").order_by("pk")[:MANY])
    sizes = Block.objects.filter(reservation__in=rows, next__isnull=False).values_list("reservation")
    units = dict(sizes.annotate(units=Sum(F("next_id") - F("first"))).order_by("reservation"))
    return [
        Due("incoming", row.account.code, row.until, int(units.get(row.pk, 0)), row.pk, row.favour.code)
        for row in rows
        if row.favour
    ]


def duties(by: Actor) -> list[Due]:
    """Units that the house must still replace. One statement."""
    found = authority.duties(debtor=by.organisation_id, limit=MANY)
    return [Due("duty", row.unit_type, None, row.open, row.id) for row in found]


def disclosures(by: Actor) -> list[Due]:
    """Disclosures of the house's projects that run, with the last day on which somebody may object. Three statements."""
    mine = queues.owned(_for(by, "projects:apply"))
    shown = Disclosure.objects.filter(project__in=mine, project__state="disclosed").select_related("project")
    newest = {row.project_id: row for row in shown.order_by("pk")}
    return [
        Due("disclosure", row.project.reference, row.until, provisional=row.provisional)
        for row in list(newest.values())[:MANY]
    ]


def ending(by: Actor, on: date) -> list[Due]:
    """Entrustments, tokens and accreditations of the house that hold and end within thirty days. Three statements."""
    here, last = by.organisation_id, on + SOON
    given = Entrustment.objects.filter(holding(on), Q(owner=here) | Q(agent=here), ends_on__lte=last)
    programs = Token.objects.filter(organisation=here, revoked_on=None, starts_on__lte=on, ends_on__range=(on, last))
    listed = Accreditation.objects.filter(body=here, first__lte=on, last__range=(on, last))
    return [
        *(
            Due("entrustment", f"{row.owner.code} → {row.agent.code}", row.ends_on, number=row.pk)
            for row in given.select_related("owner", "agent").order_by("ends_on")[:MANY]
        ),
        *(Due("token", row.label, row.ends_on, number=row.pk) for row in programs.order_by("ends_on")[:MANY]),
        *(Due("accreditation", row.reference, row.last) for row in listed.order_by("last")[:MANY]),
    ]


def _for(by: Actor, permission: str) -> Collection[int]:
    """The organisations for which the actor may do something."""
    own = [by.organisation_id] if permission in by.permissions else []
    return [*own, *(owner for owner, given in by.entrusted.items() if permission in given)]
