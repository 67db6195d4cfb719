"""Dated, cited values, their sources, the glossary and the working-day calendar. Falls on `core` only."""

from tanpuhui.parameters.amounts import Amount
from tanpuhui.parameters.calendar import MainlandChina
from tanpuhui.parameters.glossary import Term, glossary
from tanpuhui.parameters.loading import load
from tanpuhui.parameters.periods import Axis, Period, Point
from tanpuhui.parameters.sources import Source, Unit
from tanpuhui.parameters.values import Definition, Entry, GivenEntry, Value, Values, hash_of_all

__all__ = [
    "Amount",
    "Axis",
    "Definition",
    "Entry",
    "GivenEntry",
    "MainlandChina",
    "Period",
    "Point",
    "Source",
    "Term",
    "Unit",
    "Value",
    "Values",
    "glossary",
    "hash_of_all",
    "load",
]
