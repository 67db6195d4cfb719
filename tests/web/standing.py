"""What stands in a register before its pages are looked at."""

from tanpuhui.apps.ledger import opening
from tanpuhui.apps.ledger.operations import Item
from tests.gazette import cast as gazette
from tests.issuance.desk import Desk, row, use
from tests.ledger import cast as ledger
from tests.projects import cast as projects
from tests.projects.days import DAY, NOON


def desk() -> Desk:
    """A demonstration with two issuances of a made-up register, 140 units, 60 of them used."""
    desk = Desk()
    uses = use("retire", "held", "used", 40), use("retire", "held", "used", 20)
    desk.import_rows([row(2, "A1", 100, *uses), row(3, "B-2", 40)])
    return desk


def cast() -> ledger.Cast:
    """A real register (no demonstration): 100 units of Alice's, of which Bob got 30 and has reserved 10."""
    cast = ledger.Cast(demonstration=False)
    series = cast.issue("A-1", 100)
    cast.act("transfer", Item("A-1", "B-1", series, 30))
    cast.reserve(Item("B-1", "B-1", series, 10))
    return cast


def people() -> projects.Cast:
    """Everybody of project mode, in an open register."""
    cast = projects.Cast()
    opening.open_register(jurisdiction="GD", demonstration=False, by=cast.system, on=DAY, at=NOON)
    return cast


def filers() -> gazette.Cast:
    """Everybody of the gazette, in an open demonstration."""
    cast = gazette.Cast()
    given = {name: said for name, said in cast.write(cast.system).items() if name != "key"}
    opening.open_register(jurisdiction="GD", demonstration=True, **given)
    return cast
