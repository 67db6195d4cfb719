"""One Chinese word for one thing, that of the glossary, in every text of the product."""

import re

from tanpuhui.core.refusals import RefusalKind, Refusals, kind
from tests.house.places import SRC, files, holds

FORBIDDEN = {"抵销": "抵消", "行政注销": "取消", "过期": "到期", "作废": "失效", "示范": "演示"}
"""A word that is not said → the glossary's: offset, cancellation, expiry, invalidation, demonstration."""
ELSEWHERE = {
    ("parameters/data/glossary.yaml", "作废"),  # told there as a word that others use
}
TEXTS = tuple(p for p in files() if p.is_relative_to(SRC) and p.suffix in (".py", ".yaml", ".html"))


def other_words(text: str, excused: frozenset[str] = frozenset()) -> list[str]:
    """A thing has one Chinese word, that of the glossary."""
    return [
        f"{number}: “{word}” should be “{right}”"
        for number, line in enumerate(text.splitlines(), 1)
        for word, right in FORBIDDEN.items()
        if word in line and word not in excused
    ]


def blanks(text: str) -> list[str]:
    """No blank follows a Chinese full stop within a line."""
    lines = enumerate(text.splitlines(), 1)
    return [f"{number}: a blank after “。”" for number, line in lines if re.search("。 +[^ \"'/]", line)]


def test_every_text_of_the_product_uses_the_words_of_the_glossary() -> None:
    assert TEXTS
    for path in TEXTS:
        excused = frozenset(word for place, word in ELSEWHERE if path == SRC / place)
        holds(lambda text, excused=excused: other_words(text, excused), [path])  # type: ignore[misc]


def test_the_rule_finds_what_it_forbids() -> None:
    assert other_words("抵销\n取消\n示范") == ["1: “抵销” should be “抵消”", "3: “示范” should be “演示”"]
    assert blanks("一。 二") == ["1: a blank after “。”"]
    assert not blanks("一。二\n“说。” / Says.")


def test_no_chinese_sentence_is_followed_by_a_blank() -> None:
    holds(blanks, TEXTS)


def test_a_refusal_in_chinese_has_no_blank_between_its_sentences() -> None:
    class Room(Refusals):
        everywhere = {}

    no: RefusalKind = kind("no", zh="不行。", en="No.", mend_zh="换一个。", mend_en="Take another.")
    refusal = Room("a room", no)("no")
    assert (refusal.sentence("zh"), refusal.sentence("en")) == ("不行。换一个。", "No. Take another.")
