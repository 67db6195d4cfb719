"""One cell: the text of a person made a number, a day or a choice, or a finding that says what is wrong with it."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tanpuhui.core.days import parse_day
from tanpuhui.core.findings import Finding
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.refused import shown
from tanpuhui.core.text import Text
from tanpuhui.quantification.findings import seen
from tanpuhui.quantification.shapes import ColumnShape

Cell = Fraction | date | str
MOST_PLACES = 60
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,19})(?:\.[0-9]{1,20})?")
_MONTH = re.compile(r"([0-9]{4})(?:-([0-9]{2})|年([0-9]{1,2})月)")
_FULL_WIDTH = re.compile("[\uff01-\uff5e\u3000]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell lies."""

    table: str
    line: int
    column: str

    def found(self, code: str, **facts: object) -> Finding:
        """The finding `code` about this cell."""
        where = {"table": self.table, "line": self.line, "column": self.column}
        return seen(code, f"{self.table}:{self.line}:{self.column}", **where, **facts)


class WrongCell(Exception):
    """A cell that is not as it must be."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.says.en)


def read_cell(text: str, shape: ColumnShape, place: Place, factor: Fraction | None) -> Cell:
    """`text` as what the column asks for; a number times `factor`, from the unit it was given in to the column's own."""
    text = text.strip(" ")
    if not text:
        if shape.optional:
            return ""
        raise WrongCell(place.found("input_cell_empty"))
    _refuse_odd(text, shape, place)
    match shape.kind:
        case "number":
            assert factor is not None
            return _number(text, shape, place, factor)
        case "day":
            return _day(text, place)
        case "month":
            return _month(text, place)
        case "choice":
            return _choice(text, shape, place)
        case "text":
            return text


def plain_text(cell: Cell) -> str:
    """A cell as text: the same number has the same text, whatever unit or zeros it came with. 1/15 stays a fraction."""
    if not isinstance(cell, Fraction):
        return cell if isinstance(cell, str) else cell.isoformat()
    numerator, denominator = cell.as_integer_ratio()
    places = next((n for n in range(MOST_PLACES) if not 10**n % denominator), None)
    if places is None:
        return f"{numerator}/{denominator}"
    return format(Decimal(numerator * 10**places // denominator).scaleb(-places), "f")


def same(key: str) -> str:
    """What two keys that mean the same row have in common, whatever their case, blanks and width of letters."""
    return "".join(unicodedata.normalize("NFKC", key).casefold().split())


def _refuse_odd(text: str, shape: ColumnShape, place: Place) -> None:
    if len(text) > shape.longest:
        raise WrongCell(place.found("input_text_too_long", most=shape.longest))
    if any(not sign.isprintable() or sign == "\u00a0" for sign in text if sign != "\u3000"):
        raise WrongCell(place.found("input_odd_character", given=shown(text)))
    if text.startswith("="):
        raise WrongCell(place.found("input_is_formula", given=shown(text)))
    if shape.kind in ("number", "day", "month") and _FULL_WIDTH.search(text):
        instead = unicodedata.normalize("NFKC", text).strip()
        raise WrongCell(place.found("input_full_width", given=shown(text), instead=shown(instead)))


def _number(text: str, shape: ColumnShape, place: Place, factor: Fraction) -> Fraction:
    if not _NUMBER.fullmatch(text):
        raise WrongCell(place.found("input_not_a_number", given=shown(text)))
    assert shape.decimals is not None
    assert shape.least is not None
    assert shape.most is not None
    if len(text.partition(".")[2].rstrip("0")) > shape.decimals:
        raise WrongCell(place.found("input_too_many_decimals", given=text, most=shape.decimals))
    number = Fraction(text) * factor
    if number < Fraction(shape.least):
        raise WrongCell(place.found("input_below_least", given=text, least=shape.least, unit=shape.unit))
    if number > Fraction(shape.most):
        raise WrongCell(place.found("input_above_most", given=text, most=shape.most, unit=shape.unit))
    return number


def _day(text: str, place: Place) -> date:
    try:
        return parse_day(text)
    except Refusal:
        raise WrongCell(place.found("input_not_a_day", given=shown(text))) from None


def _month(text: str, place: Place) -> date:
    """The first day of the month; a spreadsheet gives a month as that day."""
    found = _MONTH.fullmatch(text)
    try:
        return parse_day(f"{found[1]}-{found[2] or found[3]:0>2}-01" if found else text).replace(day=1)
    except Refusal:
        raise WrongCell(place.found("input_not_a_month", given=shown(text))) from None


def _choice(text: str, shape: ColumnShape, place: Place) -> str:
    for code, choice in shape.choices.items():
        if text in (code, choice.zh, choice.en):
            return code
    zh = "；".join(f"{code}（{choice.zh}）" for code, choice in shape.choices.items())
    en = "; ".join(f"{code} ({choice.en})" for code, choice in shape.choices.items())
    raise WrongCell(place.found("input_not_a_choice", given=shown(text), known=Text(zh, en)))
