"""Lists of what the house knows: values and their sources, the words of the field, methodologies."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from tanpuhui.apps.disclosure.registers import rules
from tanpuhui.apps.disclosure.registers.asked import Asked, Rows
from tanpuhui.apps.gazette.queries import given_entries
from tanpuhui.apps.ledger.queries import register
from tanpuhui.core.text import Text
from tanpuhui.interfaces.lists.columns import columns, narrow
from tanpuhui.interfaces.lists.listing import listed
from tanpuhui.parameters import Definition, Entry, Values, glossary, load
from tanpuhui.parameters.amounts import plain
from tanpuhui.parameters.mechanisms import CLASSES, FIGURES, Figure, Mechanism, mechanisms
from tanpuhui.parameters.mechanisms import sources as cited_by_mechanisms
from tanpuhui.quantification import Methodology, catalogue

ENDS = {"unknown": Text("未知", "unknown"), "open": Text("无期限", "open")}
AXES = {"in_force": Text("施行日期", "days in force"), "data_year": Text("数据年度", "data year")}
NEEDED = {"needed": Text("需要", "needed"), "not_needed": Text("免", "waived"), "unknown": Text("未知", "unknown")}


@cache
def _shipped(demonstration: bool) -> Values:
    folders = [one.folder for one in _installed().values()]
    return load(profile="demo" if demonstration else None, folders=folders)


@cache
def _installed() -> dict[str, Methodology]:
    return catalogue()


def _page(rows: Iterator[dict[str, Any]], asked: Asked, key: str) -> Rows:
    """A page of what lies in memory, in the order of its keys."""
    after = asked.after or ""
    yield from sorted((row for row in rows if row[key] > after), key=lambda row: str(row[key]))[: asked.limit]


def _values(asked: Asked) -> Rows:
    """Every entry of every value, those of notices that had appeared by the day too. Two statements."""
    known = _shipped(register().demonstration).with_entries(given_entries(on=asked.on))
    begins = str(asked.get("key") or "")
    keys = (key for key in known.keys() if key.startswith(begins))  # noqa: SIM118 (no mapping)
    rows = (
        _value(known, known.definition(key), number, entry)
        for key in keys
        for number, entry in enumerate((*known.definition(key).given, *known.definition(key).entries), 1)
    )
    yield from _page((row for row in rows if asked.get("status") in (None, row["status"])), asked, "reference")


def _value(known: Values, of: Definition, number: int, entry: Entry) -> dict[str, Any]:
    cited = entry.citation
    status = cited.status.name.lower() if cited else "unknown"
    shown = cited is not None and (known.illustrative or status != "illustrative")
    return {
        "reference": f"{of.key}#{number:03d}", "key": of.key, "name_zh": of.name.zh, "name_en": of.name.en,
        "value": str(plain(entry.amount)) if shown and entry.amount is not None else None, "unit": of.unit.code,
        "axis": entry.period.axis, "valid_from": _end(entry.period.first), "valid_to": _end(entry.period.last),
        "status": status, "source": cited.source if cited else entry.source, "place": cited.place if cited else None,
        "published": _end(entry.published), "checked_on": cited.checked_on if cited else None,
        "note_zh": entry.note.zh if entry.note else None, "note_en": entry.note.en if entry.note else None,
    }  # fmt: skip


def _end(point: date | int | None) -> str | None:
    return None if point is None else str(point)


def _sources(asked: Asked) -> Rows:
    rows = (
        {
            "code": one.key, "title_zh": one.title.zh, "title_en": one.title.en, "publisher_zh": one.publisher.zh,
            "publisher_en": one.publisher.en, "published": one.published, "url": one.url,
            "note_zh": one.note.zh if one.note else None, "note_en": one.note.en if one.note else None,
        }
        for one in (_shipped(False).sources | cited_by_mechanisms()).values()
    )  # fmt: skip
    yield from _page(rows, asked, "code")


def _mechanisms(asked: Asked) -> Rows:
    """A row for each figure known of a mechanism; of one without any, a row that says so."""
    rows = (_mechanism(one, number, figure) for one in mechanisms().values() for number, figure in _figures(one))
    wanted = [(name, asked.get(name)) for name in ("class", "what", "country") if asked.get(name)]
    matching = (row for row in rows if all(value in str(row[name]).split("; ") for name, value in wanted))
    yield from _page(matching, asked, "reference")


def _figures(one: Mechanism) -> list[tuple[int, Figure | None]]:
    return list(enumerate(one.figures, 1)) or [(0, None)]


def _mechanism(one: Mechanism, number: int, figure: Figure | None) -> dict[str, Any]:
    note = figure.note if figure else None
    return {
        "reference": f"{one.code}#{number:03d}", "code": one.code, "name_zh": one.name.zh, "name_en": one.name.en,
        "class": one.kind, "unit_type": one.unit or None, "country": "; ".join(one.countries) or None,
        "place_zh": one.place.zh if one.place else None, "place_en": one.place.en if one.place else None,
        "what": figure.what if figure else None, "value": figure.value if figure else None,
        "unit": figure.unit if figure else None, "dated": (figure.on or None) if figure else None,
        "status": figure.status if figure else "unknown", "source": figure.source if figure else None,
        "place": figure.place if figure else None, "note_zh": note.zh if note else None,
        "note_en": note.en if note else None, "rule_zh": one.rule.zh if one.rule else None,
        "rule_en": one.rule.en if one.rule else None, "rule_source": one.rule_source or None,
        "rule_status": one.rule_status or None,
    }  # fmt: skip


def _glossary(asked: Asked) -> Rows:
    rows = (
        {
            "code": term.code, "name_zh": term.name.zh, "name_en": term.name.en, "means_zh": term.means.zh,
            "means_en": term.means.en, "also": "; ".join(term.also) or None,
        }
        for term in glossary().values()
    )  # fmt: skip
    yield from _page(rows, asked, "code")


def _methodologies(asked: Asked) -> Rows:
    """The editions that this register can calculate by, and what was published in the gazette. One statement."""
    filed = {row["code"]: row for row in rules.published(Asked(asked.on, 10_000))}
    mine = [_edition(one, filed.pop(one.code, None)) for one in _installed().values()]
    yield from _page(iter([*mine, *(_filed(row) for row in filed.values())]), asked, "code")


def _edition(one: Methodology, filed: dict[str, Any] | None) -> dict[str, Any]:
    edition = one.shape.edition.text
    return {
        "code": one.code, "name_zh": one.name.zh, "name_en": one.name.en, "edition_zh": edition.zh,
        "edition_en": edition.en, "verifier": one.shape.verifier, "basis": one.status.name.lower(),
        "valid_from": str(one.shape.in_force.first), "valid_to": str(one.shape.in_force.last), "calculable": True,
    } | _official(filed)  # fmt: skip


def _filed(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "code": row["code"], "name_zh": row["title_zh"], "name_en": row["title_en"], "edition_zh": row["edition"],
        "edition_en": row["edition"], "verifier": "unknown", "basis": "official", "valid_from": None, "valid_to": None,
        "calculable": False,
    } | _official(row)  # fmt: skip


def _official(row: dict[str, Any] | None) -> dict[str, Any]:
    told = row or {}
    return {"reference": told.get("number"), "published_on": told.get("on"), "design": told.get("design"),
            "filing": told.get("filing")}  # fmt: skip


LISTS = (
    listed(
        "values",
        Text("取值", "Values"),
        Text("所有参数取值，每一条都有有效期、出处、依据和核对日；未知的写明未知，示例值只在演示中给出。",
             "Every value with its validity, source, status and the day somebody last looked; unknown ones say so, "
             "illustrative ones are told in a demonstration only."),
        _values,
        columns("reference key name_zh name_en value unit axis valid_from valid_to status source place published "
                "checked_on note_zh "
                "note_en", axis=lambda: AXES),
        *narrow("key status"),
    ),
    listed(
        "sources",
        Text("出处", "Sources"),
        Text("取值所引的文件：标题、发布者、公布时间、网址。", "What the values cite: title, publisher, when it appeared, where it can be read."),
        _sources,
        columns("code title_zh title_en publisher_zh publisher_en published url note_zh note_en"),
    ),
    listed(
        "mechanisms",
        Text("世界各地的减排信用机制", "Crediting mechanisms of the world"),
        Text("每个机制已知的数字，一行一个，各有日期、出处和依据；没有数字的机制也列出，写明未知。",
             "What is known of each mechanism, a figure a row, with day, source and status; those without figures say "
             "so."),
        _mechanisms,
        columns("reference code name_zh name_en class unit_type country place_zh place_en what value unit dated status "
                "source place note_zh note_en rule_zh rule_en rule_source rule_status",
                what=lambda: FIGURES, **{"class": lambda: CLASSES}),
        *narrow("class what country", what=lambda: FIGURES, **{"class": lambda: CLASSES}),
    ),
    listed(
        "glossary",
        Text("词汇表", "Glossary"),
        Text("本领域的用词及含义，中英对照。", "The words of the field in both languages, with what they mean."),
        _glossary,
        columns("code name_zh name_en means_zh means_en also"),
    ),
    listed(
        "methodologies",
        Text("方法学", "Methodologies"),
        Text("本登记簿可用来计算的版本，以及公报公布的方法学。", "The editions by which this register calculates, and what the gazette published."),
        _methodologies,
        columns("code name_zh name_en edition_zh edition_en verifier basis valid_from valid_to calculable reference "
                "published_on design "
                "filing", verifier=lambda: NEEDED, valid_from=lambda: ENDS, valid_to=lambda: ENDS),
    ),
)  # fmt: skip
