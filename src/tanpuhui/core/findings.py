"""Findings: data that is not as the rule asks. They are gathered and shown, never thrown, and stop nothing by themselves."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from tanpuhui.core.text import Text

Severity = Literal["note", "warning", "error"]


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One entry of a room's closed list of findings; `says` may hold `{name}` fields."""

    code: str
    severity: Severity
    says: Text


@dataclass(frozen=True, slots=True)
class Finding:
    """What was seen (`kind`), about which thing (`about`: an id a reader can look up), with the facts it names."""

    kind: FindingKind
    about: str
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The stable public code."""
        return self.kind.code

    @property
    def severity(self) -> Severity:
        """`note`, `warning` or `error`."""
        return self.kind.severity

    @property
    def says(self) -> Text:
        """The sentence with its facts filled in."""
        return self.kind.says.fill(about=self.about, **self.facts)


class Findings:
    """A room's closed list of finding kinds. Codes are unique in the whole house."""

    everywhere: ClassVar[dict[str, "Findings"]] = {}

    def __init__(self, room: str, *kinds: FindingKind) -> None:
        taken = {k.code for other in self.everywhere.values() for k in other}
        codes = [k.code for k in kinds]
        if twice := sorted({c for c in codes if c in taken or codes.count(c) > 1}):
            raise ValueError(f"finding codes used twice: {twice}")
        self.room, self._kinds = room, {k.code: k for k in kinds}
        self.everywhere[room] = self

    def __iter__(self) -> Iterator[FindingKind]:
        return iter(self._kinds.values())

    def __call__(self, code: str, about: str, /, **facts: object) -> Finding:
        """The finding `code` about `about`."""
        return Finding(self._kinds[code], about, facts)


def kind(code: str, severity: Severity, *, zh: str, en: str) -> FindingKind:
    """A finding kind, written flat."""
    return FindingKind(code, severity, Text(zh, en))
