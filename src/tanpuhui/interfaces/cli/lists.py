"""`export`: a list of the register as a file. `import list`: such a file is held against the register, row by row."""

from collections import Counter
from collections.abc import Hashable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tanpuhui.core.text import Text
from tanpuhui.interfaces.cli.commands import DayOption, command
from tanpuhui.interfaces.cli.days import day_or_today
from tanpuhui.interfaces.cli.refusals import refuse
from tanpuhui.interfaces.cli.screen import Screen

if TYPE_CHECKING:
    from tanpuhui.interfaces.lists.listing import Listing, Query

app = typer.Typer()
SHOWN = 20
_WRITTEN = Text("已写入 {file}。", "Written to {file}.")
_EQUAL = Text(
    "{file} 与登记簿中的“{list}”一致：{rows} 行。", "{file} is equal to “{list}” of the register: {rows} rows."
)
_DIFFERS = Text(
    "{file} 与登记簿中的“{list}”不同：文件多 {more} 行，少 {fewer} 行。",
    "{file} differs from “{list}” of the register: {more} rows more, {fewer} fewer.",
)
FilterOption = Annotated[
    list[str] | None,
    typer.Option("--filter", metavar="NAME=VALUE", help="筛选，可多次 / Narrow the list; may be repeated"),
]
AsOption = Annotated[
    str | None,
    typer.Option("--as", metavar="LOGIN", help="以谁的权限读 / With whose rights, for a list that is not public"),
]


@command(app, "export", Text("导出一个列表", "Write a list to a file"))
def export(
    screen: Screen,
    code: Annotated[str, typer.Argument(metavar="LIST", help="列表，例如 projects / The list, such as projects")],
    format: Annotated[str, typer.Option("--format", help="格式 / The form: csv, xlsx, parquet, geojson")] = "csv",
    filters: FilterOption = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="文件，默认以列表命名 / The file")] = None,
    login: AsOption = None,
    on: DayOption = None,
) -> None:
    """Write all rows; a file that is there is never replaced."""
    from tanpuhui.interfaces.lists import files

    listing, query = _asked(code, filters, login, day_or_today(on))
    file = out or Path(f"{listing.code}.{format}")
    listing.check(query)
    if file.exists():
        raise refuse("list_file_there", file=file)
    try:
        with file.open("xb") as opened:
            files.write(listing, query, format, opened)
    except OSError as no:
        raise refuse("list_file_unwritable", file=file, why=no.strerror or type(no).__name__) from no
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    screen.answer({"list": listing.code, "file": file}, lambda: screen.say(_WRITTEN, file=file))


def hold(screen: Screen, file: Path, filters: list[str] | None, login: str | None, on: date) -> int:
    """Hold a download against the register; 1 where a row differs. Refuses `table_not_ours` and what `export` refuses."""
    listing, query = _asked(file.name.split(".")[0], filters, login, on)
    mine, theirs = Counter(_rows(listing, query, file)), Counter(_now(listing, query, file))
    more, fewer = list((mine - theirs).elements()), list((theirs - mine).elements())
    facts: dict[str, Any] = {
        "file": file,
        "list": listing.title,
        "rows": mine.total(),
        "more": len(more),
        "fewer": len(fewer),
    }

    def show() -> None:
        screen.say(_DIFFERS if more or fewer else _EQUAL, **facts)
        for sign, rows in (("+", more), ("-", fewer)):
            for row in rows[:SHOWN]:
                screen.line(f"  {sign} {row}")

    told = {"list": listing.code, "file": file, "rows": mine.total(), "equal": not more and not fewer}
    screen.answer(told | {"more": list(map(str, more)), "fewer": list(map(str, fewer))}, show)
    return int(bool(more or fewer))


def _asked(code: str, filters: list[str] | None, login: str | None, on: date) -> "tuple[Listing, Query]":
    """The list and what is asked of it. Refuses `unknown_list`, `list_needs_somebody`, `not_permitted`."""
    from tanpuhui.apps.parties import queries as parties
    from tanpuhui.interfaces.lists.catalogue import listing as find
    from tanpuhui.interfaces.lists.listing import Query

    listing, by = find(code), None
    if listing.needs:
        if login is None:
            raise refuse("list_needs_somebody", list=listing.title)
        user = parties.user(login=login).id
        places = parties.places(user=user, on=on)
        by = parties.actor(user=user, organisation=places[0][0].id if places else 0, on=on)
        by.require(listing.needs)
    named = dict(each.partition("=")[::2] for each in filters or ())
    return listing, Query(on, filters=named, by=by)


def _format(file: Path) -> str:
    return file.suffix.removeprefix(".")


def _rows(listing: "Listing", query: "Query", file: Path) -> Iterator[Hashable]:
    """The rows of the file."""
    from tanpuhui.interfaces.lists import files

    try:
        with file.open("rb") as opened:
            if _format(file) == files.GEOJSON and listing.shapes:
                yield from _features(opened.read().decode().splitlines())
                return
            yield from map(tuple, files.read_back(listing, _format(file), opened))
    except (OSError, UnicodeDecodeError) as no:
        raise refuse("list_file_unreadable", file=file, why=getattr(no, "strerror", None) or type(no).__name__) from no


def _now(listing: "Listing", query: "Query", file: Path) -> Iterator[Hashable]:
    """The rows of the register."""
    from tanpuhui.interfaces.lists import files

    if _format(file) == files.GEOJSON and listing.shapes:
        yield from _features("".join(files.geojson_lines(listing, query)).splitlines())
        return
    yield from map(tuple, listing.all(query))


def _features(lines: list[str]) -> Iterator[str]:
    return (line.removesuffix(",") for line in lines if line.startswith('{"type":"Feature",'))
