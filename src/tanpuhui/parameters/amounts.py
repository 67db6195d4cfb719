"""The kinds of value a file may hold, read from their exact text; no float is ever made."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from tanpuhui.core.text import Text

Amount = Decimal | int | bool | str | date
Kind = Literal["decimal", "integer", "boolean", "choice", "date"]

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)", re.ASCII)
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_YEAR = re.compile(r"[12][0-9]{3}", re.ASCII)


class Wrong(ValueError):
    """A text that is not what it should be; `says` tells a person what is wrong with it."""

    def __init__(self, says: Text) -> None:
        self.says = says
        super().__init__(says.en)


def read_day(text: str) -> date:
    """A day written as 2021-02-07; anything else is `Wrong`."""
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise Wrong(Text(f"“{text}”不是 2021-02-07 这样的日期", f"{text!r} is not a day such as 2021-02-07"))


def read_year(text: str) -> int:
    """A year written with four digits; anything else is `Wrong`."""
    if _YEAR.fullmatch(text):
        return int(text)
    raise Wrong(Text(f"“{text}”不是四位数的年份", f"{text!r} is not a year of four digits"))


def read_amount(kind: Kind, text: str, choices: Mapping[str, Text]) -> Amount:
    """`text` as the amount that `kind` says; `choices` are the codes allowed for a choice. Anything else is `Wrong`."""
    if kind == "date":
        return read_day(text)
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    if kind == "choice" and text in choices:
        return text
    if kind == "integer" and _INTEGER.fullmatch(text):
        return int(text)
    if kind == "decimal" and _DECIMAL.fullmatch(text):
        return Decimal(text)
    wanted = _WANTED[kind].fill(choices=", ".join(choices))
    raise Wrong(Text(f"“{text}”应为{wanted.zh}", f"{text!r} should be {wanted.en}"))


_WANTED: dict[Kind, Text] = {
    "decimal": Text("不带指数和千分号的十进制数", "a plain decimal number without exponent or separators"),
    "integer": Text("不带千分号的整数", "a whole number without separators"),
    "boolean": Text(" true 或 false", "true or false"),
    "choice": Text("以下之一：{choices}", "one of {choices}"),
    "date": Text("日期", "a day"),
}


def plain(amount: Amount) -> str | int | bool:
    """The amount in the one form that enters a hash: 0.10 and 0.1 are the same number and give the same text."""
    if isinstance(amount, Decimal):
        return _trimmed(amount)
    return amount.isoformat() if isinstance(amount, date) else amount


def _trimmed(amount: Decimal) -> str:
    if not amount:
        return "0"
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def spoken(amount: Amount, choices: Mapping[str, Text]) -> Text:
    """The amount as a person reads it: thousands apart, yes and no, the name of a choice."""
    if isinstance(amount, bool):
        return Text("是", "yes") if amount else Text("否", "no")
    if isinstance(amount, (int, Decimal)):
        return Text(f"{amount:,}", f"{amount:,}")
    if isinstance(amount, date):
        return Text(amount.isoformat(), amount.isoformat())
    return choices.get(amount, Text(amount, amount))
