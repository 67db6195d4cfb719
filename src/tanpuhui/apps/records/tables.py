"""The product's tables in a form that no database vendor owns: one JSON object a row, written one way only.

Left out on purpose: `contenttypes` and `auth`, which `migrate` fills by itself and no table of the product refers to
(`parties.User` has no permissions of Django's); `django_migrations`, which the manifest tells; and the queue of tasks,
whose work the table of jobs knows and sends again.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.apps import AppConfig, apps
from django.db import connection, models
from django.db.models.functions import Cast

CHUNK = 2000
PLACED = {"ledger_block": 1}
"""Rows that a migration has put into a table: there when nobody has used the register yet."""
KINDS = {
    "AutoField": "integer", "BigAutoField": "integer", "SmallAutoField": "integer",
    "IntegerField": "integer", "BigIntegerField": "integer", "SmallIntegerField": "integer",
    "PositiveIntegerField": "integer", "PositiveBigIntegerField": "integer", "PositiveSmallIntegerField": "integer",
    "CharField": "text", "TextField": "text", "SlugField": "text", "BooleanField": "boolean",
    "DateField": "day", "DateTimeField": "instant", "BinaryField": "bytes", "JSONField": "json",
}  # fmt: skip
"""What each field of Django's is here. One that is missing (a decimal, a float) has no exact form on both vendors."""


@dataclass(frozen=True, slots=True)
class Json:
    """A JSON value of a column. Distinct from no value: a column may hold the JSON `null`."""

    value: object


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `name` in the database, its `kind` here, and whether it is the key."""

    name: str
    kind: str
    key: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table and its columns, by name."""

    name: str
    columns: tuple[Column, ...]
    model: type[models.Model]

    @property
    def key(self) -> str:
        """The key's column."""
        return next(column.name for column in self.columns if column.key)


class MalformedRow(ValueError):
    """A line that is not a row of its table; the message names the column."""


def product_apps() -> list[AppConfig]:
    """The apps of this house, by label."""
    return sorted((a for a in apps.get_app_configs() if a.name.startswith("tanpuhui.")), key=lambda a: a.label)


def tables() -> list[Table]:
    """Every table of the product, by name."""
    found = (m for app in product_apps() for m in app.get_models(include_auto_created=True))
    made = (_table(m) for m in found if m._meta.managed and not m._meta.proxy)
    return sorted(made, key=lambda table: table.name)


def _table(model: type[models.Model]) -> Table:
    columns = (Column(str(f.column), _kind(f), f.primary_key) for f in model._meta.concrete_fields)
    return Table(model._meta.db_table, tuple(sorted(columns, key=lambda c: c.name)), model)


def _kind(field: models.Field[Any, Any]) -> str:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return KINDS[field.get_internal_type()]


def rows(table: Table) -> Iterator[list[object]]:
    """Every row of the table by key, values in order of `table.columns`, a few thousand in memory at a time."""
    fields = {f.column: f.attname for f in table.model._meta.concrete_fields}
    # As text, because Django reads the JSON `null` and no value at all alike.
    wanted = [
        Cast(fields[c.name], models.TextField()) if c.kind == "json" else models.F(fields[c.name])
        for c in table.columns
    ]
    found = table.model._base_manager.order_by("pk").values_list(*wanted)
    for row in found.iterator(chunk_size=CHUNK):
        yield [_read(c.kind, v) for c, v in zip(table.columns, row, strict=True)]


def _read(kind: str, value: Any) -> object:
    if value is None:
        return None
    if kind == "bytes":
        return bytes(value)
    return Json(json.loads(value)) if kind == "json" else value


def encode(table: Table, row: Sequence[object]) -> bytes:
    """The row as a line of sorted JSON, UTF-8: bytes in base64, instants in UTC, a JSON value `v` as `{"json": v}`."""
    plain = {c.name: _plain(c.kind, v) for c, v in zip(table.columns, row, strict=True)}
    shape: dict[str, Any] = {"sort_keys": True, "separators": (",", ":"), "allow_nan": False}
    try:
        return json.dumps(plain, ensure_ascii=False, **shape).encode() + b"\n"
    except UnicodeEncodeError:  # half a character, which only JSON can hold
        return json.dumps(plain, **shape).encode() + b"\n"


def _plain(kind: str, value: Any) -> object:
    if value is None:
        return None
    match kind:
        case "bytes":
            return b64encode(value).decode()
        case "day":
            return value.isoformat()
        case "instant":
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case "json":
            return {"json": value.value}
    return value


def decode(table: Table, line: bytes) -> list[object]:
    """The row that `encode` wrote. Raises `MalformedRow` for anything else, an unknown or a missing column included."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as no:
        raise MalformedRow("JSON") from no
    names = [c.name for c in table.columns]
    if not isinstance(said, dict) or said.keys() != set(names):
        raise MalformedRow(", ".join(sorted(set(said) ^ set(names))) if isinstance(said, dict) else "JSON")
    return [_value(c, said[c.name]) for c in table.columns]


def _value(column: Column, said: object) -> object:
    if said is None:
        return None
    try:
        return _VALUES[column.kind](said)
    except (TypeError, ValueError, OverflowError) as no:
        raise MalformedRow(column.name) from no


def _boolean(said: Any) -> bool:
    if type(said) is not bool:
        raise TypeError
    return said


def _integer(said: Any) -> int:
    """A whole number that a column of either vendor holds."""
    if type(said) is not int or not -(2**63) <= said < 2**63:
        raise ValueError
    return said


def _text(said: Any) -> str:
    """A text that UTF-8 can write: no half characters."""
    if type(said) is not str:
        raise TypeError
    said.encode()
    return said


def _instant(said: str) -> datetime:
    value = datetime.fromisoformat(said)
    if value.utcoffset() is None:
        raise ValueError
    return value.astimezone(UTC)


def _json(said: Any) -> Json:
    if type(said) is not dict or said.keys() != {"json"}:
        raise ValueError
    return Json(said["json"])


_VALUES: dict[str, Callable[[Any], object]] = {
    "integer": _integer, "text": _text, "boolean": _boolean,
    "day": date.fromisoformat, "instant": _instant, "bytes": lambda said: b64decode(said, validate=True), "json": _json,
}  # fmt: skip


def insert(table: Table, values: Sequence[Sequence[object]]) -> None:
    """Writes rows as they are, keys included. A row that a migration placed gives way to the row of the same key.

    Raises `MalformedRow` for a JSON value nested too deep to be written.
    """
    quote = connection.ops.quote_name
    names = [quote(c.name) for c in table.columns]
    places = ", ".join(["%s"] * len(names))
    sql = f"INSERT INTO {quote(table.name)} ({', '.join(names)}) VALUES ({places})"  # noqa: S608 (our own tables)
    if table.name in PLACED:
        changed = ", ".join(f"{name} = EXCLUDED.{name}" for name in names)
        sql += f" ON CONFLICT ({quote(table.key)}) DO UPDATE SET {changed}"
    kinds = [c.kind for c in table.columns]
    try:
        with connection.cursor() as cursor:
            cursor.executemany(sql, [[_adapted(k, v) for k, v in zip(kinds, row, strict=True)] for row in values])
    except RecursionError as no:
        raise MalformedRow("JSON") from no


def _adapted(kind: str, value: Any) -> Any:
    if value is None:
        return None
    match kind:
        case "day":
            return connection.ops.adapt_datefield_value(value)
        case "instant":
            return connection.ops.adapt_datetimefield_value(value)
        case "json":
            return connection.ops.adapt_json_value(value.value, None)
    return value
