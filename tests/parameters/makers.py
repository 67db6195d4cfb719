"""Small folders of values, written for a test."""

from collections.abc import Mapping
from pathlib import Path

from tanpuhui.parameters.loading import load_folders
from tanpuhui.parameters.values import Values

SOURCES = """\
A1:
  title: {zh: 甲, en: First}
  publisher: {zh: 某机构, en: somebody}
  published: 2020-05
A2:
  title: {zh: 乙, en: Second}
  publisher: {zh: 某机构, en: somebody}
"""
UNITS = "share: {zh: 比例, en: share}\n"
CITED = "source: A1, place: § 1, status: official, checked_on: 2026-01-01"


def value_text(
    *entries: str, key: str = "rule.limit", kind: str = "decimal", axis: str = "in_force", unit: str = "share"
) -> str:
    """The text of a value file; each of `entries` is the inside of a YAML flow mapping."""
    head = f"key: {key}\nname: {{zh: 上限, en: limit}}\nunit: {unit}\ntype: {kind}\naxis: {axis}\nentries:\n"
    return head + "".join(f"  - {{{entry}}}\n" for entry in entries)


def entry(value: str, first: str, last: str, cited: str = CITED) -> str:
    """The inside of a cited entry."""
    return f"value: {value}, from: {first}, to: {last}, {cited}"


def folder(path: Path, files: Mapping[str, str], *, sources: str = SOURCES, units: str = UNITS) -> Path:
    """A folder of values below `path`, with `files` (name without values/ and .yaml → text)."""
    (path / "values").mkdir(parents=True, exist_ok=True)
    (path / "sources.yaml").write_text(sources, encoding="utf-8")
    (path / "units.yaml").write_text(units, encoding="utf-8")
    for name, text in files.items():
        file = path / "values" / f"{name}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return path


def values_of(path: Path, text: str, *, profile: str | None = None) -> Values:
    """The values of one file `rule/limit.yaml` holding `text`."""
    return load_folders({folder(path, {"rule/limit": text}): ""}, profile=profile)
