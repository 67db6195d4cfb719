"""The frame holds what it promises: texts in both languages only, a bounded number of statements, enough contrast."""

import ast
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.template.loader import get_template
from django.test.utils import CaptureQueriesContext

from tanpuhui.accounting.acts import ACCOUNT_KINDS, MONEY_KINDS
from tanpuhui.interfaces.web import assets, figures, frame, rendering, words
from tests.house import rules
from tests.web.conftest import Get

WEB = Path(frame.__file__).parent
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
CODE = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
SPOKEN = ("alt", "aria-label", "title", "placeholder", "data-label")
ATTRIBUTES = re.compile(r'( [a-z-]+="[^"]*")+( required)?')
"""What a part holds of a tag that another template writes."""
COMMANDS = {"tanpuhui import carb FILE", "tanpuhui backup FILE", "tanpuhui restore FILE", "(CSV)", "/api/v1/"}


def test_templates_hold_no_words_of_their_own() -> None:
    for path in TEMPLATES:
        bare = CODE.sub("", path.read_text())
        said = re.sub(r"<[^>]*>", "\n", bare).splitlines()
        said += [text for name in SPOKEN for text in re.findall(rf'\b{name}="([^"]*)"', bare)]
        spoken = [s for s in said if s.strip() not in COMMANDS and not ATTRIBUTES.fullmatch(s)]
        assert not [s for s in spoken if re.search(r"[^\W\d_]{2}|[^\W\d_a-z]", s)], path.name


def test_every_word_of_a_page_and_of_the_frame_is_in_both_languages() -> None:
    texts = [page.title for page in frame.pages()]
    for table in (words.FRAME, words.REFUSAL, words.MIRROR, words.PLACES, *(page.words for page in frame.pages())):
        texts += table.values()
    assert not [fault for text in texts for fault in rules.text_faults(text.zh, text.en)]


def test_every_template_is_read_as_it_is_written() -> None:
    assert all(get_template(str(path.relative_to(WEB / "templates"))) for path in TEMPLATES)


def test_every_word_of_a_page_is_used() -> None:
    said = {path: _said(ast.parse(path.read_text())) for path in WEB.rglob("*.py")}
    anywhere = set().union(*(asked for _, asked, _ in said.values()))
    endings = tuple(piece for piece in anywhere if piece.startswith("_"))
    held, used = set[tuple[str, str]](), {("home", words.REFUSAL["home"].zh)}  # of the page of a refusal
    for page in frame.pages():
        spoken = _asked_by(page.template) | anywhere | said[Path(sys.modules[page.show.__module__].__file__ or "")][2]
        for name, text in page.words.items():
            held.add((name, text.zh))
            here = any(name in table and name in others for table, _, others in said.values())
            if name in spoken or here or name.endswith(endings):
                used.add((name, text.zh))
    assert not held - used


def _asked_by(template: str, met: frozenset[str] = frozenset()) -> set[str]:
    """The words that a template asks for, and those that it takes in."""
    if template in met or not (WEB / "templates" / template).is_file():
        return set()
    text = (WEB / "templates" / template).read_text()
    others = re.findall(r'{% (?:include|extends) "([^"]+)"', text)
    return set(re.findall(r"\bt\.(\w+)", text)).union(*(_asked_by(each, met | {template}) for each in others))


def _said(module: ast.Module) -> tuple[set[str], set[str], set[str]]:
    """The strings of a module: names of words that it holds, what it asks a table for (`WORDS["name"]`), and all others."""
    names, asked, every = set[str](), set[str](), list[ast.Constant]()
    keys = set[ast.Constant]()
    for node in ast.walk(module):
        if isinstance(node, ast.Dict):
            keys |= {
                key
                for key, value in zip(node.keys, node.values, strict=True)
                if isinstance(key, ast.Constant) and isinstance(value, ast.Call) and ast.unparse(value.func) == "Text"
            }
        elif isinstance(node, ast.Subscript):
            asked |= {
                one.value for one in ast.walk(node.slice) if isinstance(one, ast.Constant) and type(one.value) is str
            }
        elif isinstance(node, ast.Constant):
            every.append(node)
    names = {str(key.value) for key in keys}
    return names, asked, {node.value for node in every if node not in keys and type(node.value) is str}


def test_a_missing_word_is_a_bug_and_no_empty_place() -> None:
    with pytest.raises(RuntimeError, match="no word 'nothing'"):
        rendering.Words({}, "zh")["nothing"]


def test_every_kind_of_account_for_units_has_a_word_and_a_colour() -> None:
    style = (assets.STATIC / "tanpuhui/site.css").read_text()
    assert set(words.PLACES) == set(ACCOUNT_KINDS) - MONEY_KINDS
    assert not [kind for kind in words.PLACES if f".fill-{kind} " not in style or style.count(f"--{kind}:") != 2]


def test_the_style_sheet_fetches_nothing_from_elsewhere() -> None:
    style = (assets.STATIC / "tanpuhui/site.css").read_text()
    assert not re.search(r"url\(|@import|https?:", style)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_texts_stand_out_from_what_is_behind_them(scheme: int) -> None:
    style = (assets.STATIC / "tanpuhui/site.css").read_text()
    colours = dict(re.findall(r"--([\w-]+): (#\w{6});", style.split(":root")[scheme + 1]))
    pairs = [(ink, back) for ink in ("ink", "soft", "link", "link-strong") for back in ("paper", "sheet", "wash")]
    pairs += [("notice-ink", "notice"), ("wrong", "wrong-wash"), ("soft", "wrong-wash"), ("on-link", "link")]
    for ink, back in pairs:
        dark, light = sorted((_luminance(colours[ink]), _luminance(colours[back])))
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, back)
    for kind in (*words.PLACES, "soft"):
        dark, light = sorted((_luminance(colours[kind]), _luminance(colours["sheet"])))
        assert (light + 0.05) / (dark + 0.05) >= 2.4, kind


@pytest.mark.parametrize(
    ("address", "most"),
    [("/en/", 32), ("/en/statistics", 28), ("/en/serials", 6), ("/en/serials?q=1", 25), ("/en/values", 6)],
)
def test_a_page_costs_a_bounded_number_of_statements(desk: Any, get: Get, address: str, most: int) -> None:
    from tests.issuance.desk import row, use

    def cost() -> int:
        figures.kept.cache_clear()  # what an earlier test or visit has kept would be free
        with CaptureQueriesContext(connection) as asked:
            assert get(address).status_code == 200
        return len(asked)

    before = cost()
    uses = [use("retire", "held", "used", 1) for _ in range(5)]
    desk.import_rows([row(n, f"C{n}", 100, *uses) for n in range(4, 24)])

    assert cost() == before <= most
