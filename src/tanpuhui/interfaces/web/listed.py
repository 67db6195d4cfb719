"""A list of the catalogue as a table for people: one language, codes in words, references as links, filters, files to take."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from tanpuhui.core.text import Text
from tanpuhui.interfaces.lists.columns import YES
from tanpuhui.interfaces.lists.files import formats
from tanpuhui.interfaces.lists.listing import Column, Filter, Listing, Query, Value
from tanpuhui.interfaces.web import grid
from tanpuhui.interfaces.web.frame import Visit
from tanpuhui.interfaces.web.grid import Cell, Grid, Kind, Way

SHOWN = 30
"""Rows of a page."""
PERIOD = Text("期间", "Period")
EMPTY = Text("没有符合条件的行。", "Nothing here matches.")
NAMES = {"csv": "CSV", "xlsx": "Excel", "parquet": "Parquet", "geojson": "GeoJSON"}
SEEN: dict[str, Kind] = {"units": "number", "day": "day", "instant": "day"}
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter as the form shows it: its options (value, text, chosen) where the list is closed, else what was typed."""

    name: str
    title: Text
    kind: str
    value: str
    needed: bool
    options: tuple[tuple[str, Text, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as a page shows it: the table, the filters, the ways to take all of it."""

    listing: Listing
    table: Grid | None
    filters: tuple[Asked, ...]
    downloads: tuple[Way, ...]
    narrowed: bool


def listed(visit: Visit, listing: Listing, *, without: Iterable[str] = (), limit: int = SHOWN, **fixed: str) -> Listed:
    """One page of a list, narrowed by what the address asks and by `fixed`; `without`: columns and filters left out.

    Where a filter is needed and not set there is no table yet. Refuses as `Listing.page`.
    """
    hidden = {*without, *fixed}
    # Not from the address, which has a `code` of its own.
    said = {name: str(value).strip() for name, value in visit.request.GET.items()}
    asked = {one.name: said[one.name] for one in listing.filters if said.get(one.name)} | fixed
    actor = visit.seat.actor if visit.seat and listing.needs else None
    filters = tuple(_filter(one, asked.get(one.name, "")) for one in listing.filters if one.name not in hidden)
    ways = tuple(_file(listing, kind, asked) for kind in formats(listing))
    narrowed = any(name not in fixed for name in asked)
    if any(one.needed and not asked.get(one.name) for one in listing.filters):
        return Listed(listing, None, filters, (), narrowed)
    page = listing.page(Query(visit.today, said.get("after", ""), limit, asked, actor))
    more = Way(grid.MORE, grid.onward(visit, after=page.next)) if page.next else None
    rows = [dict(zip((one.name for one in listing.columns), values, strict=True)) for values in page.rows]
    return Listed(listing, table(visit, listing, rows, without=hidden, more=more), filters, ways, narrowed)


def table(
    visit: Visit, listing: Listing, rows: Iterable[Row], *, without: Iterable[str] = (), more: Way | None = None
) -> Grid:
    """Rows of a list as a table in the visitor's language; `without`: columns left out."""
    shown = [(one, kept) for one, kept in _spoken(visit, listing.columns) if one.name not in {*without}]
    places = [_place(one, kept) for one, kept in shown]
    cells = [{one.name.removesuffix(f"_{visit.lang}"): cell(one, row) for one, _ in shown} for row in rows]
    names = [one.name.removesuffix(f"_{visit.lang}") for one, _ in shown]
    heads = dict(zip(names, places, strict=True))
    for merge in (_titled, _period, _placed):
        merge(heads, cells)
    filled = [name for name in heads if not cells or any(row[name] != Cell() for row in cells)]
    lines = [[row[name] for name in filled] for row in cells]
    return Grid(listing.code, listing.title, [heads[name] for name in filled], lines, EMPTY, more)


def _place(one: Column, head: Text) -> grid.Column:
    return grid.Column(head, "code" if one.name == "serial" else SEEN.get(one.kind, "text"))


Heads = dict[str, grid.Column]
Lines = list[dict[str, Cell]]


def _titled(heads: Heads, rows: Lines) -> None:
    """A title and the number it belongs to stand in one cell."""
    code = next((name for name in ("reference", "project") if name in heads), "")
    if "title" not in heads or not code:
        return
    title = heads.pop("title")
    heads[code] = title if code == "reference" else heads[code]
    for row in rows:
        if (says := row.pop("title")) != Cell():
            row[code] = Cell(says.text, row[code].address, under=row[code].text)


def _placed(heads: Heads, rows: Lines) -> None:
    """Where the name of a city stands, its code need not."""
    if "city" in heads and "area" in heads:
        del heads["area"]
        for row in rows:
            code = row.pop("area")
            row["city"] = row["city"] if row["city"] != Cell() else code


def _period(heads: Heads, rows: Lines) -> None:
    """Its first and its last day stand in one cell."""
    if "first" not in heads or "last" not in heads:
        return
    del heads["last"]
    heads["first"] = grid.Column(PERIOD)
    for row in rows:
        last = row.pop("last")
        days = [one.text.zh for one in (row["first"], last) if isinstance(one.text, Text)]
        row["first"] = Cell(" – ".join(days) if any(days) else "")


def _spoken(visit: Visit, columns: Iterable[Column]) -> list[tuple[Column, Text]]:
    """The columns in the visitor's language, with what they are called: `name_zh` and `name_en` are one."""
    other = "_en" if visit.lang == "zh" else "_zh"
    tails = {"zh": ("（中文）", " in Chinese"), "en": ("（英文）", " in English")}[visit.lang]
    found = []
    for one in columns:
        if one.name.endswith(other):
            continue
        zh, en = one.title.zh, one.title.en
        if one.name.endswith(f"_{visit.lang}"):
            zh, en = (
                zh.replace(tails[0], "").replace("中文名", "名称").replace("英文名", "名称"),
                en.replace(tails[1], ""),
            )
        found.append((one, Text(zh, en.removesuffix(",").replace("Where,", "Where"))))
    return found


def cell(column: Column, row: Row) -> Cell:
    """A value as people read it: a code in words, a number with its thousands, a reference as a link."""
    value = row[column.name]
    if value is None or value == "":
        return Cell()
    if isinstance(value, bool):
        return Cell(YES["true" if value else "false"])
    if column.name == "owners":  # who has all of it
        return Cell(str(value).removesuffix(" 1"))
    if column.choices and (said := column.choices().get(str(value))):
        return Cell(said)
    if column.kind == "units" and isinstance(value, int):
        plain = column.name in UNGROUPED
        return Cell(str(value) if plain else f"{value:,}", way(column.name, value, row))
    if isinstance(value, datetime):
        return Cell(value.isoformat(sep=" ", timespec="minutes"))
    said_as = f"{value[:12]}…" if isinstance(value, str) and _hash(value) else str(value)
    return Cell(said_as, way(column.name, value, row))


UNGROUPED = frozenset({
    "vintage", "journal", "number", "series", "posting", "freeze", "job", "message", "case", "approval", "token", "line",
    "appointment", "entrustment", "reservation", "finding", "objection", "statement", "visit", "representative", "version",
})  # fmt: skip
"""Whole numbers that are names, written without thousands."""


def _hash(value: str) -> bool:
    return len(value) == 64 and all(sign in "0123456789abcdef" for sign in value)


def way(name: str, value: Value, row: Row) -> str:
    """The address of the page about what a column names; empty where there is none."""
    said = str(value)
    if name == "serial":
        return _at("serials", q=said)
    if name in ("project", "reference") and said.startswith("PRJ-"):
        return _at("project", reference=said)
    if said.startswith("REP-") and str(row.get("project") or "").startswith("PRJ-"):
        place = _at("project", reference=row["project"])
        return f"{place}#{said}" if place else ""
    if name == "journal" and "beneficiary" in row and row.get("purpose"):  # what another register tells has none
        return _at("certificate_retirement", entry=value)
    if name == "code" and row.get("calculable"):
        return _at("methodology", code=said)
    if name == "sha256" or (name == "document" and "issuer_zh" in row):
        return _at("evidence", sha256=said)
    if name == "url" and said.startswith(("https://", "http://")):
        return said
    return ""


def _at(page: str, **kept: object) -> str:
    """The address of a page; empty if this register has no such page."""
    try:
        return reverse(page, kwargs=kept)
    except NoReverseMatch:
        return ""


def _filter(one: Filter, value: str) -> Asked:
    options = tuple((code, said, code == value) for code, said in one.choices().items()) if one.choices else ()
    return Asked(one.name, one.title, one.kind, value, one.needed, options)


def _file(listing: Listing, kind: str, asked: Mapping[str, str]) -> Way:
    address = reverse("list_file", kwargs={"code": listing.code, "format": kind})
    return Way(Text(NAMES[kind], NAMES[kind]), f"{address}?{urlencode(asked)}" if asked else address)
