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


def _unit(text: str) -> str:
    if read_measure(text) is None:
        raise Wrong(Text(f"“{text}”不是单位", f"{text!r} is no unit"))
    return text


UnitText = Annotated[Filled, AfterValidator(_unit)]


class ChoiceShape(BothLanguages):
    """A choice of a column; with `excludes`, rows that choose it count as nothing."""

    excludes: Literal["true"] | None = None


class ColumnShape(Shape):
    """A column of an input table: what is asked, the clause that makes it matter, and what a cell may hold."""

    kind: Literal["number", "day", "choice", "text"]
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
    must_be: Literal["period_first", "period_last"] | None = None

    @model_validator(mode="after")
    def _complete(self) -> "ColumnShape":
        number = (self.symbol, self.unit, self.least, self.most, self.decimals)
        if self.kind == "number" and None in number:
            raise Wrong(Text("数值列须有 symbol、unit、least、most、decimals", "a number needs all of its own keys"))
        if self.kind != "number" and (any(each is not None for each in number) or self.units):
            raise Wrong(Text("只有数值列才有单位和界限", "only a number has units and bounds"))
        if (self.kind == "choice") != bool(self.choices):
            raise Wrong(Text("choices 只用于且必须用于 choice 列", "choices belong to a choice, and only to it"))
        if self.kind != "text" and self.optional:
            raise Wrong(Text("只有文字列可以不填", "only a text may be left out"))
        if self.kind != "day" and self.must_be:
            raise Wrong(Text("must_be 只用于日期列", "must_be belongs to a day"))
        for unit in self.units:
            if self.unit is None or _factor(unit, self.unit) is None:
                raise Wrong(Text(f"单位 {unit} 不能换算", f"the unit {unit} cannot be converted"))
        return self


class TableShape(Shape):
    """An input table: its columns, the column whose cell names a row, the pairs of days that must follow each other."""

    name: BothLanguages
    key: Filled
    most_rows: int = Field(ge=1, le=10_000_000)
    columns: dict[str, ColumnShape] = Field(min_length=1)
    days_in_order: list[tuple[str, str]] = []

    @model_validator(mode="after")
    def _named(self) -> "TableShape":
        for name in (self.key, *(each for pair in self.days_in_order for each in pair)):
            if name not in self.columns:
                raise Wrong(Text(f"没有列 {name}", f"there is no column {name}"))
        if self.columns[self.key].kind != "text" or self.columns[self.key].optional:
            raise Wrong(Text("key 须是必填的文字列", "the key is a text that must be filled in"))
        if any(self.columns[name].kind != "day" for pair in self.days_in_order for name in pair):
            raise Wrong(Text("days_in_order 只列日期列", "days_in_order lists days"))
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


class InForceShape(Shape):
    """When the document is in force: a day, `open`, or `unknown`."""

    first: Filled = Field(alias="from")
    last: Filled = Field(alias="to")
    note: BothLanguages


class ResultShape(Shape):
    """Which step is the result, which one holds it row by row, and by which columns that is summed."""

    symbol: Filled
    rows: Filled
    summaries: list[Filled] = []


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
    crediting_years: NotedShape
    look_back_years: NotedShape
    buffer: Off | BufferShape
    uncertainty_deduction: Off
    leakage: Off
    remainder: Literal["stays_on_vintage"]
    options: dict[str, OptionShape] = {}
    tables: dict[str, TableShape] = Field(min_length=1)
    result: ResultShape


def _factor(unit: str, wanted: str) -> object:
    one, other = read_measure(unit), read_measure(wanted)
    return None if one is None or other is None else factor(one, other)
