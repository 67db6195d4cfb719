"""What was asked for, as people read it: the words of each field and of each value."""

from collections.abc import Iterator, Mapping
from typing import Any

from tanpuhui.accounting.acts import ACTS
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Lang, Text
from tanpuhui.interfaces.deeds.catalogue import deed as deed_of
from tanpuhui.interfaces.deeds.words import FIELDS, label
from tanpuhui.interfaces.web.forms import tree as t
from tanpuhui.interfaces.web.forms.fields import show
from tanpuhui.interfaces.web.forms.offers import typed_of
from tanpuhui.interfaces.web.forms.state import State
from tanpuhui.interfaces.web.forms.tree import tree
from tanpuhui.interfaces.web.forms.words import FORM, LABELS

Told = list[tuple[Text, str]]


def told(code: str, said: Mapping[str, Any], lang: Lang) -> Told:
    """What was said to a deed, field by field. Refuses `unknown_deed`."""
    nodes = tree(deed_of(code))
    state = State(code, typed_of(nodes, said) | {"_shown": "yes"})
    fields = (pair for each in show(nodes, state, {}, lang) for pair in each.flat())
    return [(says, _value(field, lang)) for field, says in fields if field.value and field.node.kind not in _APART]


_APART = (t.GROUP, t.ROWS, t.NAMES)


def _value(field: Any, lang: Lang) -> str:
    if field.node.choices:
        return ("、" if lang == "zh" else ", ").join(says for _, says, chosen in field.options if chosen) or field.value
    return FORM["yes"].into(lang) if field.node.kind == t.FLAG else str(field.value)


def told_plain(body: Mapping[str, Any], operation: str, lang: Lang) -> Told:
    """A body that was not asked for at a door, flat: as well as its names and those of the operation's deed let it be read."""
    code = _DEEDS.get(operation, "")
    choices = deed_of(code).choices if code else {}
    found: Told = []
    for name, value in body.items():
        words = choices[name]() if name in choices else {}
        says = LABELS.get((code, name)) or FIELDS.get(name) or label(name)
        found += ((of, words[one].into(lang) if one in words else one) for of, one in _flat(value, says))
    return found


def _flat(body: Any, within: Text) -> Iterator[tuple[Text, str]]:
    if isinstance(body, Mapping):
        for name, value in body.items():
            says = FIELDS.get(name) or label(name)
            yield from _flat(value, Text(f"{within.zh} · {says.zh}", f"{within.en} · {says.en}"))
    elif isinstance(body, list):
        for each in body:
            yield from _flat(each, within)
    elif body not in (None, ""):
        yield within, str(body)


def title_of(operation: str, door: Mapping[str, object] | None) -> Text:
    """What was asked for, in words; without a door by its code."""
    act = ACTS.get(operation.removeprefix("ledger_"))
    try:
        return act.text if act and not door else deed_of(str(door["deed"] if door else _DEEDS.get(operation))).title
    except Refusal:
        return Text(operation, operation)


_DEEDS = {
    "gazette_adopt": "adopt_values", "gazette_filing_publish": "publish_filing", "gazette_publish": "publish_notice",
    "gazette_revoke": "revoke_adoption", "ledger_correct": "correct_entry", "ledger_freeze": "freeze",
    "ledger_lift": "lift_freeze", "ledger_freed_by_authority": "release_by_authority", "phcer_issue": "issue_report",
}  # fmt: skip
"""Operations that ask for a second person, and the deeds that do them."""
