"""The page that a methodology brings along (`README.zh.md`, `README.en.md`), from Markdown to the markup of the site."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tanpuhui.core.text import Lang
from tanpuhui.quantification import Methodology


def read_me(methodology: Methodology, lang: Lang) -> SafeString:
    """What the folder says of itself in a language, without its title; nothing where it says nothing."""
    paths = (methodology.folder.joinpath(name) for name in (f"README.{lang}.md", "README.md"))
    return next((markup(path.read_text(encoding="utf-8")) for path in paths if path.is_file()), SafeString(""))


@lru_cache(maxsize=128)
def markup(text: str) -> SafeString:
    """Markdown as markup: no HTML of its own, no picture, headings from the second level, tables with caption and heads."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    tokens = _below(reader.parse(text))
    reader.add_render_rule("table_open", _table)
    said: SafeString = mark_safe(reader.renderer.render(tokens, reader.options, {}))  # noqa: S308 (it escapes all text)
    return said


def _below(tokens: list[Token]) -> list[Token]:
    """Without the title, which the page has already; other headings begin at the second level, heads say what they head."""
    if tokens and tokens[0].tag == "h1":
        tokens = tokens[3:]
    last, caption = 2, ""
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            last = min(max(int(token.tag[1]), 2), last + 1, 4)
            caption = tokens[place + 1].content
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{last}"
        if token.type in ("fence", "code_block"):
            token.type = "code_block"
            token.attrSet("tabindex", "0")  # it scrolls by itself, so the keyboard must reach it
        if token.type == "th_open":
            token.attrSet("scope", "col")
        if token.type in ("th_open", "td_open"):
            token.attrs.pop("style", None)
        if token.type == "table_open":
            token.meta = {"caption": caption}
    return tokens


def _table(renderer: Any, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    caption = escape(tokens[place].meta["caption"] or "–")
    return f'<table><caption class="hidden">{caption}</caption>\n'
