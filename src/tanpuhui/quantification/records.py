"""A run as plain data: what is stored with a report, hashed, and compared with a run of another day."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tanpuhui.core.canonical import canonical_bytes, digest
from tanpuhui.core.text import Text
from tanpuhui.parameters.amounts import plain
from tanpuhui.parameters.values import Value
from tanpuhui.quantification.cells import plain_text
from tanpuhui.quantification.sheet import Step
from tanpuhui.quantification.tables import Table

if TYPE_CHECKING:
    from tanpuhui.quantification.running import Result

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hashes:
    """SHA-256 each. `values` is what an adoption of value versions names (`parameters.hash_of_all`)."""

    inputs: str
    values: str
    formula: str
    result: str

    @property
    def all(self) -> str:
        """One hash for the whole run."""
        return digest(canonical_bytes({name: getattr(self, name) for name in self.__slots__}))


def hashes(kept: Record) -> Hashes:
    """The hashes of a record, also of one that was stored."""
    inputs = {name: kept[name] for name in ("methodology", "period", "options", "inputs")}
    return Hashes(
        inputs=digest(canonical_bytes(inputs)),
        values=digest(canonical_bytes({"values": sorted({value["hash"] for value in kept["values"]})})),
        formula=digest(canonical_bytes(kept["formula"])),
        result=digest(canonical_bytes({"steps": kept["steps"], "result": kept["result"]})),
    )


def record(result: "Result") -> dict[str, Any]:
    """Everything about a run in texts, whole numbers, lists and mappings."""
    settings, sheet = result.settings, result.sheet
    published = settings.published_by
    return {
        "methodology": result.methodology.code,
        "period": [settings.period.first.isoformat(), settings.period.last.isoformat()],
        "on": settings.on.isoformat(),
        "published_by": published.isoformat() if published else None,
        "options": dict(result.options),
        "inputs": {name: _table(table) for name, table in sheet.tables.items()},
        "values": sorted(
            (_value(value) for value in sheet.used.values()), key=lambda each: (each["key"], each["hash"])
        ),
        "formula": dict(result.methodology.sources),
        "steps": [_step(step, sheet.tables) for step in sheet.steps.values()],
        "result": {
            "grams": result.grams,
            "vintages": {str(year): grams for year, grams in result.vintages.items()},
            "summaries": {
                column: {cell: number_text(number) for cell, number in sums.items()}
                for column, sums in result.summaries.items()
            },
            "status": result.status.name.lower(),
        },
        "findings": [
            {"code": each.code, "about": each.about, "severity": each.severity, "says": both(each.says)}
            for each in result.findings
        ],
    }


def number_text(number: Decimal) -> str:
    """A number without exponent and idle zeros."""
    return plain_text(Fraction(number))


def both(text: Text) -> dict[str, str]:
    """A text in its two languages."""
    return {"zh": text.zh, "en": text.en}


def _table(table: Table) -> dict[str, dict[str, str]]:
    """The rows by key; a row is its cells in the columns' own units, so that mu or ha make no difference."""
    return {
        key: {column: plain_text(cells[row]) for column, cells in table.cells.items()}
        for row, key in enumerate(table.keys)
    }


def _value(value: Value) -> dict[str, Any]:
    return {
        "key": value.key,
        "name": both(value.name),
        "value": str(plain(value.amount)),
        "unit": value.unit.code,
        "status": value.status.name.lower(),
        "source": value.citation.source,
        "title": both(value.citation.title),
        "place": value.citation.place,
        "checked_on": value.citation.checked_on.isoformat(),
        "hash": value.hash,
    }


def _step(step: Step, tables: Mapping[str, Table]) -> dict[str, Any]:
    keys = tables[step.rows].keys if step.rows else ("",)
    return {
        "symbol": step.symbol,
        "name": both(step.name),
        "formula": step.formula,
        "unit": step.unit,
        "rounding": step.rounding.value,
        "decimals": step.scale,
        "table": step.rows,
        "values": list(step.values),
        "status": status.name.lower() if (status := step.quantity.status) is not None else None,
        "clause": both(step.clause) if step.clause else None,
        "rows": {
            key: {"numbers": step.numbers(row), "result": number_text(number)}
            for row, (key, number) in enumerate(zip(keys, step.results, strict=True))
        },
    }
