"""No clock below the interfaces, no float near credits and money, none of the ways in which Django goes wrong."""

from functools import partial

from tests.house import rules
from tests.house.places import SRC, holds, python

ALL = python("src")
KNOW_THE_TIME = ("interfaces", "config")
# Rooms where a float is no harm: they wait, show progress and draw pages; no credit is counted there.
MAY_FLOAT = ("interfaces", "config", "apps/jobs", "apps/notices")
# Functions that divide exact decimals by exact decimals.
DIVISIONS: frozenset[str] = frozenset()


def test_nothing_below_the_interfaces_asks_what_time_it_is() -> None:
    holds(rules.clocks, [p for p in ALL if not any(p.is_relative_to(SRC / room) for room in KNOW_THE_TIME)])


def test_no_float_comes_near_credits_and_money() -> None:
    exact = [p for p in ALL if not any(p.is_relative_to(SRC / room) for room in MAY_FLOAT)]
    formulas = [p for p in exact if p.is_relative_to(SRC / "methodologies") and p.name == "calculation.py"]
    holds(partial(rules.floats, divisions=DIVISIONS), [p for p in exact if p not in formulas])
    holds(partial(rules.floats, quotients=True), formulas)


def test_no_column_holds_a_part_of_a_unit() -> None:
    holds(rules.inexact_fields, [p for p in ALL if p.is_relative_to(SRC / "apps")])


def test_django_is_used_without_signals_save_logic_forms_choices_and_admin() -> None:
    holds(rules.django_ways, ALL)
