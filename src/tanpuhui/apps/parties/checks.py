"""What a field must look like before it may reach a table: both databases would else differ in what they swallow."""

import hashlib
import hmac
import re
import unicodedata
from datetime import date

from tanpuhui.apps.parties.kinds import AREA_BOUND, KINDS
from tanpuhui.apps.parties.refusals import refuse
from tanpuhui.core.text import Text

_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,23}")
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")
_AREA = re.compile(r"[0-9]{6}")
_HASH = re.compile(r"[0-9a-f]{64}")
_LOGIN = re.compile(r"[a-z0-9._-]{3,150}|(?=.{3,150}$)[a-z0-9._%+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+")
_NUMBER = re.compile(r"[0-9A-Z]{4,40}")


def text(field: str, value: str, limit: int) -> str:
    """`value` in normal form and without spaces around it; refuses control characters and more than `limit` characters."""
    clean = unicodedata.normalize("NFC", value).strip()
    odd = any(unicodedata.category(c) in ("Cc", "Cs") and c != "\n" for c in clean)
    if odd or len(clean) > limit:
        raise refuse("text_malformed", field=field, limit=limit, length=len(clean))
    return clean


def required(field: str, value: str, limit: int) -> str:
    """As `text`; refuses an empty value as `name_missing`."""
    if not (clean := text(field, value, limit)):
        raise refuse("name_missing")
    return clean


def name(value: Text) -> Text:
    """A name in both languages, at most 200 characters each."""
    return Text(required("name_zh", value.zh, 200), required("name_en", value.en, 200))


def organisation_code(code: str) -> str:
    """2 to 24 capital letters, digits and hyphens."""
    if not _CODE.fullmatch(code):
        raise refuse("organisation_code_malformed", code=code[:40])
    return code


def credit_code(code: str | None) -> str | None:
    """The form of GB 32100-2015, if a code is given; its check character is not judged."""
    if code is not None and not _CREDIT_CODE.fullmatch(code):
        raise refuse("credit_code_malformed", code=code[:40])
    return code


def kind_and_area(kind: str, area: str) -> None:
    """A kind of the closed list; six digits of an area, which some kinds must name."""
    if kind not in KINDS:
        raise refuse("unknown_organisation_kind", kind=kind[:40], known=", ".join(KINDS))
    if not area and kind in AREA_BOUND:
        raise refuse("area_missing", kind=KINDS[kind])
    if area and not _AREA.fullmatch(area):
        raise refuse("area_malformed", area=area[:40])


def login(value: str) -> str:
    """A login name or e-mail address in small letters, so that two spellings are not two users."""
    small = unicodedata.normalize("NFKC", value).strip().lower()
    if not _LOGIN.fullmatch(small):
        raise refuse("login_malformed", login=value[:40])
    return small


def evidence(value: str) -> str:
    """The SHA-256 of a filed document: 64 small hexadecimal digits."""
    if not _HASH.fullmatch(value):
        raise refuse("evidence_malformed", evidence=value[:70])
    return value


def days(starts_on: date, ends_on: date | None) -> None:
    """The last day is not before the first."""
    if ends_on is not None and ends_on < starts_on:
        raise refuse("mandate_reversed", starts_on=starts_on, ends_on=ends_on)


def document_hash(number: str, secret: bytes) -> str:
    """HMAC-SHA-256 of an identity number (spaces, hyphens, case and full width do not count) under the register's `secret`.

    Keyed, because the few possible numbers could all be tried against a plain hash. Refuses `identity_number_malformed`;
    an empty `secret` is a bug.
    """
    if not secret:
        raise ValueError("an identity number must not be hashed without a key")
    plain = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", number)).upper()
    if not _NUMBER.fullmatch(plain):
        raise refuse("identity_number_malformed")
    return hmac.new(secret, plain.encode(), hashlib.sha256).hexdigest()
