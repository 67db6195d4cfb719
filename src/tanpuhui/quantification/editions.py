"""What changed: between two editions of a methodology, or between two sets of values."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from tanpuhui.parameters.amounts import plain
from tanpuhui.parameters.values import Value, Values
from tanpuhui.quantification.comparing import Difference, Kind, each_of, lines_of
from tanpuhui.quantification.explaining import used
from tanpuhui.quantification.methodology import FILE, Methodology

_KINDS: dict[str, Kind] = {"tables": "input", "options": "setting", "result": "result"}


def edition_changes(one: Methodology, other: Methodology) -> list[Difference]:
    """What `other` says otherwise than `one`: the document, its settings and tables, values by name, lines of formulas."""
    before, after = _facts(one), _facts(other)
    before, after = _folded(before, after), _folded(after, before)
    kinds = dict.fromkeys(_kind(name) for name in (*before, *after))
    told = (each_of(kind, _of(kind, before), _of(kind, after)) for kind in kinds)
    values = each_of("value", _own(one), _own(other))
    formulas = (_without_yaml(each.sources) for each in (one, other))
    lines = (line for line in lines_of(*formulas) if line.before or line.after)
    return [*(each for group in told for each in group), *values, *lines]


def value_changes(wanted: Methodology, one: Values, other: Values) -> list[Difference]:
    """What the values that a methodology uses are in `other` and were in `one`, entry by entry."""
    keys = used(wanted)
    return list(
        each_of("value", *({key: _entries(values, key) for key in keys if key in values} for values in (one, other)))
    )


def day_changes(wanted: Methodology, values: Values, one: date, other: date) -> list[Difference]:
    """What the values that a methodology uses were on the day `one` and are on the `other`, of what had appeared by then."""
    keys = [key for key in used(wanted) if key in values]
    return list(each_of("value", *({key: _on(values, key, day) for key in keys} for day in (one, other))))


def _facts(wanted: Methodology) -> dict[str, str]:
    """Everything that `methodology.yaml` says, flat: `tables.parcels.columns.area.most` → `1000`."""
    said = wanted.shape.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"code"})
    return dict(_flat("", said))


def _flat(name: str, said: Any) -> Iterator[tuple[str, str]]:
    if isinstance(said, Mapping) and {"zh", "en"} <= set(said):
        yield name, f"{said['zh']} / {said['en']}"
        yield from _flat(name, {inside: more for inside, more in said.items() if inside not in ("zh", "en")})
    elif isinstance(said, Mapping):
        for inside, more in said.items():
            yield from _flat(f"{name}.{inside}" if name else str(inside), more)
    elif isinstance(said, list):
        for place, more in enumerate(said):
            inside = more.get("code", place) if isinstance(more, Mapping) else place
            yield from _flat(f"{name}.{inside}", more)
    else:
        yield name, str(said)


def _folded(facts: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    """A table, column, setting or condition that the other lacks whole is one fact: what it is called."""
    there, folded = {part for name in other for part in _wholes(name)}, dict[str, str]()
    for name, said in facts.items():
        lacking = next((part for part in _wholes(name) if part not in there), None)
        if lacking is None:
            folded[name] = said
        else:
            folded.setdefault(lacking, facts.get(f"{lacking}.name") or facts.get(f"{lacking}.question") or said)
    return folded


def _wholes(name: str) -> Iterator[str]:
    """The things that a fact belongs to, the largest first: `tables.parcels`, `tables.parcels.columns.area`."""
    parts = name.split(".")
    if parts[0] in ("tables", "options", "applicability", "applicants"):
        yield ".".join(parts[:2])
    if parts[0] == "tables" and parts[2:3] == ["columns"]:
        yield ".".join(parts[:4])


def _kind(name: str) -> Kind:
    return _KINDS.get(name.partition(".")[0], "document")


def _of(kind: Kind, facts: Mapping[str, str]) -> dict[str, str]:
    return {name: said for name, said in facts.items() if _kind(name) == kind}


def _own(wanted: Methodology) -> dict[str, str]:
    """The values of the folder, by name without the folder's."""
    values, room = wanted.values(profile="demo"), f"{wanted.code}."
    return {key.removeprefix(room): _entries(values, key) for key in values.keys() if key.startswith(room)}  # noqa: SIM118


def _entries(values: Values, key: str) -> str:
    """Every value of a key that is known, in a line that is the same in both languages."""
    return "; ".join(map(_said, values.known(key))) or "unknown"


def _on(values: Values, key: str, day: date) -> str:
    """As `_entries`, of those that hold on a day, or, where the data year says, that had appeared by then."""
    dated = values.definition(key).axis == "in_force"
    appeared = [value for value in values.known(key) if value.published is None or value.published <= day]
    return "; ".join(_said(value) for value in appeared if not dated or value.period.covers(day)) or "unknown"


def _said(value: Value) -> str:
    ends = "–".join("…" if end is None else str(end) for end in (value.period.first, value.period.last))
    cited = f"{value.status.name.lower()}, {value.citation.source}"
    return f"{ends}: {plain(value.amount)} {value.unit.code} ({cited})"


def _without_yaml(sources: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in sources.items() if name != FILE}
