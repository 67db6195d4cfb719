"""Values with validity, status and source, as `parts/values.html` draws them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tanpuhui.core.citations import Status
from tanpuhui.core.text import Text
from tanpuhui.parameters import Definition, Entry, Source, Values
from tanpuhui.parameters.amounts import spoken

WORDS = {
    "unknown": Text("未知", "unknown"),
    "caption": Text("{area}：数值与出处", "{area}: values and sources"),
    "valid": Text("有效期", "Valid"),
    "value": Text("数值", "Value"),
    "status": Text("可信程度", "Status"),
    "source": Text("出处", "Source"),
    "searched_in": Text("查过", "searched in"),
    "checked": Text("核对于 {day}", "checked {day}"),
    "published": Text("公布于 {day}", "published {day}"),
    "example_off": Text("示例，未启用", "an example, switched off"),
}  # fmt: skip
Valued = tuple[Definition, list["Row"]]


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as shown. `spoken`: none where unknown or switched off; `source`: where it was read, or searched in vain."""

    entry: Entry
    spoken: Text | None
    status: str
    source: Source | None


def valued(values: Values, keys: Iterable[str]) -> list[Valued]:
    """The values of these keys with all their entries, those given at run time first."""
    return [(definition, list(_rows(values, definition))) for definition in map(values.definition, keys)]


def _rows(values: Values, definition: Definition) -> Iterator[Row]:
    for entry in (*definition.given, *definition.entries):
        source = values.sources.get(entry.source or "")
        if entry.amount is None or entry.citation is None:
            yield Row(entry, None, "unknown", source)
            continue
        hidden = entry.citation.status is Status.ILLUSTRATIVE and not values.illustrative
        said = None if hidden else spoken(entry.amount, definition.choices)
        yield Row(entry, said, entry.citation.status.name.lower(), source)
