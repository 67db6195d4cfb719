"""Dated, cited values: ask for a key on a day or for a data year, and get the value with its source and its hash."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tanpuhui.core.canonical import canonical_bytes, digest
from tanpuhui.core.citations import Citation, Status
from tanpuhui.core.text import Text
from tanpuhui.parameters.amounts import Amount, Kind, Wrong, plain, read_amount, spoken
from tanpuhui.parameters.periods import AXIS_NAMES, Axis, Period, Point
from tanpuhui.parameters.refusals import refuse
from tanpuhui.parameters.sources import Source, Unit


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated entry: an `amount` with its `citation`; both are `None` where the entry says `unknown`.

    `source` is the key of the source cited, or, of an unknown value, of the one that was searched in vain (if told).
    """

    period: Period
    amount: Amount | None
    citation: Citation | None
    source: str | None
    published: date | None
    note: Text | None


@dataclass(frozen=True, slots=True)
class Definition:
    """What a key stands for, and its entries in order of time; `given` are those entered at run time, newest first."""

    key: str
    name: Text
    unit: Unit
    kind: Kind
    axis: Axis
    choices: Mapping[str, Text]
    entries: tuple[Entry, ...]
    file: str
    given: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenEntry:
    """A value entered at run time from a notice: `value` as written there, valid `first` to `last` (`None`: open)."""

    key: str
    value: str
    first: Point | None
    last: Point | None
    published: date
    citation: Citation
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it was found: its `amount`, unit, validity, and where it comes from."""

    key: str
    name: Text
    amount: Amount
    unit: Unit
    period: Period
    citation: Citation
    published: date | None
    note: Text | None
    spoken: Text

    @property
    def status(self) -> Status:
        """How sure the value is."""
        return self.citation.status

    @property
    def decimal(self) -> Decimal:
        """The number, exactly; a `TypeError` where the value is no number."""
        if isinstance(self.amount, (int, Decimal)) and not isinstance(self.amount, bool):
            return Decimal(self.amount)
        raise TypeError(f"{self.key} is no number")

    @property
    def whole(self) -> int:
        """The whole number; a `TypeError` where the value is none."""
        if isinstance(self.amount, int) and not isinstance(self.amount, bool):
            return self.amount
        raise TypeError(f"{self.key} is no whole number")

    @property
    def yes(self) -> bool:
        """The answer; a `TypeError` where the value is no yes or no."""
        if isinstance(self.amount, bool):
            return self.amount
        raise TypeError(f"{self.key} is no yes or no")

    @property
    def choice(self) -> str:
        """The code chosen; a `TypeError` where the value is no choice."""
        if isinstance(self.amount, str):
            return self.amount
        raise TypeError(f"{self.key} is no choice")

    @property
    def day(self) -> date:
        """The day; a `TypeError` where the value is none."""
        if isinstance(self.amount, date):
            return self.amount
        raise TypeError(f"{self.key} is no day")

    @property
    def hash(self) -> str:
        """SHA-256 of what was said: key, amount, unit, validity, source, place, status.

        Wording, notes and the day of the last look stay outside, so that looking again changes no hash.
        """
        record = {
            "key": self.key,
            "value": plain(self.amount),
            "unit": self.unit.code,
            "axis": self.period.axis,
            "from": self.period.first,
            "to": self.period.last,
            "source": self.citation.source,
            "place": self.citation.place,
            "status": self.status.name.lower(),
        }
        return digest(canonical_bytes(record))

    @property
    def says(self) -> Text:
        """The value with unit, validity and citation in one sentence."""
        valid, cited = self.period.says, self.citation.says
        return Text(
            f"{self.name.zh}：{self.spoken.zh} {self.unit.name.zh}（{valid.zh}）。来源：{cited.zh}",
            f"{self.name.en}: {self.spoken.en} {self.unit.name.en} ({valid.en}). Source: {cited.en}",
        )


def hash_of_all(values: Iterable[Value]) -> str:
    """One SHA-256 for a set of values, whatever their order and however often each was read: what an adoption names."""
    return digest(canonical_bytes({"values": sorted({value.hash for value in values})}))


class Values:
    """All values of a folder or several. Immutable: `with_entries` gives a new one.

    Which entry answers: of those whose validity covers the day or year asked for (and, where `published_by` is given,
    which had appeared by then) an entry given at run time stands above the shipped ones, and among given ones the
    newest published wins. So a notice replaces the shipped value where its own validity reaches, and nowhere else.
    """

    def __init__(
        self, definitions: Mapping[str, Definition], sources: Mapping[str, Source], *, illustrative: bool = False
    ) -> None:
        self.definitions = dict(definitions)
        self.sources = dict(sources)
        self.illustrative = illustrative

    def __contains__(self, key: str) -> bool:
        return key in self.definitions

    def keys(self) -> tuple[str, ...]:
        """Every key, in order of the alphabet."""
        return tuple(sorted(self.definitions))

    def definition(self, key: str) -> Definition:
        """What `key` stands for, with its entries; an unknown key is refused with the nearest known ones."""
        if key in self.definitions:
            return self.definitions[key]
        close = ", ".join(difflib.get_close_matches(key, self.definitions, n=3))
        near = Text(f"相近的键：{close}。", f"Near it: {close}.") if close else Text("", "")
        raise refuse("unknown_value_key", key=key, near=near)

    def at(
        self, key: str, *, on: date | None = None, data_year: int | None = None, published_by: date | None = None
    ) -> Value:
        """The value of `key` on the day `on`, or for the `data_year`: exactly one of both, as the value's axis asks.

        `published_by` leaves out entries that say they were published later; one that says nothing counts always (the
        day of a news report on a rule is not the day of the rule).
        Refused: an unknown key, the wrong axis, a value that nobody knows, an example while examples are off.
        """
        definition = self.definition(key)
        point = _point(definition, on, data_year)
        for entry in (*definition.given, *definition.entries):
            if entry.period.covers(point) and _had_appeared(entry, published_by):
                return self._answer(definition, entry, point)
        spans = [_span(entry) for entry in (*definition.given, *definition.entries)]
        known = Text("、".join(span.zh for span in spans), ", ".join(span.en for span in spans))
        raise refuse(
            "value_not_yet_known_for", key=key, name=definition.name, point=point, known=known, file=definition.file
        )

    def known(self, key: str) -> tuple[Value, ...]:
        """Every value of `key` that may be shown, given ones first, then the shipped ones in order of time."""
        definition = self.definition(key)
        return tuple(
            _value(definition, entry, entry.amount, entry.citation)
            for entry in (*definition.given, *definition.entries)
            if entry.amount is not None and entry.citation is not None and self._may_show(entry.citation)
        )

    def not_looked_at_since(self, day: date) -> tuple[Value, ...]:
        """The values that nobody has checked since `day`: a list to work through, not an error."""
        every = (value for key in self.keys() for value in self.known(key))
        return tuple(value for value in every if value.citation.checked_on < day)

    def with_entries(self, extra: Iterable[GivenEntry]) -> "Values":
        """The same values with entries given by argument; what they cover is answered by them from now on.

        Refused: an unknown key, ends on the wrong axis, a value of the wrong form, two given entries of one key that
        appeared on the same day and overlap (which of them should win?).
        """
        definitions = dict(self.definitions)
        for given in extra:
            definition = definitions.get(given.key) or self.definition(given.key)
            definitions[given.key] = _with(definition, _given_entry(definition, given))
        return Values(definitions, self.sources, illustrative=self.illustrative)

    def _may_show(self, citation: Citation) -> bool:
        return self.illustrative or citation.status is not Status.ILLUSTRATIVE

    def _answer(self, definition: Definition, entry: Entry, point: Point) -> Value:
        facts = {"key": definition.key, "name": definition.name, "point": point, "file": definition.file}
        if entry.amount is None or entry.citation is None:
            raise refuse("value_unknown", searched=entry.note or Text("无说明", "no note"), **facts)
        if not self._may_show(entry.citation):
            raise refuse("value_illustrative_only", **facts)
        return _value(definition, entry, entry.amount, entry.citation)


def _value(definition: Definition, entry: Entry, amount: Amount, citation: Citation) -> Value:
    return Value(
        key=definition.key,
        name=definition.name,
        amount=amount,
        unit=definition.unit,
        period=entry.period,
        citation=citation,
        published=entry.published,
        note=entry.note,
        spoken=spoken(amount, definition.choices),
    )


def _point(definition: Definition, on: date | None, data_year: int | None) -> Point:
    if (on is None) == (data_year is None):
        raise TypeError("give exactly one of `on` and `data_year`")
    if on is not None and definition.axis == "in_force":
        return on
    if data_year is not None and definition.axis == "data_year":
        return data_year
    raise _wrong_axis(definition)


def _wrong_axis(definition: Definition) -> Exception:
    other: Axis = "data_year" if definition.axis == "in_force" else "in_force"
    return refuse("wrong_axis", key=definition.key, axis=AXIS_NAMES[definition.axis], given=AXIS_NAMES[other])


def _had_appeared(entry: Entry, published_by: date | None) -> bool:
    return published_by is None or entry.published is None or entry.published <= published_by


def _span(entry: Entry) -> Text:
    span = entry.period.says
    if entry.published is None:
        return span
    return Text(f"{span.zh}（{entry.published} 公布）", f"{span.en} (published {entry.published})")


def _given_entry(definition: Definition, given: GivenEntry) -> Entry:
    wanted = date if definition.axis == "in_force" else int
    if any(end is not None and not isinstance(end, wanted) for end in (given.first, given.last)):
        raise _wrong_axis(definition)
    period = Period(definition.axis, given.first, given.last)
    try:
        if period.bounds[0] > period.bounds[1]:
            raise Wrong(Text("有效期的终点早于起点", "the validity ends before it begins"))
        amount = read_amount(definition.kind, given.value, definition.choices)
    except Wrong as wrong:
        raise refuse("given_value_malformed", key=given.key, value=given.value, problem=wrong.says) from wrong
    return Entry(period, amount, given.citation, given.citation.source, given.published, given.note)


def _with(definition: Definition, entry: Entry) -> Definition:
    for other in definition.given:
        if other.published == entry.published and other.period.overlaps(entry.period):
            raise refuse("overlapping_values", key=definition.key, first=other.period.says, second=entry.period.says)
    newest_first = sorted((*definition.given, entry), key=lambda e: e.published or date.min, reverse=True)
    return replace(definition, given=tuple(newest_first))
