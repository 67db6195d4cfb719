"""YAML files read as plain strings: no floats, no truth values by accident, no key written twice."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

try:
    from yaml import CBaseLoader as _BaseLoader  # six times as fast
except ImportError:  # a PyYAML built without libyaml
    from yaml import BaseLoader as _BaseLoader  # type: ignore[assignment]

from tanpuhui.core.text import Text
from tanpuhui.parameters.amounts import Wrong
from tanpuhui.parameters.refusals import refuse

Shape = TypeVar("Shape", bound=BaseModel)


class _Strings(_BaseLoader):
    """PyYAML's loader that leaves every scalar a string, and refuses a mapping with a key twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        if twice := sorted({str(key) for key in keys if keys.count(key) > 1}):
            names = ", ".join(twice)
            raise Wrong(Text(f"重复的键 {names}", f"the key {names} is written twice"))
        return super().construct_mapping(node, deep=deep)


def read_documents(path: Path, shown: str) -> list[object]:
    """Every YAML document of the file at `path`, scalars as strings; `shown` is its name in a refusal."""
    try:
        return list(yaml.load_all(path.read_text(encoding="utf-8"), _Strings))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        line = " ".join(str(error).split())
        problem = Text(f"不是有效的 YAML（{line}）", f"it is no valid YAML ({line})")
    except Wrong as error:
        problem = error.says
    raise refuse("value_file_malformed", file=shown, key="-", problem=problem)


def read_mapping(path: Path, shown: str) -> dict[str, object]:
    """The one mapping that the file at `path` holds; an absent file is an empty one."""
    if not path.exists():
        return {}
    documents = read_documents(path, shown)
    if len(documents) == 1 and isinstance(documents[0], dict):
        return documents[0]
    problem = Text("应只有一个映射", "it should be one mapping")
    raise refuse("value_file_malformed", file=shown, key="-", problem=problem)


def shaped(shape: type[Shape], content: object, *, shown: str, key: str) -> Shape:
    """`content` as a `shape`; what is wrong is refused with the file's name, the key and every problem."""
    try:
        return shape.model_validate(content)
    except ValidationError as error:
        raise refuse("value_file_malformed", file=shown, key=key, problem=_problems(error)) from error


def _problems(error: ValidationError) -> Text:
    said = [_problem(dict(item)) for item in error.errors()]
    return Text("；".join(text.zh for text in said), "; ".join(text.en for text in said))


def _problem(item: dict[str, Any]) -> Text:
    where = ".".join(str(step) for step in item["loc"]) or "-"
    cause = item.get("ctx", {}).get("error")
    if isinstance(cause, Wrong):
        return Text(f"{where}：{cause.says.zh}", f"{where}: {cause.says.en}")
    known = _KNOWN.get(item["type"], Text("形式不对", "has the wrong form"))
    says = known.fill(expected=item.get("ctx", {}).get("expected", ""))
    return Text(f"{where} {says.zh}", f"{where} {says.en}")


_KNOWN = {
    "missing": Text("缺失", "is missing"),
    "extra_forbidden": Text("不是可用的键", "is not a key that may stand here"),
    "literal_error": Text("只能取 {expected}", "must be {expected}"),
}
