"""From the dataclass that a read gives to JSON, and to the model that documents it."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from ninja import Field, Schema
from pydantic import create_model

from tanpuhui.interfaces.api.reads import safe


def plain(value: Any) -> Any:
    """The value as JSON has it: dataclasses by their fields, days and decimals as texts, statuses by name."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Enum):
        return value.name.lower()
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, (frozenset, set)):
        return sorted(map(plain, value))
    return [plain(each) for each in value] if isinstance(value, (list, tuple)) else value


@cache
def model(kind: type) -> type[Schema]:
    """The model of a dataclass as `plain` writes it."""
    hints = get_type_hints(kind)
    wanted: dict[str, Any] = {
        safe(one.name): (_of(hints[one.name]), Field(..., alias=one.name)) for one in fields(kind)
    }
    return create_model(kind.__name__, __base__=Schema, **wanted)


def _of(kind: Any) -> Any:
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return Union[tuple(NoneType if part is NoneType else _of(part) for part in parts)]  # noqa: UP007
    if origin in (list, Sequence, tuple, frozenset, set, AbstractSet):
        return list[_of(parts[0])]  # type: ignore[misc]
    if origin in (dict, Mapping):
        return dict[str, _of(parts[1])]  # type: ignore[misc]
    if is_dataclass(kind):
        assert isinstance(kind, type)
        return model(kind)
    if isinstance(kind, type) and issubclass(kind, (date, Decimal, Enum)):
        return str
    return kind if kind in (str, int, bool) else Any
