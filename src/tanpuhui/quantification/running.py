"""A methodology run on tables: the credited grams in all and by vintage, with the sheet that shows how."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from math import floor
from pathlib import Path
from typing import Any

from tanpuhui.core.citations import Status
from tanpuhui.core.days import Period
from tanpuhui.core.findings import Finding
from tanpuhui.core.quantities import GRAMS_PER_TONNE, grams_of, split
from tanpuhui.parameters.values import Values
from tanpuhui.quantification.checks import checked
from tanpuhui.quantification.engine import EXACT
from tanpuhui.quantification.findings import seen
from tanpuhui.quantification.methodology import Methodology, methodology_named
from tanpuhui.quantification.quantity import Quantity
from tanpuhui.quantification.reading import read_csv
from tanpuhui.quantification.records import Hashes, hashes, record
from tanpuhui.quantification.refusals import refuse
from tanpuhui.quantification.sheet import Sheet, days_by_year
from tanpuhui.quantification.tables import Table, typed
from tanpuhui.quantification.units import UnitsDiffer, measure


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is asked for: the monitoring `period` (both days count), the day `on` whose values hold, settings.

    `options` are the methodology's own settings that differ from its defaults. `published_by` leaves out values that
    appeared later.
    """

    period: Period
    on: date
    options: Mapping[str, str] = field(default_factory=dict)
    published_by: date | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What came out: whole grams of CO2e, in all and by vintage year (they add up); sums by column; the sheet."""

    methodology: Methodology
    settings: Settings
    options: Mapping[str, str]
    sheet: Sheet
    grams: int
    vintages: Mapping[int, int]
    summaries: Mapping[str, Mapping[str, Decimal]]
    findings: tuple[Finding, ...]

    @property
    def status(self) -> Status:
        """The weakest of the formula's own status and those of all values used."""
        return min((self.methodology.status, *(value.status for value in self.sheet.used.values())))

    @property
    def record(self) -> dict[str, Any]:
        """The whole run as plain data, to be kept and compared; the same after a round through JSON."""
        return record(self)

    @property
    def hashes(self) -> Hashes:
        """What pins this run: its inputs, values, formula and result."""
        return hashes(self.record)


def read_tables(wanted: Methodology, files: Mapping[str, Path]) -> dict[str, Table]:
    """The CSV `files` as the tables of a methodology, with findings; tables missing or too many are refused."""
    refuse_other_tables(wanted, files)
    return {
        name: typed(read_csv(files[name], most_rows=shape.most_rows), name, shape)
        for name, shape in wanted.tables.items()
    }


def quantify(code: str, tables: Mapping[str, Table], values: Values, settings: Settings) -> Result:
    """As `run`, for the methodology that `code` means."""
    return run(methodology_named(code), tables, values, settings)


def run(wanted: Methodology, tables: Mapping[str, Table], values: Values, settings: Settings) -> Result:
    """The traced run. Refused: tables with errors, unknown settings, and values that nobody knows."""
    refuse_other_tables(wanted, tables)
    options = wanted.options(settings.options)
    findings = checked(tables, settings.period)
    if errors := [finding for finding in findings if finding.severity == "error"]:
        raise refuse("inputs_have_errors", count=len(errors), first=errors[0].says)
    sheet = Sheet(
        tables=tables,
        values=values,
        period=settings.period,
        on=settings.on,
        published_by=settings.published_by,
    )
    total = tonnes(wanted, sheet, wanted.calculation.calculate(sheet, options))
    if total <= 0:
        findings.append(seen("nothing_to_credit", wanted.code, amount=format(total, "f")))
    # The one place where a report becomes grams.
    grams = max(grams_of(total, "tCO2e"), 0)
    vintages = vintages_of(grams, total, settings.period, _sums_by_year(wanted, sheet))
    return Result(wanted, settings, options, sheet, grams, vintages, _summaries(wanted, sheet), tuple(findings))


def refuse_other_tables(wanted: Methodology, given: Mapping[str, object]) -> None:
    """Refuse tables that the methodology does not ask for, and the lack of one that it does."""
    if set(given) != set(wanted.tables):
        asked, names = ", ".join(wanted.tables), ", ".join(given) or "—"
        raise refuse("unknown_input_table", methodology=wanted.code, wanted=asked, given=names)


def tonnes(wanted: Methodology, sheet: Sheet, total: Quantity) -> Decimal:
    """The number of the last step: it stands alone, in tCO2e, and was rounded by its step; so do the steps declared."""
    if total.measure != measure("tCO2e") or total.rows is not None or total.denominator != 1:
        raise UnitsDiffer(f"a calculation ends in a step in tCO2e that stands alone, not in {total.measure}")
    if missing := set(wanted.shape.declared.values()) - set(sheet.steps):
        raise ValueError(f"{wanted.code} declares steps that are not on the sheet: {', '.join(sorted(missing))}")
    number: Decimal = sheet.engine.known(total.data)
    return number


def vintages_of(grams: int, total: Decimal, period: Period, sums: Mapping[int, Decimal] | None) -> dict[int, int]:
    """`grams` by year: by the days of the period, or as the row results of each year (`sums`) add up to the `total`.

    The sums are floored as they grow, so the years add up to the grams. A year below zero takes from the years before
    it, or else from those after it.
    """
    days = days_by_year(period)
    if sums is None or grams == 0:
        return dict(zip(days, split(grams, list(days.values())), strict=True))
    years = sorted({*days, *sums})
    grown = list(accumulate(Fraction(sums.get(year, 0)) for year in years))
    if grown[-1] <= 0:
        raise ValueError("the row results add up to nothing, and the result does not")
    # From the last to the first: no year may have reached more than those after it leave.
    reached = list(accumulate(reversed(grown), min))[::-1]
    exactly = Fraction(total) * GRAMS_PER_TONNE * grown[-1] ** -1
    floors = [floor(max(each, Fraction(0)) * exactly) for each in reached]
    return {year: after - before for year, before, after in zip(years, [0, *floors], floors, strict=False)}


def _sums_by_year(wanted: Methodology, sheet: Sheet) -> dict[int, Decimal] | None:
    """The row results summed by the year of the column that says the vintage; None where days do."""
    result = wanted.shape.result
    if result.vintage_of is None:
        return None
    step = sheet.steps[result.rows]
    assert step.rows is not None
    sums: dict[int, Decimal] = {}
    for cell, number in zip(sheet.tables[step.rows].cells[result.vintage_of], step.results, strict=True):
        assert isinstance(cell, date)
        sums[cell.year] = EXACT.add(sums.get(cell.year, Decimal(0)), number)
    return sums


def _summaries(wanted: Methodology, sheet: Sheet) -> dict[str, dict[str, Decimal]]:
    """The row results summed by the cells of each column that the methodology names, in order of the cells."""
    result = wanted.shape.result
    step = sheet.steps[result.rows]
    assert step.rows is not None
    cells = sheet.tables[step.rows].cells
    sums: dict[str, dict[str, Decimal]] = {}
    for column in result.summaries:
        found: dict[str, Decimal] = {}
        for cell, number in zip(cells[column], step.results, strict=True):
            found[str(cell)] = EXACT.add(found.get(str(cell), Decimal(0)), number)
        sums[column] = dict(sorted(found.items()))
    return sums
