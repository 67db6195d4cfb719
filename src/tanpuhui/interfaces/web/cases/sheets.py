"""A run as the calculation sheet shows it: steps with their numbers, rows, values with their sources."""

from itertools import islice

from tanpuhui.core.quantities import tonnes_of
from tanpuhui.core.text import Lang, Text
from tanpuhui.quantification import Result
from tanpuhui.quantification.records import number_text

MOST_ROWS = 200


def tonnes(grams: int) -> str:
    """Grams as tonnes with all their decimals, thousands apart."""
    whole, rest = tonnes_of(grams)
    return f"{whole:,}.{rest:06}"


def sheet(result: Result, lang: Lang) -> dict[str, object]:
    """The sheet's facts: `steps`, the first row's `key`, `rows` of each table, `values`."""
    steps = result.sheet.steps.values()
    tables = list(dict.fromkeys(step.rows for step in steps if step.rows))
    first = next((result.sheet.tables[table].keys[0] for table in tables if result.sheet.tables[table].keys), "")
    return {
        "steps": [
            (step.symbol, step.name, step.formula, step.unit, number_text(step.results[0]),
             step.quantity.status.text if step.quantity.status is not None else Text("仅由输入得出", "from inputs only"))
            for step in steps
        ],
        "first_key": first, "row_tables": [_rows(result, table) for table in tables],
        "values": [value.says for value in sorted(result.sheet.used.values(), key=lambda value: value.key)],
    }  # fmt: skip


def _rows(result: Result, name: str) -> dict[str, object]:
    steps = [step for step in result.sheet.steps.values() if step.rows == name]
    table = result.sheet.tables[name]
    rows = [
        (key, [number_text(step.results[n]) for step in steps]) for n, key in islice(enumerate(table.keys), MOST_ROWS)
    ]
    return {
        "title": table.shape.name.text, "head": [(step.symbol, step.unit) for step in steps], "rows": rows,
        "all": len(table.keys), "shown": len(rows),
    }  # fmt: skip
