"""Two runs compared: every input, value, setting and line of formula that differs, then every step, by name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, Literal

from tanpuhui.core.text import Text
from tanpuhui.quantification.records import Record
from tanpuhui.quantification.running import Result

Kind = Literal["document", "setting", "input", "value", "formula", "step", "result"]
_NAMES: dict[Kind, Text] = {
    "document": Text("文件", "document"),
    "setting": Text("设定", "setting"),
    "input": Text("输入", "input"),
    "value": Text("参数", "value"),
    "formula": Text("公式文本", "line of the formula"),
    "step": Text("步骤", "step"),
    "result": Text("结果", "result"),
}
_ABSENT = Text("（无）", "(none)")


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs: its `kind`, the thing by name (`about`), and how it was `before` and is `after` (None: absent)."""

    kind: Kind
    about: str
    before: str | None
    after: str | None

    @property
    def kind_says(self) -> Text:
        """The kind in a word."""
        return _NAMES[self.kind]

    @property
    def says(self) -> Text:
        """The difference in a sentence."""
        return Text(
            "{kind} {about}：此前为 {before}，现在为 {after}。", "{kind} {about}: was {before}, is {after}."
        ).fill(kind=_NAMES[self.kind], about=self.about, before=self.before or _ABSENT, after=self.after or _ABSENT)


def compare(before: Result | Record, after: Result | Record) -> list[Difference]:
    """What differs between two runs or their records, causes first, then steps in their order, then the result."""
    one, two = (each.record if isinstance(each, Result) else each for each in (before, after))
    return [
        *each_of("setting", _settings(one), _settings(two)),
        *each_of("input", _cells(one), _cells(two)),
        *each_of("value", _values(one), _values(two)),
        *lines_of(one["formula"], two["formula"]),
        *each_of("step", _steps(one), _steps(two)),
        *each_of("result", _result(one), _result(two)),
    ]


def each_of(kind: Kind, one: Mapping[str, str], two: Mapping[str, str]) -> Iterator[Difference]:
    """The things of one kind, by name, that are not the same in both; in the order in which they are told."""
    for about in dict.fromkeys((*one, *two)):
        if one.get(about) != two.get(about):
            yield Difference(kind, about, one.get(about), two.get(about))


def _settings(kept: Record) -> dict[str, str]:
    first, last = kept["period"]
    return {"methodology": kept["methodology"], "period": f"{first}/{last}", **kept["options"]}


def _cells(kept: Record) -> dict[str, str]:
    return {
        f"{table} {key} {column}": cell
        for table, rows in kept["inputs"].items()
        for key, cells in rows.items()
        for column, cell in cells.items()
    }


def _values(kept: Record) -> dict[str, str]:
    """By key; of a key used for several data years each entry, in order."""
    found: dict[str, str] = {}
    for value in kept["values"]:
        said = f"{value['value']} {value['unit']} ({value['status']}, {value['source']}, {value['place']}, {value['hash'][:12]})"
        found[value["key"]] = f"{found[value['key']]}; {said}" if value["key"] in found else said
    return found


def lines_of(one: Mapping[str, str], two: Mapping[str, str]) -> Iterator[Difference]:
    """The lines of texts (by file) that are not the same in both, with their numbers in the second."""
    for file in sorted({*one, *two}):
        old, new = one.get(file, "").splitlines(), two.get(file, "").splitlines()
        for what, first, last, other, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if what == "equal":
                continue
            for place, (before, after) in enumerate(zip_longest(old[first:last], new[other:end]), start=other + 1):
                yield Difference("formula", f"{file}:{place}", _bare(before), _bare(after))


def _bare(line: str | None) -> str | None:
    return None if line is None else line.strip()


def _steps(kept: Record) -> dict[str, str]:
    found: dict[str, str] = {}
    for step in kept["steps"]:
        symbol = step["symbol"]
        found[symbol] = f"{step['formula']} [{step['unit']}, {step['decimals']} {step['rounding']}, {step['status']}]"
        found |= {f"{symbol} {key}".strip() + " =": row["result"] for key, row in step["rows"].items()}
    return found


def _result(kept: Record) -> dict[str, str]:
    result: dict[str, Any] = kept["result"]
    vintages = {f"vintage {year} (g)": str(grams) for year, grams in result["vintages"].items()}
    return {"grams": str(result["grams"]), **vintages, "status": result["status"]}
