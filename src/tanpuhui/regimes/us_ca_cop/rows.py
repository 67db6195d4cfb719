"""One row of the table: what it means as an issuance with its uses, and everything odd that can be seen in it alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tanpuhui.core.findings import Finding
from tanpuhui.core.foreign_serials.arb import ArbIssuance, ArbNonCredit, NonCredit
from tanpuhui.core.refused import shown
from tanpuhui.core.registers import ForeignIssuance
from tanpuhui.regimes.us_ca_cop import cells as cell
from tanpuhui.regimes.us_ca_cop import columns as col
from tanpuhui.regimes.us_ca_cop.accounts import BEGINS_ON, STATE_ON
from tanpuhui.regimes.us_ca_cop.comments import CommentFacts, read_comment
from tanpuhui.regimes.us_ca_cop.findings import seen
from tanpuhui.regimes.us_ca_cop.identifiers import fits_type, is_early, read_id
from tanpuhui.regimes.us_ca_cop.uses import Walk

Cells = Mapping[str, str]
UNIT_TYPE = "ARBOC"
FLAGS: Mapping[str, tuple[str, ...]] = {
    col.KIND: ("COP", "EA"),
    col.DEBS: ("DEBS", "NO DEBS"),
    col.WINDOW: ("3 years", "8 years", col.NOTHING, *col.INVALIDATED),
}
LABELS: Mapping[str, str] = {
    "kind": col.KIND,
    "project_type": col.PROJECT_TYPE,
    "state": col.STATE,
    "debs": col.DEBS,
    "debs_documentation": col.DEBS_PAPER,
    "operator": col.OPERATOR,
    "verification_body": col.VERIFIER,
    "registry_project": col.REGISTRY_PROJECT,
    "invalidation_timeframe": col.WINDOW,
    "invalidation_start": col.WINDOW_START,
    "invalidation_reduced_on": col.WINDOW_REDUCED,
    "documentation": col.PAPERS,
}


@dataclass(frozen=True, slots=True)
class Numbers:
    """The cells of a row that bears credits, as numbers: whole tonnes, days, a year."""

    issued: int
    issued_on: date
    start: date
    end: date
    vintage: int
    uses: Mapping[str, int]


def read_row(cells: Cells) -> tuple[ForeignIssuance | None, tuple[Finding, ...]]:
    """The issuance of a row, None if it bears no credits or cannot be read, and what is odd, in a fixed order."""
    name = cells[col.ID]
    comment = read_comment(cells[col.COMMENT])
    known = read_id(name)
    issuance: ForeignIssuance | None = None
    if isinstance(known, ArbIssuance):
        issuance, odd = _with_credits(known, cells, comment)
    elif isinstance(known, ArbNonCredit):
        odd = [*_without_credits(known.event, cells)]
    else:
        odd = [seen("issuance_id_unknown", shown(name), cell=shown(name))]
    return issuance, (*odd, *_told(cells, comment), *_kept(cells))


def _with_credits(
    known: ArbIssuance, cells: Cells, comment: CommentFacts
) -> tuple[ForeignIssuance | None, list[Finding]]:
    numbers, odd = _numbers(cells)
    odd += _flags(known, cells)
    if numbers is None:
        return None, odd
    odd += _days(cells[col.ID], numbers)
    walk = Walk(cells[col.ID], numbers.issued, numbers.issued_on)
    walk.all(numbers.uses, comment)
    odd += [*walk.findings, *_comment_against_columns(cells, numbers, comment)]
    if not BEGINS_ON <= numbers.issued_on <= STATE_ON:
        return None, odd
    issuance = ForeignIssuance(
        unit_type=UNIT_TYPE,
        methodology=known.project_type,
        project=known.project,
        project_name=cells[col.PROJECT_NAME],
        vintage=numbers.vintage,
        quantity=numbers.issued,
        on=numbers.issued_on,
        labels=_labels(cells),
        uses=tuple(walk.uses),
    )
    return issuance, odd


def _labels(cells: Cells) -> dict[str, str]:
    period = {"reporting_period": f"{cells[col.PERIOD_START]}/{cells[col.PERIOD_END]}"}
    return period | {name: cells[at] for name, at in LABELS.items() if cells[at] not in col.NONE_GIVEN}


def _numbers(cells: Cells) -> tuple[Numbers | None, list[Finding]]:
    about = cells[col.ID]
    uses = {at: cell.used(cells[at]) for at in col.USES}
    days = {at: cell.day(cells[at]) for at in (col.PERIOD_START, col.PERIOD_END, col.ISSUED_ON)}
    issued, vintage = cell.quantity(cells[col.ISSUED]), cell.year(cells[col.VINTAGE])
    bad = [("cell_not_a_quantity", at) for at, n in {col.ISSUED: issued or None, **uses}.items() if n is None]
    bad += [("cell_not_a_day", at) for at, day in days.items() if day is None]
    bad += [("cell_not_a_day", at) for at in col.WINDOWS[1:] if not cell.window_day(cells[at])]
    bad += [("cell_not_a_year", col.VINTAGE)] if vintage is None else []
    if bad or issued is None or vintage is None:
        return None, [seen(code, about, column=at, cell=shown(cells[at])) for code, at in bad]
    start, end, issued_on = (day for day in days.values() if day)
    return Numbers(issued, issued_on, start, end, vintage, {at: n or 0 for at, n in uses.items()}), []


def _days(about: str, n: Numbers) -> Iterator[Finding]:
    if n.end < n.start:
        yield seen("reporting_period_reversed", about, start=str(n.start), end=str(n.end))
    if n.issued_on < n.end:
        yield seen("issued_before_period_end", about, issued_on=str(n.issued_on), end=str(n.end))
    if n.issued_on < BEGINS_ON:
        yield seen("issued_before_the_programme", about, issued_on=str(n.issued_on), begins_on=str(BEGINS_ON))
    if n.issued_on > STATE_ON:
        yield seen("issued_after_state_day", about, issued_on=str(n.issued_on), state_on=str(STATE_ON))
    if n.vintage != n.end.year:
        yield seen("vintage_not_period_end", about, vintage=n.vintage, year=n.end.year)


def _flags(known: ArbIssuance, cells: Cells) -> Iterator[Finding]:
    about = cells[col.ID]
    if not fits_type(known.project_type, cells[col.PROJECT_TYPE]):
        yield seen("project_type_differs", about, letters=known.project_type, cell=shown(cells[col.PROJECT_TYPE]))
    for at, values in FLAGS.items():
        if cells[at] not in values:
            yield seen("flag_unknown", about, column=at, cell=shown(cells[at]))
    if cells[col.KIND] in FLAGS[col.KIND] and is_early(known) != (cells[col.KIND] == "EA"):
        yield seen("kind_differs_from_id", about, cell=cells[col.KIND])


def _comment_against_columns(cells: Cells, n: Numbers, comment: CommentFacts) -> Iterator[Finding]:
    about, buffer = cells[col.ID], n.uses[col.BUFFER_IN]
    if buffer == n.issued:
        yield seen("buffer_is_whole_issuance", about, quantity=buffer)
    for fact in comment.returned:
        if fact.of != buffer:
            yield seen("comment_differs_from_column", about, column=col.BUFFER_IN, comment=fact.of, cell=buffer)
    surrendered = sum(fact.quantity for fact in comment.surrendered)
    if comment.surrendered and surrendered != n.uses[col.REVERSAL]:
        facts = {"column": col.REVERSAL, "comment": surrendered, "cell": n.uses[col.REVERSAL]}
        yield seen("comment_differs_from_column", about, **facts)
    marked = any(cells[at] in col.INVALIDATED for at in col.WINDOWS)
    if marked and not any(fact.id == about for fact in comment.invalidated):
        yield seen("invalidation_not_understood", about, what=col.WINDOW)


def _without_credits(why: NonCredit, cells: Cells) -> Iterator[Finding]:
    yield seen("row_" + why.replace(" ", "_"), cells[col.ID])
    silent = (col.NOTHING, col.DEFERRED) if why == "reforest defer" else (col.NOTHING,)
    for at in (col.ISSUED, *col.USES):
        if cells[at] not in (*silent, "0"):
            yield seen("credits_on_row_without_credits", cells[col.ID], column=at, cell=shown(cells[at]))


def _told(cells: Cells, comment: CommentFacts) -> Iterator[Finding]:
    about = shown(cells[col.ID])
    for fact in comment.returned:
        facts = {"quantity": fact.quantity, "of": fact.of, "when": fact.when}
        yield seen("buffer_returned_to_early_action", about, **facts)
    for fact in comment.replaced:
        yield seen("replacement_of_invalidated", about, quantity=fact.quantity, replaces=fact.id, when=fact.when)
    for fact in comment.reversed_intentionally:
        yield seen("reversal_intentional", about, quantity=fact.quantity, when=fact.when)
    for fact in comment.reversed_unintentionally:
        yield seen("reversal_unintentional", about, quantity=fact.quantity, when=fact.when)
    for fact in comment.owed:
        yield seen("reversal_owed", about, quantity=fact.quantity)
    for fact in comment.from_buffer:
        yield seen("reversal_from_buffer", about, quantity=fact.quantity)


def _kept(cells: Cells) -> Iterator[Finding]:
    about = shown(cells[col.ID])
    for at in col.WINDOWS:
        if cells[at] in col.INVALIDATED:
            yield seen("marked_invalidated", about, column=at, cell=cells[at])
    for at in cells:
        if at not in col.NAMED:
            yield seen("nameless_cell_filled", about, cell=shown(cells[at]))
