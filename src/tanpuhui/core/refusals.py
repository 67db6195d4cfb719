"""Refusals: the register says no, with a code of a closed list, what, why and what to do, in both languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from tanpuhui.core.text import Lang, Text


@dataclass(frozen=True, slots=True)
class RefusalKind:
    """One entry of a closed list: its `code`, what it `says` and how to `mend` it (both may hold `{name}` fields)."""

    code: str
    says: Text
    mend: Text


class Refusal(Exception):
    """An act that is refused. Nothing was stored. `code` is stable and public; `facts` are the numbers and names in it."""

    def __init__(self, kind: RefusalKind, facts: dict[str, object]) -> None:
        self.code = kind.code
        self.facts = facts
        self.says = kind.says.fill(**facts)
        self.mend = kind.mend.fill(**facts)
        super().__init__(f"{self.code}: {self.says.en} {self.mend.en}")

    def sentence(self, lang: Lang) -> str:
        """What happened and what to do, in one language."""
        return ("" if lang == "zh" else " ").join((self.says.into(lang), self.mend.into(lang)))


class Refusals:
    """A room's closed list of refusals, in order of precedence. Codes are unique in the whole house."""

    everywhere: ClassVar[dict[str, "Refusals"]] = {}

    def __init__(self, room: str, *kinds: RefusalKind) -> None:
        taken = {k.code for other in self.everywhere.values() for k in other}
        codes = [k.code for k in kinds]
        if twice := sorted({c for c in codes if c in taken or codes.count(c) > 1}):
            raise ValueError(f"refusal codes used twice: {twice}")
        self.room, self._kinds = room, {k.code: k for k in kinds}
        self.everywhere[room] = self

    def __iter__(self) -> Iterator[RefusalKind]:
        return iter(self._kinds.values())

    def __call__(self, code: str, /, **facts: object) -> Refusal:
        """The refusal `code` with its facts, to be raised: `raise refuse("insufficient_units", wanted=5, free=3)`."""
        return Refusal(self._kinds[code], facts)


def kind(code: str, *, zh: str, en: str, mend_zh: str, mend_en: str) -> RefusalKind:
    """A refusal kind, written flat."""
    return RefusalKind(code, Text(zh, en), Text(mend_zh, mend_en))
