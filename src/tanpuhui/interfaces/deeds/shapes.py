"""From an operation's signature to the shape of what is asked, and from what was asked back to the operation's arguments.

An operation says by its type hints what it needs. Its dataclasses become strict models; organisations and users, which
operations know by number, are asked for by code and login.
"""

import types
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from inspect import Parameter, signature
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, create_model
from pydantic_core import PydanticCustomError

from tanpuhui.apps.parties import queries as parties
from tanpuhui.apps.parties.journal import Journal
from tanpuhui.interfaces.deeds.refusals import refuse
from tanpuhui.interfaces.deeds.words import FIELDS, label, spoken_fault

GIVEN = frozenset({"by", "on", "at", "key", "approval", "proof"})
"""What the door knows and nobody is asked for."""
ORGANISATIONS = frozenset(
    {"agent", "applicant", "body", "consultants", "filer", "organisation", "other", "owner", "owners"}
)
USERS = frozenset({"user"})
POSITIONS = {"first": ("user", "role"), "payments": ("source", "target", "amount")}
"""What the members of a list of tuples are called."""
LONGEST = 100_000
"""Characters of one text; operations have tighter limits of their own."""
LARGEST = 2**63 - 1


def _kept(text: str) -> str:
    """A text that every database keeps: no NUL, no half of a character."""
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise PydanticCustomError("text_not_kept", "not kept")
    return text


Whole = Annotated[int, Field(strict=True, ge=-LARGEST, le=LARGEST)]
"""A whole number and nothing that only looks like one: no `true`, no `1.0`, no `"1"`."""
Words = Annotated[str, AfterValidator(_kept)]


class Asked(BaseModel):
    """What is asked of an operation. Nothing else is taken, and texts are not turned into numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_max_length=LONGEST, hide_input_in_errors=True)


class Shape(NamedTuple):
    """The `model` of what is asked, and the operation's `kinds`: parameter → type hint."""

    model: type[Asked]
    kinds: Mapping[str, Any]


def shape_of(name: str, operation: Callable[..., Any], left_out: Collection[str] = ()) -> Shape:
    """The shape of an operation's own parameters, without what the door gives."""
    hints = get_type_hints(operation)
    out = GIVEN | set(left_out)
    parameters = [
        p for p in signature(operation).parameters.values() if p.name not in out and hints[p.name] is not Journal
    ]
    kinds = {p.name: hints[p.name] for p in parameters}
    defaults = {p.name: p.default for p in parameters if p.default is not Parameter.empty}
    return Shape(_model(name, kinds, defaults), kinds)


def arguments(shape: Shape, asked: Asked) -> dict[str, Any]:
    """The operation's arguments. Refuses `party_not_found` for a code or login that nobody has."""
    return {name: _back(kind, getattr(asked, _safe(name)), name) for name, kind in shape.kinds.items()}


def read(shape: Shape, said: Mapping[str, object]) -> Asked:
    """What was said, as the shape wants it. Refuses `body_malformed`, naming each fault with its place."""
    try:
        return shape.model.model_validate(said)
    except ValidationError as wrong:
        faults = [(".".join(map(str, fault["loc"])), spoken_fault(fault)) for fault in wrong.errors(include_url=False)]
        raise refuse(
            "body_malformed", count=len(faults), faults=faults, first=faults[0][0] or "–", says=faults[0][1]
        ) from wrong


def _model(name: str, kinds: Mapping[str, Any], defaults: Mapping[str, Any]) -> type[Asked]:
    """A model named `name`; its fields bear their label in both languages."""
    wanted: dict[str, Any] = {}
    for field, kind in kinds.items():
        default = _plain(defaults[field]) if field in defaults else ...
        says = FIELDS.get(field) or label(field)
        alias = field if _safe(field) != field else None
        more = Field(default, title=says.en, alias=alias, json_schema_extra={"x-title-zh": says.zh})
        wanted[_safe(field)] = (_asked(kind, field, name), more)
    return create_model(name, __base__=Asked, **wanted)


def _asked(kind: Any, field: str, owner: str) -> Any:
    """What to ask for where an operation takes `kind`."""
    if _is_party(kind, field) or kind is str:
        return Words
    if kind is int:
        return Whole
    if is_dataclass(kind):
        assert isinstance(kind, type)
        hints = get_type_hints(kind)
        inner = [one for one in fields(kind) if one.init]
        defaults = {one.name: one.default for one in inner if one.default is not MISSING}
        defaults |= {one.name: one.default_factory() for one in inner if one.default_factory is not MISSING}
        return _model(f"{owner}_{kind.__name__}", {one.name: hints[one.name] for one in inner}, defaults)
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        if kind == int | Decimal | str:
            return Words
        return Union[tuple(_asked(part, field, owner) for part in parts)]  # noqa: UP007
    if origin is Mapping or origin is dict:
        return dict[Words, _asked(parts[1], "", owner)]  # type: ignore[misc]
    if origin is tuple:
        named = POSITIONS.get(field, ("",) * len(parts))
        return tuple[tuple(_asked(part, name, owner) for part, name in zip(parts, named, strict=True))]  # type: ignore[misc]
    if origin in (Sequence, Iterable, Collection, list):
        return list[_asked(parts[0], field, owner)]  # type: ignore[misc]
    return kind


def _plain(default: Any) -> Any:
    """A default as it would be asked for: a dataclass by what is in it."""
    if is_dataclass(default) and not isinstance(default, type):
        return {one.name: _plain(getattr(default, one.name)) for one in fields(default)}
    return list(default) if isinstance(default, tuple) else default


def _safe(field: str) -> str:
    """The field's name in a model, where a model has something of that name itself."""
    return f"{field}_" if hasattr(BaseModel, field) else field


def _is_party(kind: Any, field: str) -> bool:
    return kind is int and field in ORGANISATIONS | USERS


def _back(kind: Any, value: Any, field: str) -> Any:
    """The value that the operation takes, from what was asked."""
    if value is None:
        return None
    if _is_party(kind, field):
        return parties.user(login=value).id if field in USERS else parties.organisation(code=value).id
    if is_dataclass(kind):
        assert isinstance(kind, type)
        hints, said = get_type_hints(kind), value if isinstance(value, dict) else None
        return kind(**{
            one.name: _back(hints[one.name], said[one.name] if said is not None else getattr(value, _safe(one.name)), one.name)
            for one in fields(kind) if one.init
        })  # fmt: skip
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        inner = [part for part in parts if part is not types.NoneType]
        return _back(inner[0], value, field) if len(inner) == 1 else value
    if origin is Mapping or origin is dict:
        return {_key(parts[0], name, field): _back(parts[1], each, "") for name, each in value.items()}
    if origin in (Sequence, Iterable, Collection, list):
        return tuple(_back(parts[0], each, field) for each in value)
    if origin is tuple:
        named = POSITIONS.get(field, ("",) * len(parts))
        return tuple(_back(part, each, name) for part, each, name in zip(parts, value, named, strict=True))
    return value


def _key(kind: Any, name: str, field: str) -> Any:
    return parties.organisation(code=name).id if _is_party(kind, field) else name
