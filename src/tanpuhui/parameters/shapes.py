"""How the data files must be written: a value, a source, a unit, a term. Keys that are not named here are refused."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from tanpuhui.core.text import Text
from tanpuhui.parameters.amounts import Kind, Wrong, read_amount, read_day, read_year
from tanpuhui.parameters.periods import Axis, Period, Point

UNKNOWN = "unknown"
OPEN = "open"
_CJK = re.compile(r"[\u4e00-\u9fff]")
_PARTIAL_DAY = re.compile(r"[12][0-9]{3}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?", re.ASCII)
_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*", re.ASCII)


def _day(text: object) -> date:
    return read_day(str(text))


def _chinese(text: str) -> str:
    if _CJK.search(text):
        return text
    raise Wrong(Text("中文文本缺少汉字", "the Chinese text holds no Chinese character"))


def _filled(text: object) -> object:
    if isinstance(text, str) and not text.strip():
        raise Wrong(Text("不能为空", "must not be empty"))
    return text


def partial_day(text: str) -> str:
    """`text` as it is, if it is a year, a month or a day; else `Wrong`."""
    if not _PARTIAL_DAY.fullmatch(text):
        raise Wrong(Text(f"“{text}”不是年、年月或日期", f"{text!r} is no year, month or day"))
    return read_day(text).isoformat() if len(text) == 10 else text


def _address(text: str) -> str:
    if re.fullmatch(r"https?://[^\s/]+/?\S*", text):
        return text
    raise Wrong(Text(f"“{text}”不是网址", f"{text!r} is no web address"))


def _dotted(text: str) -> str:
    if _KEY.fullmatch(text):
        return text
    raise Wrong(Text(f"“{text}”不是以点分隔的小写键", f"{text!r} is no dotted key in small letters"))


Filled = Annotated[str, BeforeValidator(_filled)]
Day = Annotated[date, BeforeValidator(_day)]


class Shape(BaseModel):
    """The manners common to all: unknown keys refused, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class BothLanguages(Shape):
    """A text written as `{zh: …, en: …}`."""

    zh: Annotated[Filled, AfterValidator(_chinese)]
    en: Filled

    @property
    def text(self) -> Text:
        """The text as the house speaks it."""
        return Text(self.zh, self.en)


class EntryShape(Shape):
    """One dated entry: a cited value, or `unknown` with a note of what was searched."""

    value: Filled
    first: Filled = Field(alias="from")
    last: Filled = Field(alias="to")
    source: Filled | None = None
    place: Filled | None = None
    status: Literal["official", "secondary", "illustrative"] | None = None
    checked_on: Day
    published: Day | None = None
    note: BothLanguages | None = None

    @property
    def is_unknown(self) -> bool:
        """Whether the entry says that nobody knows."""
        return self.value == UNKNOWN

    @model_validator(mode="after")
    def _complete(self) -> "EntryShape":
        if self.is_unknown:
            if self.status is not None:
                raise Wrong(Text("未知的取值没有状态", "an unknown value has no status"))
            if self.note is None:
                raise Wrong(Text("未知的取值须注明查找过什么", "an unknown value needs a note of what was searched"))
        elif missing := [name for name in ("source", "place", "status") if getattr(self, name) is None]:
            names = ", ".join(missing)
            raise Wrong(Text(f"缺少 {names}", f"{names} missing"))
        return self

    def period(self, axis: Axis) -> Period:
        """The entry's validity on the file's axis; ends that do not fit or stand the wrong way round are `Wrong`."""
        period = Period(axis, _end(self.first, axis), _end(self.last, axis))
        if period.bounds[0] > period.bounds[1]:
            raise Wrong(Text("有效期的终点早于起点", "the validity ends before it begins"))
        return period


def _end(text: str, axis: Axis) -> Point | None:
    if text == OPEN:
        return None
    return read_day(text) if axis == "in_force" else read_year(text)


class ValueShape(Shape):
    """A value file: what the value is called, its unit, its kind, the axis of its dates, and its entries."""

    key: Annotated[Filled, AfterValidator(_dotted)]
    name: BothLanguages
    unit: Filled
    type: Kind
    axis: Axis
    choices: dict[str, BothLanguages] = {}
    entries: list[EntryShape] = Field(min_length=1)

    @property
    def choice_names(self) -> dict[str, Text]:
        """The codes a choice may take, with their names."""
        return {code: label.text for code, label in self.choices.items()}

    @model_validator(mode="after")
    def _readable(self) -> "ValueShape":
        if (self.type == "choice") != bool(self.choices):
            raise Wrong(
                Text("choices 只用于且必须用于 choice 类型", "choices belong to the type choice, and only to it")
            )
        for number, entry in enumerate(self.entries, start=1):
            try:
                entry.period(self.axis)
                if not entry.is_unknown:
                    read_amount(self.type, entry.value, self.choice_names)
            except Wrong as wrong:
                raise Wrong(Text(f"第 {number} 条：{wrong.says.zh}", f"entry {number}: {wrong.says.en}")) from wrong
        return self


class SourceShape(Shape):
    """A source, described once: titles, publisher, when it appeared (year, month or day), where it can be read."""

    title: BothLanguages
    publisher: BothLanguages
    published: Annotated[str, AfterValidator(partial_day)] | None = None
    url: Annotated[str, AfterValidator(_address)] | None = None
    reading_list: Literal["true"] | None = None
    note: BothLanguages | None = None


class TermShape(Shape):
    """A term of the field in both languages, with what it means and the other words seen for it."""

    zh: Annotated[Filled, AfterValidator(_chinese)]
    en: Filled
    means: BothLanguages
    also: list[Filled] = []
