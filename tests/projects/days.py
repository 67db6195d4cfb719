"""The days of the story that the tests tell."""

from datetime import UTC, date, datetime

from tanpuhui.core.days import Period

DAY, LAST, LATER = date(2024, 5, 6), date(2024, 5, 14), date(2024, 5, 15)
"""Disclosed on Monday the 6th; the seventh working day is Tuesday the 14th, since Saturday the 11th is worked; the day after."""
NOON = datetime(2024, 5, 15, 4, tzinfo=UTC)
YEAR, CREDITING = Period.of_year(2022), Period.parse("2020-01-01", "2029-12-31")
