"""A certificate as PDF: the same bytes for the same data and address, with the fonts it needs inside.

The words reach the template as JSON and are never read as its language, so that no name can become a command.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import segno
import typst

from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.papers import words as say
from tanpuhui.interfaces.web.papers.content import Certificate, Fact
from tanpuhui.interfaces.web.vendor import VENDOR

TEMPLATE = Path(__file__).with_name("template.typ")
Plain = dict[str, object]


def pdf(certificate: Certificate, base: str) -> bytes:
    """The PDF of a certificate of the register whose public pages lie below `base` (`https://host`)."""
    said = json.dumps(_plain(certificate, base), ensure_ascii=True, sort_keys=True)
    return typst.compile(
        TEMPLATE, root=TEMPLATE.parent, font_paths=[VENDOR], ignore_system_fonts=True, format="pdf",
        sys_inputs={"paper": said}, timestamp=0,
    )  # fmt: skip


def address(certificate: Certificate, base: str) -> str:
    """Where its public page is: in Chinese, with the other language one click away; the same on every copy."""
    return f"{base}/zh/{certificate.path}"


def code(address: str) -> str:
    """The address as a QR code, an SVG picture."""
    picture: str = segno.make_qr(address, error="m").svg_inline(border=2, scale=4, omitsize=False)
    return picture


def checks(certificate: Certificate, base: str) -> Sequence[Text]:
    """How anybody can check it."""
    entry = next(fact.value for fact in certificate.facts if fact.label is say.ENTRY)
    return (
        say.CHECK_PAGE.fill(address=address(certificate, base)),
        say.CHECK_SERIAL.fill(address=f"{base}/zh/serials"),
        say.CHECK_HASH.fill(entry=entry),
    )


def _plain(certificate: Certificate, base: str) -> Plain:
    there = address(certificate, base)
    return {
        "title": _text(certificate.title),
        "lead": _text(certificate.lead),
        "operator": _text(certificate.operator),
        "day": [certificate.on.year, certificate.on.month, certificate.on.day],
        "address": there,
        "code": code(there).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1),
        "scan": _text(say.SCAN),
        "watermark": _text(say.WATERMARK) if certificate.demonstration else None,
        "warning": _text(certificate.warning) if certificate.warning else None,
        "marks": [_text(mark) for mark in certificate.marks],
        "facts": [_fact(fact) for fact in certificate.facts],
        "tables": [
            {
                "caption": _text(table.caption),
                "columns": [asdict(column) for column in table.columns],
                "rows": [list(row) for row in table.rows],
                "note": _text(table.note) if table.note else None,
            }
            for table in certificate.tables
        ],
        "how": _text(say.HOW),
        "checks": [_text(step) for step in checks(certificate, base)],
    }


def _text(text: Text) -> Plain:
    return {"zh": text.zh, "en": text.en}


def _fact(fact: Fact) -> Plain:
    value = _text(fact.value) if isinstance(fact.value, Text) else fact.value
    return {"label": _text(fact.label), "value": value, "mono": fact.mono}
