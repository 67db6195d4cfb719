"""The key of what is claimed: a hash of its names in one normal form, so that no name is stored.

The normal form of every part: Unicode NFKC (full width becomes ASCII), capitals, no blanks and none of `- _ . · / # :` and
dashes, brackets of any shape as `()`; then a number's leading zeros stay, since meters and certificates are printed with
them. The key is the SHA-256 of the canonical JSON of kind and parts. For personal kinds it is an HMAC-SHA-256 under the
register's secret, because the few possible numbers could all be tried against a plain hash. The secret must never change:
the same meter under another secret is another key. Keys of other kinds are plain, so that schemes can compare their lists.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from tanpuhui.apps.claims.kinds import KINDS, Kind
from tanpuhui.apps.claims.refusals import refuse
from tanpuhui.core.canonical import canonical_bytes
from tanpuhui.core.refused import shown

LONGEST = 80
_HASH = re.compile(r"[0-9a-f]{64}")
_DROPPED = re.compile(r"[\s\-_.·/#:\u2010-\u2015\u2212]")
_BRACKETS = str.maketrans("[]{}〔〕【】〈〉《》", "()" * 6)
_WORD = re.compile(r"[A-Z0-9()\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """Of what `kind`, and the `hash` (64 hexadecimal digits) that stands for its names."""

    kind: str
    hash: str


def key_of(kind: str, parts: Mapping[str, str], *, secret: bytes = b"") -> Key:
    """The key of one thing, from the parts that its kind asks for (`kinds.KINDS`), no more and no fewer.

    Refuses `unknown_claim_kind` and `identity_malformed`, which never repeats what was given. A personal kind without a
    `secret` is a bug (ValueError).
    """
    known = kind_of(kind)
    if parts.keys() != set(known.parts):
        raise refuse("identity_malformed", kind=known.says, parts=", ".join(known.parts), limit=LONGEST)
    plain = {part: _normal(known, value) for part, value in parts.items()}
    content = canonical_bytes({"form": 1, "kind": kind, "parts": plain})
    if not known.personal:
        return Key(kind, hashlib.sha256(content).hexdigest())
    if not secret:
        raise ValueError(f"the key of a {kind} must not be hashed without a secret")
    return Key(kind, hmac.new(secret, content, hashlib.sha256).hexdigest())


def outline_key(sha256: str) -> Key:
    """The key of a parcel that has no certificate: its outline's own."""
    content = canonical_bytes({"form": 1, "kind": "parcel", "parts": {"outline": sha256}})
    return Key("parcel", hashlib.sha256(content).hexdigest())


def given_key(kind: str, digits: str) -> Key:
    """A key that somebody else computed. Refuses `unknown_claim_kind`, `key_malformed`."""
    if not _HASH.fullmatch(digits):
        raise refuse("key_malformed", key=shown(digits))
    return Key(kind_of(kind).code, digits)


def kind_of(kind: str) -> Kind:
    """The entry of the closed list. Refuses `unknown_claim_kind`."""
    if kind not in KINDS:
        raise refuse("unknown_claim_kind", kind=shown(kind), known=", ".join(KINDS))
    return KINDS[kind]


def _normal(kind: Kind, value: str) -> str:
    plain = unicodedata.normalize("NFKC", value[: 4 * LONGEST]).translate(_BRACKETS).upper()
    plain = _DROPPED.sub("", plain)
    if not _WORD.fullmatch(plain) or len(plain) > LONGEST or len(value) > 4 * LONGEST:
        raise refuse("identity_malformed", kind=kind.says, parts=", ".join(kind.parts), limit=LONGEST)
    return plain
