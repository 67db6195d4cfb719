"""A text in both languages of the register: simplified Chinese and English."""

from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in simplified Chinese (`zh`) and English (`en`); either may hold `{name}` fields."""

    zh: str
    en: str

    def into(self, lang: Lang) -> str:
        """The sentence in one language."""
        return self.zh if lang == "zh" else self.en

    def fill(self, **values: object) -> "Text":
        """The text with its `{name}` fields filled from `values`; a value may be a `Text` itself."""
        return Text(*(self.into(lang).format(**_spoken(values, lang)) for lang in LANGS))


def _spoken(values: dict[str, object], lang: Lang) -> dict[str, object]:
    return {name: v.into(lang) if isinstance(v, Text) else v for name, v in values.items()}
