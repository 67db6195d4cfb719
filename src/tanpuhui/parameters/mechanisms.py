"""The crediting mechanisms of the world: which there are, where, and what is known of each, with day, source and status."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from tanpuhui.core.text import Text
from tanpuhui.parameters.amounts import plain
from tanpuhui.parameters.loading import DATA, as_source, load
from tanpuhui.parameters.reading import read_mapping, shaped
from tanpuhui.parameters.shapes import BothLanguages, Day, Filled, Shape, SourceShape, partial_day
from tanpuhui.parameters.sources import Source
from tanpuhui.parameters.values import Value

FOLDER = DATA / "mechanisms"
CLASSES: dict[str, Text] = {
    "international": Text("国际", "international"),
    "independent": Text("独立标准", "independent"),
    "regional": Text("区域", "regional"),
    "national": Text("国家", "national"),
    "bilateral": Text("双边", "bilateral"),
    "subnational": Text("次国家", "subnational"),
}
FIGURES: dict[str, Text] = {
    "registered": Text("已登记项目", "registered activities"),
    "issued": Text("已签发", "credits issued"),
    "retired": Text("已注销或使用", "credits retired or used"),
    "price": Text("价格", "price"),
    "limit": Text("使用上限", "limit of use"),
    "expected": Text("预计", "expected"),
    "partners": Text("伙伴国", "partner countries"),
    "facilities": Text("设施", "facilities"),
}
Status = Literal["official", "secondary", "illustrative"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as its source says it: `what` (of `FIGURES`), on a day, in a month or year (`on`; empty: not dated)."""

    what: str
    value: str
    unit: str
    on: str
    source: str
    place: str
    status: str
    checked_on: str
    note: Text | None


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A mechanism: its `kind` (of `CLASSES`), unit, countries (ISO 3166-1 numeric), the `place` in one, a `rule`, its figures."""

    code: str
    name: Text
    kind: str
    unit: str
    countries: tuple[str, ...]
    place: Text | None
    rule: Text | None
    rule_source: str
    rule_status: str
    figures: tuple[Figure, ...]


class _Rule(BothLanguages):
    source: Filled
    status: Status
    checked_on: Day


class _Figure(Shape):
    what: Literal["registered", "issued", "retired", "price", "limit", "expected", "partners", "facilities"]
    value: Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+)?$")]
    unit: Filled
    on: Literal["unknown"] | Annotated[str, AfterValidator(partial_day)]
    source: Filled
    place: Filled
    status: Status
    checked_on: Day
    note: BothLanguages | None = None


class _Mechanism(Shape):
    name: BothLanguages
    kind: Literal["international", "independent", "regional", "national", "bilateral", "subnational"] = Field(
        alias="class"
    )
    unit: str = ""
    countries: list[Annotated[str, Field(pattern=r"^[0-9]{3}$")]] = []
    place: BothLanguages | None = None
    rule: _Rule | None = None
    values: dict[str, Filled] = {}
    figures: list[_Figure] = []


@cache
def mechanisms() -> dict[str, Mechanism]:
    """Every mechanism by code, in the order of the file. What is not as it must be is refused."""
    read = read_mapping(FOLDER / "catalogue.yaml", "mechanisms/catalogue.yaml")
    return {code: _mechanism(code, content) for code, content in read.items()}


@cache
def sources() -> dict[str, Source]:
    """The sources that only mechanisms cite."""
    shown = "mechanisms/sources.yaml"
    read = read_mapping(FOLDER / "sources.yaml", shown)
    return {key: as_source(key, shaped(SourceShape, content, shown=shown, key=key)) for key, content in read.items()}


def _mechanism(code: str, content: object) -> Mechanism:
    shape = shaped(_Mechanism, content, shown="mechanisms/catalogue.yaml", key=code)
    rule, place = shape.rule, shape.place
    figures = [*_of_values(shape.values), *(_figure(one) for one in shape.figures)]
    return Mechanism(
        code, shape.name.text, shape.kind, shape.unit, tuple(shape.countries), place.text if place else None,
        rule.text if rule else None, rule.source if rule else "", rule.status if rule else "", tuple(figures),
    )  # fmt: skip


def _figure(one: _Figure) -> Figure:
    on = "" if one.on == "unknown" else one.on
    note = one.note.text if one.note else None
    return Figure(one.what, one.value, one.unit, on, one.source, one.place, one.status, str(one.checked_on), note)


def _of_values(keys: dict[str, str]) -> Iterator[Figure]:
    """Figures that stand among the values: the newest entry that had begun when somebody last looked."""
    for what, key in keys.items():
        begun = [value for value in load().known(key) if _begins(value) <= str(value.citation.checked_on)]
        for value in begun[-1:]:
            yield _of_value(what, value)


def _of_value(what: str, value: Value) -> Figure:
    cited = value.citation
    return Figure(
        what, str(plain(value.amount)), value.unit.code, _begins(value), cited.source, cited.place,
        value.status.name.lower(), str(cited.checked_on), value.note,
    )  # fmt: skip


def _begins(value: Value) -> str:
    return str(value.period.first or value.period.last or "")
