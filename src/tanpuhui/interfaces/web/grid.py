"""A table as pages of the desk show it: captions, columns and cells that may lead on; `parts/grid.html` draws it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.utils.http import urlencode

from tanpuhui.core.money import yuan_text
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.frame import Visit

Kind = Literal["text", "number", "code", "day"]


@dataclass(frozen=True, slots=True)
class Way:
    """A link: what it is called, and where it leads."""

    says: Text
    address: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: a text, perhaps a link; a smaller line `under` it, a `mark` behind it, `ways` to go on."""

    text: str | Text = ""
    address: str = ""
    under: str | Text = ""
    mark: Text | None = None
    ways: tuple[Way, ...] = ()

    def __post_init__(self) -> None:
        for name in ("text", "under"):
            said = getattr(self, name)
            if not isinstance(said, Text):
                object.__setattr__(self, name, Text(str(said), str(said)))


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column, and how its cells are set."""

    head: Text
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `id`: unique on its page; `empty`: what is said instead of no rows; `more`: the way to the next page."""

    id: str
    caption: Text
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    empty: Text
    more: Way | None = None

    @property
    def lines(self) -> list[list[tuple[Column, Cell]]]:
        """Each row's cells with their columns."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


MORE = Text("下一页", "Next page")
DASH = Text("–", "–")


def units(count: int) -> Cell:
    """A whole number, thousands apart."""
    return Cell(f"{count:,}")


def yuan(fen: int | None) -> Cell:
    """Money in yuan with two decimals; nothing where there is none."""
    return Cell("" if fen is None else said_in_yuan(fen))


def said_in_yuan(fen: int) -> str:
    """Fen as yuan with two decimals, thousands apart."""
    whole, _, rest = yuan_text(abs(fen)).partition(".")
    return f"{'−' if fen < 0 else ''}{int(whole):,}.{rest}"


def day(on: date | None) -> Cell:
    """A day, or a dash."""
    return Cell(on.isoformat() if on else DASH)


def onward(visit: Visit, **changes: object) -> str:
    """The address of this page with some parameters changed; those set to nothing are left out."""
    kept = {name: str(value) for name, value in visit.request.GET.items() if name not in changes}
    said = kept | {name: str(value) for name, value in changes.items() if value not in ("", None)}
    return f"{visit.request.path}?{urlencode(said)}" if said else visit.request.path


def paged(
    visit: Visit, name: str, rows: Iterable[dict[str, Any]], limit: int, key: str
) -> tuple[list[dict[str, Any]], Way | None]:
    """Of `limit` + 1 rows that were asked for, those of this page, and the way to the next one by the key of the last."""
    found = list(rows)
    if len(found) <= limit:
        return found, None
    return found[:limit], Way(MORE, onward(visit, **{name: found[limit - 1][key]}))
