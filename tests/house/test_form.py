"""Sizes, openings and names."""

from functools import partial

from tests.house import rules
from tests.house.places import ROOT, holds, python

ALL = ("src", "tests", "bench")
# Functions of 51 to 60 lines that stay so for a reason, which stands beside the name.
LISTED: frozenset[str] = frozenset()


def test_lines_and_files_are_short() -> None:
    holds(rules.too_long, python(*ALL))


def test_functions_are_short() -> None:
    holds(partial(rules.long_functions, listed=LISTED), python(*ALL))


def test_every_module_opens_with_a_sentence() -> None:
    holds(rules.no_opening, python(*ALL))


def test_no_name_ends_in_a_date_or_in_new() -> None:
    assert not [fault for path in python(*ALL) for fault in rules.dated_names(str(path.relative_to(ROOT)))]


def test_nothing_is_put_off_in_a_comment() -> None:
    holds(rules.unfinished, python(*ALL))
