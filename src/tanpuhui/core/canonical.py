"""One way to write a record as bytes, so that anyone can recompute its hash."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal


def canonical_bytes(record: object) -> bytes:
    """`record` as UTF-8 JSON with sorted keys and no spaces. Floats are refused; decimals and days become strings."""
    _refuse_floats(record)
    return _encode(record).encode()


def joined(parts: Mapping[str, bytes]) -> bytes:
    """The canonical bytes of a record whose values are canonical bytes already, so that none is encoded twice."""
    return b"{" + b",".join(json.dumps(name).encode() + b":" + parts[name] for name in sorted(parts)) + b"}"


_EXACT = frozenset({str, int, bool, type(None)})


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no canonical form: use int or Decimal")
    if not isinstance(value, (list, tuple)):
        if not isinstance(value, Mapping):
            return
        value = value.values()
    for item in value:
        if type(item) not in _EXACT:  # a batch has thousands of these
            _refuse_floats(item)


def digest(content: bytes) -> str:
    """SHA-256 of `content`, 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain).encode
