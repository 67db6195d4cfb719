"""Quantification: typed tables in, one formula run on a sheet that keeps its workings, credited grams out. Pure."""

from tanpuhui.quantification.checks import checked
from tanpuhui.quantification.columns import ColumnsResult, run_columns
from tanpuhui.quantification.comparing import Difference, compare
from tanpuhui.quantification.methodology import Methodology, catalogue, methodology_named
from tanpuhui.quantification.quantity import Condition, Quantity, Quotient
from tanpuhui.quantification.reading import RawRow, RawTable, parse_csv, read_csv
from tanpuhui.quantification.records import Hashes
from tanpuhui.quantification.rendering import json_bytes, lines, markdown
from tanpuhui.quantification.rows import Choice, Rows
from tanpuhui.quantification.running import Result, Settings, quantify, read_tables, run
from tanpuhui.quantification.sheet import Sheet, Step
from tanpuhui.quantification.tables import Table, typed

__all__ = [
    "Choice",
    "ColumnsResult",
    "Condition",
    "Difference",
    "Hashes",
    "Methodology",
    "Quantity",
    "Quotient",
    "RawRow",
    "RawTable",
    "Result",
    "Rows",
    "Settings",
    "Sheet",
    "Step",
    "Table",
    "catalogue",
    "checked",
    "compare",
    "json_bytes",
    "lines",
    "markdown",
    "methodology_named",
    "parse_csv",
    "quantify",
    "read_csv",
    "read_tables",
    "run",
    "run_columns",
    "typed",
]
