"""How `methodology.yaml` must be written. Keys that are not named here are refused; what is not known says `unknown`."""

from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from tanpuhui.core.text import Text
from tanpuhui.parameters.amounts import Wrong
from tanpuhui.parameters.shapes import BothLanguages, Filled, Shape
from tanpuhui.quantification.units import factor, read_measure

Unknown = Literal["unknown"]
Off = Literal["off"]
_DATED = ("day", "month")
CLAIMED_BY = ("applicant", "methodology")
"""Words that stand for the applicant's code and the methodology's where what is claimed is named."""


def _unit(text: str) -> str:
    if read_measure(text) is None:
        raise Wrong(Text(f"“{text}”不是单位", f"{text!r} is no unit"))
    return text


UnitText = Annotated[Filled, AfterValidator(_unit)]


class ChoiceShape(BothLanguages):
    """A choice of a column; with `excludes`, rows that choose it count as nothing."""

    excludes: Literal["true"] | None = None


class ColumnShape(Shape):
    """A column of an input table: what is asked, the clause that makes it matter, and what a cell may hold.

    `refers_to` names a table of which each cell must name a row. A number that is optional counts as nothing where empty.
    """

    kind: Literal["number", "day", "month", "choice", "text"]
    name: BothLanguages
    question: BothLanguages
    clause: BothLanguages | Unknown
    symbol: Filled | None = None
    unit: UnitText | None = None
    units: list[UnitText] = []
    least: Decimal | None = None
    most: Decimal | None = None
    decimals: int | None = Field(default=None, ge=0, le=9)
    choices: dict[str, ChoiceShape] = {}
    longest: int = Field(default=80, ge=1, le=2000)
    optional: Literal["true"] | None = None
    must_be: Literal["period_first", "period_last", "in_period"] | None = None
    refers_to: Filled | None = None

    @model_validator(mode="after")
    def _complete(self) -> "ColumnShape":
        number = (self.symbol, self.unit, self.least, self.most, self.decimals)
        if self.kind == "number" and None in number:
            raise Wrong(Text("数值列须有 symbol、unit、least、most、decimals", "a number needs all of its own keys"))
        if self.kind != "number" and (any(each is not None for each in number) or self.units):
            raise Wrong(Text("只有数值列才有单位和界限", "only a number has units and bounds"))
        if (self.kind == "choice") != bool(self.choices):
            raise Wrong(Text("choices 只用于且必须用于 choice 列", "choices belong to a choice, and only to it"))
        if self.kind not in ("text", "number") and self.optional:
            raise Wrong(Text("只有文字列和数值列可以不填", "only a text or a number may be left out"))
        if self.refers_to and (self.kind != "text" or self.optional):
            raise Wrong(Text("refers_to 只用于必填的文字列", "refers_to belongs to a text that must be filled in"))
        if self.kind != "day" and self.must_be:
            raise Wrong(Text("must_be 只用于日期列", "must_be belongs to a day"))
        for unit in self.units:
            if self.unit is None or _factor(unit, self.unit) is None:
                raise Wrong(Text(f"单位 {unit} 不能换算", f"the unit {unit} cannot be converted"))
        return self


class MonthsShape(Shape):
    """Which column holds the month of a row, and which one names what should have a row in every month of the period.

    `since`: the day, in the table that `of` refers to, before whose month no row is missed.
    """

    column: Filled
    of: Filled
    since: Filled | None = None


class TableShape(Shape):
    """An input table: its columns, the column whose cell names a row, the pairs of days that must follow each other.

    `repeated`: a row whose key an earlier row has is an error, or counts as nothing. `months`: gaps are looked for.
    """

    name: BothLanguages
    key: Filled
    most_rows: int = Field(ge=1, le=10_000_000)
    columns: dict[str, ColumnShape] = Field(min_length=1)
    days_in_order: list[tuple[str, str]] = []
    repeated: Literal["refused", "excluded"] = "refused"
    months: MonthsShape | None = None

    @model_validator(mode="after")
    def _named(self) -> "TableShape":
        of_months = (self.months.column, self.months.of) if self.months else ()
        for name in (self.key, *of_months, *(each for pair in self.days_in_order for each in pair)):
            if name not in self.columns:
                raise Wrong(Text(f"没有列 {name}", f"there is no column {name}"))
        if self.columns[self.key].kind != "text" or self.columns[self.key].optional:
            raise Wrong(Text("key 须是必填的文字列", "the key is a text that must be filled in"))
        if any(self.columns[name].kind != "day" for pair in self.days_in_order for name in pair):
            raise Wrong(Text("days_in_order 只列日期列", "days_in_order lists days"))
        if self.months and (self.columns[self.months.column].kind, self.columns[self.months.of].kind) != (
            "month",
            "text",
        ):
            raise Wrong(Text("months 须指明月份列和文字列", "months names a column of months and one of texts"))
        return self


class OptionShape(Shape):
    """A setting that the document leaves open or allows: its choices, the one taken unless told otherwise, and why."""

    name: BothLanguages
    question: BothLanguages
    why: BothLanguages
    default: Filled
    choices: dict[str, BothLanguages] = Field(min_length=2)

    @model_validator(mode="after")
    def _chosen(self) -> "OptionShape":
        if self.default not in self.choices:
            raise Wrong(Text("default 不在 choices 中", "the default is none of the choices"))
        return self


class ConditionShape(Shape):
    """A condition of applicability: what the applicant is asked, which answer applies, the clause and how sure it is."""

    question: BothLanguages
    applies_if: Literal["true", "false"]
    clause: BothLanguages | Unknown
    source: Filled | Unknown
    status: Literal["official", "secondary", "illustrative"]


class ApplicantShape(Shape):
    """Who may apply."""

    code: Filled
    name: BothLanguages


class NotedShape(Shape):
    """A rule with a note of where it comes from or what was searched."""

    rule: Filled
    note: BothLanguages


def _share(text: str) -> str:
    try:
        fits = 0 < Decimal(text) < 1
    except InvalidOperation:
        fits = False
    if not fits:
        raise Wrong(Text(f"“{text}”不是 0 与 1 之间的份额", f"{text!r} is no share between 0 and 1"))
    return text


class BufferShape(Shape):
    """The exact share of each vintage that goes to the buffer against reversals, such as 0.15, and where that is said."""

    share: Annotated[Filled, AfterValidator(_share)]
    note: BothLanguages
    step: Filled | None = None


class DeclaredShape(Shape):
    """A deduction that a step of the sheet makes, and where it is said."""

    step: Filled
    note: BothLanguages


class ClaimsShape(Shape):
    """Of what the reduction is claimed: each row of a `table` that counts is a thing of a `kind`; without a table, one thing.

    `parts`: what names a thing of that kind → the column that says it, or `applicant`, or `methodology`. A folder without
    `claims` claims the parcels of its boundaries.
    """

    kind: Filled
    table: Filled | None = None
    parts: dict[str, Filled] = Field(min_length=1)


class InForceShape(Shape):
    """When the document is in force: a day, `open`, or `unknown`."""

    first: Filled = Field(alias="from")
    last: Filled = Field(alias="to")
    note: BothLanguages


class ResultShape(Shape):
    """Which step is the result, which one holds it row by row, and by which columns that is summed.

    `vintage_of` is the column whose year is a row's vintage; without it vintages go by the days of the period.
    """

    symbol: Filled
    rows: Filled
    summaries: list[Filled] = []
    vintage_of: Filled | None = None


class MethodologyShape(Shape):
    """The whole file."""

    code: Filled
    name: BothLanguages
    edition: BothLanguages
    in_force: InForceShape
    status: Literal["official", "secondary", "illustrative"]
    status_note: BothLanguages
    sources: list[Filled] = Field(min_length=1)
    applicability: dict[str, ConditionShape]
    applicants: list[ApplicantShape]
    verifier: Literal["needed", "not_needed", "unknown"]
    verifier_note: BothLanguages | None = None
    claims: ClaimsShape | None = None
    crediting_years: NotedShape
    look_back_years: NotedShape
    buffer: Off | BufferShape
    uncertainty_deduction: Off | DeclaredShape
    leakage: Off | DeclaredShape
    remainder: Literal["stays_on_vintage"]
    options: dict[str, OptionShape] = {}
    tables: dict[str, TableShape] = Field(min_length=1)
    result: ResultShape

    @model_validator(mode="after")
    def _joined(self) -> "MethodologyShape":
        for table in self.tables.values():
            for column in table.columns.values():
                if column.refers_to and column.refers_to not in self.tables:
                    raise Wrong(Text(f"没有表 {column.refers_to}", f"there is no table {column.refers_to}"))
        if self.claims is not None:
            claimed = self.tables.get(self.claims.table or "")
            known = {*CLAIMED_BY, *(claimed.columns if claimed is not None else ())}
            if missing := [column for column in self.claims.parts.values() if column not in known]:
                raise Wrong(Text(f"claims 指向没有的列 {missing[0]}", f"claims names no column: {missing[0]}"))
        for table in self.tables.values():
            if table.months and table.months.since:
                other = self.tables.get(table.columns[table.months.of].refers_to or "")
                if (
                    other is None
                    or table.months.since not in other.columns
                    or other.columns[table.months.since].kind != "day"
                ):
                    raise Wrong(
                        Text("since 须是 of 所指表中的日期列", "since names a column of days of the table referred to")
                    )
        dated = {name for table in self.tables.values() for name, each in table.columns.items() if each.kind in _DATED}
        if self.result.vintage_of and self.result.vintage_of not in dated:
            raise Wrong(Text("vintage_of 须是日期列或月份列", "vintage_of names a column of days or months"))
        return self

    @property
    def declared(self) -> dict[str, str]:
        """The steps that must stand on the sheet, by what they are: `uncertainty_deduction`, `leakage`, `buffer`."""
        given = {name: getattr(self, name) for name in ("uncertainty_deduction", "leakage", "buffer")}
        return {name: each.step for name, each in given.items() if each != "off" and each.step}


def _factor(unit: str, wanted: str) -> object:
    one, other = read_measure(unit), read_measure(wanted)
    return None if one is None or other is None else factor(one, other)
