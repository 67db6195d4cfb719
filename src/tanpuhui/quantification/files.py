"""Files of any kind as the tables of a methodology: told apart by what is in them, given to the tables by their names."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath

from tanpuhui.core.refused import shown
from tanpuhui.quantification.reading import OLD_WORKBOOK, PARQUET, WORKBOOK, File, RawTable, parse_csv
from tanpuhui.quantification.refusals import refuse
from tanpuhui.quantification.shapes import TableShape


def tables_of(wanted: Mapping[str, TableShape], files: Iterable[File]) -> dict[str, RawTable]:
    """The tables that the files hold, by name. A workbook may hold several, a sheet each; of one table any name will do.

    Refused: a file or sheet that belongs to no table, a table that comes twice, and what cannot be read.
    """
    found: dict[str, RawTable] = {}
    for file in files:
        for name, table in _read(file, wanted):
            if name in found:
                raise refuse("input_table_twice", table=name, one=found[name].file, other=file.name)
            found[name] = table
    return found


def _read(file: File, wanted: Mapping[str, TableShape]) -> Iterator[tuple[str, RawTable]]:
    most = max(shape.most_rows for shape in wanted.values())
    if file.content.startswith(OLD_WORKBOOK):
        raise refuse("input_workbook_old", file=file.name)
    if file.content.startswith(WORKBOOK):
        yield from _sheets(file, wanted, most)
    else:
        name = table_called(file.table or PurePath(file.name).stem, wanted)
        if name is None:
            raise refuse("input_file_unknown", file=file.name, known=_known(wanted))
        yield name, _single(file, wanted[name].most_rows)


def _single(file: File, most_rows: int) -> RawTable:
    if file.content.startswith(PARQUET):
        from tanpuhui.quantification.parquet import parse_parquet

        return parse_parquet(file.content, file=file.name, most_rows=most_rows)
    return parse_csv(file.content, file=file.name, most_rows=most_rows)


def _sheets(file: File, wanted: Mapping[str, TableShape], most: int) -> Iterator[tuple[str, RawTable]]:
    from tanpuhui.quantification.workbooks import parse_xlsx

    tabs = [(tab.name, tab.table) for tab in parse_xlsx(file.content, file=file.name, most_rows=most) if tab.table]
    if not tabs:
        raise refuse("input_without_rows", file=file.name)
    if len(tabs) == 1 and (file.table in wanted or len(wanted) == 1):
        yield file.table or next(iter(wanted)), tabs[0][1]
        return
    for title, table in tabs:
        name = table_called(title, wanted, only=False)
        if name is None:
            raise refuse("input_sheet_unknown", file=file.name, sheet=shown(title), known=_known(wanted))
        if file.table in ("", name):
            yield name, table


def table_called(said: str, wanted: Mapping[str, TableShape], *, only: bool = True) -> str | None:
    """The table that a name means: its code or title, whatever the case and width of letters; the `only` one under any."""
    for code, shape in wanted.items():
        if _bare(said) in map(_bare, (code, shape.name.zh, shape.name.en)):
            return code
    return next(iter(wanted)) if only and len(wanted) == 1 else None


def _bare(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _known(wanted: Mapping[str, TableShape]) -> str:
    return ", ".join(f"{code} ({shape.name.zh}, {shape.name.en})" for code, shape in wanted.items())
