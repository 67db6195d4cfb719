"""What must not pass: each case with its exact code, and not a row more in any table afterwards."""

from typing import Any

import pytest
from django.apps import apps

from tanpuhui.accounting.refusals import refuse
from tanpuhui.apps.ledger import issuing, operations, queries
from tanpuhui.apps.ledger.operations import Item, Words
from tanpuhui.apps.ledger.verify import verify
from tanpuhui.apps.records.models import Journal
from tests.ledger.cast import DAY, NOON, RETIRE, Cast, code_of
from tests.ledger.making import Making
from tests.ledger.scene import HUGE, Scene
from tests.support.databases import Database


def rows() -> dict[str, int]:
    """How many rows every table has, but for requests and decisions of a second person: deeds of their own."""
    there = {model._meta.label: model._default_manager.count() for model in apps.get_models()}
    del there["records.Approval"], there["records.Decision"]
    return there | {"records.Journal": Journal.objects.exclude(operation__startswith="approval_").count()}


GROUPS = ["amounts", "names", "accounts", "days", "strangers", "payers", "openings", "creations", "keys", "approvals"]


@pytest.mark.parametrize("group", GROUPS)
def test_each_bad_input_is_refused_by_its_name_and_stores_nothing(cast: Cast, group: str) -> None:
    scene = Making(cast)
    told, wanted, grown = {}, {}, []
    for name, code, deed in list(getattr(scene, group)()):
        before = rows()
        told[name], wanted[name] = code_of(deed), code
        grown += [name] if rows() != before else []
    assert told == wanted
    assert grown == []


def test_frozen_units_and_accounts_are_refused_by_each_scope(cast: Cast) -> None:
    scene = Scene(cast)
    scopes = {
        "act_switched_off": ("everything", ""), "account_frozen": ("account", "B-1"),
        "series_frozen": ("series", str(scene.series)), "unit_type_frozen": ("unit_type", "PHCER"),
    }  # fmt: skip
    for code, (scope, target) in scopes.items():
        freeze = cast.freeze(scope, target)
        before = rows()
        assert code_of(scene.move(1)) == code
        assert rows() == before
        cast.lift(freeze)
        assert code_of(cast.lift, freeze) == "unknown_freeze"
    assert code_of(scene.move(1)) == ""


def test_mirrored_units_stand_still_in_a_register_that_is_no_demonstration(db: Database) -> None:
    cast = Cast(demonstration=False)
    cast.open_mirror()
    series, there = cast.mirror("A-1", 10), cast.mirror("made-up:held", 10, "F2")
    before = rows()
    assert code_of(cast.act, "transfer", Item("A-1", "B-1", series, 1)) == "not_transferable"
    assert code_of(cast.act, "retire", Item("A-1", "RETIRED", series, 1)) == "not_transferable"
    assert code_of(cast.reserve, Item("A-1", "A-1", series, 1)) == "not_transferable"
    assert rows() == before
    uses = [("retire", Item("made-up:held", "made-up:used", there, 1), RETIRE)]
    issuing.mirror_uses(**cast.write(cast.people.setup), items=uses)
    assert queries.locate(queries.find(20))[0].account == "made-up:used"


def test_the_same_foreign_id_is_mirrored_once(cast: Cast) -> None:
    cast.mirror("A-1", 10, "F1")
    assert code_of(cast.mirror, "A-1", 10, "F1") == "series_exists"


def test_an_unknown_serial_is_refused_whatever_is_wrong_with_it(cast: Cast) -> None:
    cast.issue("A-1", 10)
    good = queries.find(5)
    assert good == "DEMO-GD-PHCER-FORESTRY-SG1-2019-5-5"
    for wrong in ("GD-PHCER-FORESTRY-SG1-2019-5-5", good.replace("2019", "2020"), good.replace("5-5", "5-11")):
        assert code_of(queries.locate, wrong) == "unknown_serial"
        assert code_of(queries.lineage, wrong) == "unknown_serial"
    for number in (0, -1, 11, HUGE):
        assert code_of(queries.find, number) == "unknown_serial"


def test_every_refusal_of_the_room_names_what_to_do_in_both_languages() -> None:
    for kind in refuse:
        assert all((kind.says.zh, kind.says.en, kind.mend.zh, kind.mend.en))


def test_an_instant_without_a_zone_and_a_day_with_an_hour_are_bugs_of_the_caller(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    before = rows()
    right: dict[str, Any] = {"on": DAY, "at": NOON}
    for wrong in ({"at": NOON.replace(tzinfo=None)}, {"on": NOON}):
        with pytest.raises(ValueError, match="knows its zone"):
            operations.act(
                act="transfer", items=[Item("A-1", "B-1", series, 1)], by=cast.people.alice, key="k", **right | wrong
            )
    assert rows() == before


def test_a_backslash_that_somebody_wrote_is_no_nul(cast: Cast) -> None:
    series = cast.issue("A-1", 10)
    cast.act("transfer", Item("A-1", "B-1", series, 1), words=Words(note="C:\\u0000"))
    assert verify() == []
