"""Where the rules look."""

import subprocess
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src/tanpuhui"
Rule = Callable[[str], list[str]]


@lru_cache(maxsize=1)
def files() -> tuple[Path, ...]:
    """Every file of the repository: tracked, or about to be. Without git, all outside hidden and built folders."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        found = (path.relative_to(ROOT) for path in ROOT.rglob("*"))
        listed = [
            str(path) for path in found if not any(part.startswith(".") or part == "__pycache__" for part in path.parts)
        ]
    return tuple(path for name in sorted(listed) if name and (path := ROOT / name).is_file())


@lru_cache(maxsize=1024)
def read(path: Path) -> str:
    """The file as text; what is no text (a picture) reads as nothing."""
    try:
        return path.read_text()
    except UnicodeDecodeError:
        return ""


def python(*rooms: str) -> tuple[Path, ...]:
    """The modules in these folders of the repository, without migrations, which Django writes."""
    found = (p for p in files() if p.suffix == ".py" and "migrations" not in p.parts)
    return tuple(p for p in found if any(p.is_relative_to(ROOT / room) for room in rooms))


def holds(rule: Rule, paths: Iterable[Path]) -> None:
    """Fails when `rule` finds anything, with a line for each fault: `path:line: what`."""
    found = [f"{path.relative_to(ROOT)}:{fault}" for path in paths for fault in rule(read(path))]
    if found:
        pytest.fail("\n".join([f"{rule_name(rule)} (docs/house.md):", *found]), pytrace=False)


def rule_name(rule: Rule) -> str:
    """The first sentence of the rule's docstring."""
    return str(getattr(rule, "func", rule).__doc__).strip()
