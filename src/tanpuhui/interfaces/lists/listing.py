"""A list: named columns, filters, and rows read by key, a page at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Any, Literal

from tanpuhui.apps.disclosure.registers.asked import Asked, Rows
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.core.days import parse_day
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.refused import shown
from tanpuhui.core.text import Text
from tanpuhui.interfaces.lists.refusals import refuse

Key = Literal["text", "number", "dated"]
"""How the rows of a list follow each other: by a text, by a number, by a day and a text."""
Kind = Literal["text", "code", "units", "day", "instant", "flag"]
Value = str | int | bool | date | datetime | None
Row = tuple[str, Sequence[Value]]
"""The key that comes after which the next page begins, and the values in the order of the columns."""
MOST, USUAL = 1000, 100
"""Rows of a page: at most, and if nothing is said."""
_FLAGS = {"true": True, "false": False}
_WANTED = {
    "text": Text("一行文字", "a line of text"),
    "number": Text("整数", "a whole number"),
    "day": Text("日期（YYYY-MM-DD）", "a day (YYYY-MM-DD)"),
    "flag": Text("true 或 false", "true or false"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its `name` for programs, its title, what is in it. `units`: a whole number; `code`: an identifier.

    `choices`: what each code means, where there is a closed list; files and programs get the code. `example`: a value.
    """

    name: str
    title: Text
    kind: Kind = "text"
    choices: Callable[[], Mapping[str, Text]] | None = None
    example: Value = None


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list may be narrowed by; `choices`: code → text, where there is a closed list; `needed`: it must be set."""

    name: str
    title: Text
    choices: Callable[[], Mapping[str, Text]] | None = None
    kind: Literal["text", "number", "day", "flag"] = "text"
    needed: bool = False

    def read(self, value: str) -> str | int | bool | date:
        """The value meant. Refuses `filter_choice_unknown`, `filter_malformed`."""
        if self.choices and value not in self.choices():
            known = ", ".join(self.choices())
            raise refuse("filter_choice_unknown", filter=self.title, value=shown(value), known=known)
        if self.kind == "number" and value.isascii() and value.isdecimal() and len(value) < 19:
            return int(value)
        if self.kind == "flag" and value in _FLAGS:
            return _FLAGS[value]
        if self.kind == "text" and all(sign.isprintable() and not "\ud800" <= sign <= "\udfff" for sign in value):
            return value
        if self.kind == "day":
            with suppress(Refusal):
                return parse_day(value)
        raise refuse("filter_malformed", filter=self.title, value=shown(value), wanted=_WANTED[self.kind])


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of a list: rows after the key `after`, at most `limit`, narrowed by `filters`; on a day, for somebody."""

    on: date
    after: str = ""
    limit: int = USUAL
    filters: Mapping[str, str] = field(default_factory=dict)
    by: Actor | None = None

    def number(self) -> int:
        """The key `after`, where keys are numbers; 0 before the first. Refuses `cursor_malformed`."""
        if self.after and not (self.after.isascii() and self.after.isdecimal() and len(self.after) < 19):
            raise refuse("cursor_malformed", cursor=shown(self.after))
        return int(self.after or 0)

    def asked(self, name: str) -> str:
        """A filter's value; empty if it was not set."""
        return self.filters.get(name, "")


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, and the key after which the next page begins (none: these were the last)."""

    rows: list[Sequence[Value]]
    next: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list under its `code`. `needs`: the permission to read it; empty: anybody. `about`: what is in it, in a sentence.

    `read` gives rows in the order of their keys, no more than `Query.limit`, in a bounded number of statements. `order`: what
    kind of keys. `shapes`: the same rows as features of GeoJSON, where they lie somewhere.
    """

    code: str
    title: Text
    about: Text
    columns: tuple[Column, ...]
    read: Callable[[Query], Iterable[Row]]
    filters: tuple[Filter, ...] = ()
    needs: str = ""
    order: Key = "text"
    shapes: Callable[[Query], Iterable[str]] | None = None

    def page(self, query: Query) -> Page:
        """One page. Refuses as `check`."""
        self.check(query)
        rows = list(self.read(replace(query, limit=query.limit + 1)))
        more = len(rows) > query.limit
        rows = rows[: query.limit]
        return Page([values for _, values in rows], rows[-1][0] if more and rows else None)

    def all(self, query: Query) -> Iterator[Sequence[Value]]:
        """Every row, page by page, with the memory of one page."""
        after: str | None = query.after
        while after is not None:
            page = self.page(replace(query, after=after, limit=MOST - 1))
            yield from page.rows
            after = page.next

    def check(self, query: Query) -> None:
        """Refuses `unknown_filter`, `filter_choice_unknown`, `filter_malformed`, `filter_needed`, `page_too_large`, and

        `cursor_malformed`.
        """
        known = {one.name: one for one in self.filters}
        for name, value in query.filters.items():
            if name not in known:
                raise refuse("unknown_filter", filter=shown(name), known=", ".join(known) or "–")
            if value:
                known[name].read(value)
        if lacks := [one.title for one in self.filters if one.needed and not query.asked(one.name)]:
            raise refuse("filter_needed", filter=lacks[0])
        if not 1 <= query.limit <= MOST:
            raise refuse("page_too_large", limit=query.limit, most=MOST)
        self.asked(query)

    def asked(self, query: Query) -> Asked:
        """The same for the rooms below. Refuses `cursor_malformed`."""
        known = {one.name: one for one in self.filters}
        narrow = {name: known[name].read(value) for name, value in query.filters.items() if value}
        return Asked(query.on, query.limit, _after(self.order, query), narrow, query.by)


def _after(key: Key, query: Query) -> Any:
    if not query.after:
        return None
    if key == "number":
        return query.number()
    if key == "text" and query.after.isprintable():
        return query.after
    day, _, rest = query.after.partition(" ")
    with suppress(Refusal):
        if key == "dated" and rest and rest.isprintable():
            return parse_day(day), rest
    raise refuse("cursor_malformed", cursor=shown(query.after))


def listed(
    code: str, title: Text, about: Text, source: Callable[[Asked], Rows], columns: tuple[Column, ...], *filters: Filter,
    key: str = "", **more: Any,
) -> Listing:  # fmt: skip
    """A list whose rows a room below gives by the names of columns; `key` names the one they follow (else the first)."""

    def read(query: Query) -> Iterator[Row]:
        for row in source(made.asked(query)):
            yield str(row[key or columns[0].name]), [row[one.name] for one in columns]

    made = Listing(code, title, about, columns, read, filters, **{"order": _kind_of(columns[0], key)} | more)
    return made


def _kind_of(first: Column, key: str) -> Key:
    return "number" if not key and first.kind == "units" else "text"


text, code = partial(Column, kind="text"), partial(Column, kind="code")
units, day = partial(Column, kind="units"), partial(Column, kind="day")
flag, instant = partial(Column, kind="flag"), partial(Column, kind="instant")
"""Columns by their kind: `units("quantity", Text(…))`."""
