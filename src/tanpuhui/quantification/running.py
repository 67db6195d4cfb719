"""A methodology run on tables: the credited grams in all and by vintage, with the sheet that shows how."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tanpuhui.core.citations import Status
from tanpuhui.core.days import Period
from tanpuhui.core.findings import Finding
from tanpuhui.core.quantities import grams_of, split
from tanpuhui.parameters.values import Values
from tanpuhui.quantification.engine import EXACT
from tanpuhui.quantification.findings import seen
from tanpuhui.quantification.methodology import Methodology, methodology_named
from tanpuhui.quantification.quantity import Quantity
from tanpuhui.quantification.reading import read_csv
from tanpuhui.quantification.records import Hashes, hashes, record
from tanpuhui.quantification.refusals import refuse
from tanpuhui.quantification.sheet import Sheet, days_by_year
from tanpuhui.quantification.tables import Table, period_findings, typed
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
    _refuse_other_tables(wanted, files)
    return {
        name: typed(read_csv(files[name], most_rows=shape.most_rows), name, shape)
        for name, shape in wanted.tables.items()
    }


def quantify(code: str, tables: Mapping[str, Table], values: Values, settings: Settings) -> Result:
    """As `run`, for the methodology that `code` means."""
    return run(methodology_named(code), tables, values, settings)


def run(wanted: Methodology, tables: Mapping[str, Table], values: Values, settings: Settings) -> Result:
    """The traced run. Refused: tables with errors, unknown settings, and values that nobody knows."""
    _refuse_other_tables(wanted, tables)
    options = wanted.options(settings.options)
    findings = [finding for table in tables.values() for finding in _findings(table, settings.period)]
    if errors := [finding for finding in findings if finding.severity == "error"]:
        raise refuse("inputs_have_errors", count=len(errors), first=errors[0].says)
    sheet = Sheet(
        tables=tables,
        values=values,
        period=settings.period,
        on=settings.on,
        published_by=settings.published_by,
    )
    total = _tonnes(wanted.calculation.calculate(sheet, options))
    if total <= 0:
        findings.append(seen("nothing_to_credit", wanted.code, amount=format(total, "f")))
    # The one place where a report becomes grams.
    grams = max(grams_of(total, "tCO2e"), 0)
    days = days_by_year(settings.period)
    vintages = dict(zip(days, split(grams, list(days.values())), strict=True))
    return Result(wanted, settings, options, sheet, grams, vintages, _summaries(wanted, sheet), tuple(findings))


def _findings(table: Table, period: Period) -> list[Finding]:
    return [*table.findings, *period_findings(table, period)]


def _refuse_other_tables(wanted: Methodology, given: Mapping[str, object]) -> None:
    if set(given) != set(wanted.tables):
        asked, names = ", ".join(wanted.tables), ", ".join(given) or "—"
        raise refuse("unknown_input_table", methodology=wanted.code, wanted=asked, given=names)


def _tonnes(total: Quantity) -> Decimal:
    """The number of the last step: it stands alone, in tCO2e, and was rounded by its step."""
    if total.measure != measure("tCO2e") or total.rows is not None or total.denominator != 1:
        raise UnitsDiffer(f"a calculation ends in a step in tCO2e that stands alone, not in {total.measure}")
    number: Decimal = total.data
    return number


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
