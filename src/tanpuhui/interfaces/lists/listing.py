"""A list: named columns, filters, and rows read by key, a page at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Literal

from tanpuhui.apps.parties.actors import Actor
from tanpuhui.core.refused import shown
from tanpuhui.core.text import Text
from tanpuhui.interfaces.lists.refusals import refuse

Kind = Literal["text", "code", "units", "day", "instant", "flag"]
Value = str | int | bool | date | datetime | None
Row = tuple[str, Sequence[Value]]
"""The key that comes after which the next page begins, and the values in the order of the columns."""
MOST, USUAL = 1000, 100
"""Rows of a page: at most, and if nothing is said."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its `name` for programs, its title, what is in it. `units`: a whole number; `code`: an identifier."""

    name: str
    title: Text
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list may be narrowed by; `choices`: code → text, where there is a closed list."""

    name: str
    title: Text
    choices: Callable[[], Mapping[str, Text]] | None = None


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

    `read` gives rows in the order of their keys, no more than `Query.limit`, in a bounded number of statements.
    """

    code: str
    title: Text
    about: Text
    columns: tuple[Column, ...]
    read: Callable[[Query], Iterable[Row]]
    filters: tuple[Filter, ...] = ()
    needs: str = ""

    def page(self, query: Query) -> Page:
        """One page. Refuses `unknown_filter`, `filter_choice_unknown`, `page_too_large`, `cursor_malformed`."""
        self._check(query)
        one_more = Query(query.on, query.after, query.limit + 1, query.filters, query.by)
        rows = list(self.read(one_more))
        more = len(rows) > query.limit
        rows = rows[: query.limit]
        return Page([values for _, values in rows], rows[-1][0] if more and rows else None)

    def all(self, query: Query) -> Iterator[Sequence[Value]]:
        """Every row, page by page, with the memory of one page."""
        after: str | None = query.after
        while after is not None:
            page = self.page(Query(query.on, after, MOST - 1, query.filters, query.by))
            yield from page.rows
            after = page.next

    def _check(self, query: Query) -> None:
        known = {one.name: one for one in self.filters}
        for name, value in query.filters.items():
            if name not in known:
                raise refuse("unknown_filter", filter=shown(name), known=", ".join(known) or "–")
            choices = known[name].choices
            if choices and value and value not in choices():
                raise refuse(
                    "filter_choice_unknown", filter=known[name].title, value=shown(value), known=", ".join(choices())
                )
        if not 1 <= query.limit <= MOST:
            raise refuse("page_too_large", limit=query.limit, most=MOST)


text, code = partial(Column, kind="text"), partial(Column, kind="code")
units, day = partial(Column, kind="units"), partial(Column, kind="day")
"""Columns by their kind: `units("quantity", Text(…))`."""
