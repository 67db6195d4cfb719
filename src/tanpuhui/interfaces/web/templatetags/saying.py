"""How templates say texts and numbers: `{{ text|into:lang }}`, `{{ count|units }}`, `{{ part|share:whole }}`, `{% fill %}`."""

from decimal import Decimal

from django import template

from tanpuhui.core.days import Period
from tanpuhui.core.text import Lang, Text
from tanpuhui.parameters import cities

register = template.Library()


@register.filter
def into(text: Text | None, lang: Lang) -> str:
    """A text in one language; no text is nothing."""
    return text.into(lang) if text else ""


@register.filter
def city(code: str, lang: Lang) -> str:
    """The name of a city by its area code."""
    return cities.city(code).into(lang)


@register.filter
def days(period: Period | None) -> str:
    """A period by its first and last day; none is nothing."""
    return f"{period.first} – {period.last}" if period else ""


@register.filter
def units(count: int) -> str:
    """A whole number, thousands apart."""
    return f"{count:,}"


@register.filter
def share(part: int, whole: int) -> str:
    """`part` of `whole` in percent, one decimal; a trace is not nothing, and nothing of nothing is a dash."""
    if not whole:
        return "–"
    percent = Decimal(100 * part) / whole
    return "< 0.1\u202f%" if 0 < percent < Decimal("0.05") else f"{percent:.1f}\u202f%"


@register.filter
def width(part: int, whole: int) -> str:
    """The length of a bar: percent of `whole`, which may be the longest bar."""
    return f"{Decimal(100 * part) / whole:.2f}%" if whole else "0%"


@register.simple_tag
def fill(text: str, **values: object) -> str:
    """A sentence with its `{name}` fields filled; the result is escaped as any other."""
    return text.format(**values)
