"""The calculation of a report: run from its evidence, pinned when it is submitted, and run again by everyone who checks it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tanpuhui.apps.projects import editions, valuesets
from tanpuhui.apps.projects.models import Calculation, Document
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.apps.records.evidence import evidence, open_evidence
from tanpuhui.core.canonical import canonical_bytes
from tanpuhui.core.days import Period
from tanpuhui.core.text import Text
from tanpuhui.quantification import (
    Difference,
    Hashes,
    Methodology,
    Result,
    Settings,
    Table,
    compare,
    quantify,
    typed,
)
from tanpuhui.quantification.files import tables_of
from tanpuhui.quantification.reading import File

MOST_NAMED = 5
"""Differences that a refusal names; `queries.comparison` gives all."""
FIGURES = frozenset(
    {"inputs_hash", "values_hash", "formula_hash", "result_hash", "all_hash", "grams", "vintages", "status"}
)
"""Columns of a pinned calculation that its run gives again."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a run is made of: methodology, period, the day whose values hold, chosen settings, profile, table → evidence."""

    methodology: str
    period: Period
    on: date
    options: Mapping[str, str]
    profile: str
    tables: Mapping[str, str]


def tables_in(documents: list[Document]) -> dict[str, str]:
    """Input table → evidence, of the present documents."""
    return {row.name: str(row.evidence_id) for row in documents if row.kind == "inventory_table"}


def run(inputs: Inputs) -> Result:
    """The run of these inputs on the values of their day.

    Refuses `unknown_plugin`, `unknown_profile`, `evidence_not_found`, and what `quantification` refuses: tables that cannot
    be read or have errors, unknown settings, values that nobody knows.
    """
    methodology = editions.edition(inputs.methodology)
    return run_on(inputs, _tables(methodology, inputs.tables))


def run_on(inputs: Inputs, tables: Mapping[str, Table]) -> Result:
    """As `run`, of tables that were read already, whatever evidence the inputs name."""
    methodology = editions.edition(inputs.methodology)
    settings = Settings(inputs.period, inputs.on, inputs.options, published_by=inputs.on)
    values = valuesets.known(methodology, inputs.profile, inputs.on)
    return quantify(methodology.code, tables, values, settings)


def files(tables: Mapping[str, str]) -> Iterator[File]:
    """The evidence of each table as its file."""
    for name, sha256 in tables.items():
        with open_evidence(sha256) as content:
            yield File(evidence(sha256).name, content.read(), name)


def _tables(methodology: Methodology, filed: Mapping[str, str]) -> dict[str, Table]:
    wanted = methodology.tables
    raw = tables_of(wanted, files({name: sha256 for name, sha256 in filed.items() if name in wanted}))
    return {name: typed(table, name, wanted[name]) for name, table in raw.items()}


def pinned(inputs: Inputs, result: Result) -> dict[str, object]:
    """The fields of a pinned calculation."""
    hashes = result.hashes
    return {
        "methodology": inputs.methodology, "first": inputs.period.first, "last": inputs.period.last,
        "options": dict(inputs.options), "profile": inputs.profile, "tables": dict(inputs.tables),
        "inputs_hash": hashes.inputs, "values_hash": hashes.values, "formula_hash": hashes.formula,
        "result_hash": hashes.result, "all_hash": hashes.all, "grams": result.grams,
        "vintages": {str(year): grams for year, grams in result.vintages.items()},
        "status": result.status.name.lower(), "record": canonical_bytes(result.record).decode(),
    }  # fmt: skip


def inputs_of(kept: Calculation) -> Inputs:
    """What a pinned calculation was made of."""
    period = Period(kept.first, kept.last)
    return Inputs(kept.methodology, period, kept.on, kept.options, kept.profile, kept.tables)


def hashes_of(kept: Calculation) -> Hashes:
    """The hashes of a pinned calculation; `Hashes.all` follows from them."""
    return Hashes(kept.inputs_hash, kept.values_hash, kept.formula_hash, kept.result_hash)


def again(kept: Calculation) -> tuple[Result, list[Difference]]:
    """A pinned calculation run again, and what differs from what was pinned. Refuses as `run`.

    Where the record is the run's, the stored figures are held against it as well: a row that was tampered with differs too.
    """
    result = run(inputs_of(kept))
    return result, compare(json.loads(kept.record), result) or list(_figures(kept, result))


def _figures(kept: Calculation, result: Result) -> Iterator[Difference]:
    """The stored figures that the run does not give."""
    for name, figure in pinned(inputs_of(kept), result).items():
        if name in FIGURES and getattr(kept, name) != figure:
            yield Difference("result", name, str(getattr(kept, name)), str(figure))


def require_same(kept: Calculation, report: str) -> Result:
    """The calculation run again; refuses `calculation_differs`, with the first differences, unless all is as it was pinned."""
    result, differences = again(kept)
    if not differences:
        return result
    named = [each.says for each in differences[:MOST_NAMED]]
    told = Text(" ".join(each.zh for each in named), " ".join(each.en for each in named))
    raise refuse("calculation_differs", report=report, filed=kept.grams, now=result.grams, differences=told)
