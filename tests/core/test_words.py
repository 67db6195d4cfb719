"""Texts, refusals, findings and canonical bytes: the words the other rooms speak with."""

from datetime import date
from decimal import Decimal

import pytest

from tanpuhui.core import findings, refusals
from tanpuhui.core.canonical import canonical_bytes, digest
from tanpuhui.core.citations import Citation, Status
from tanpuhui.core.refused import SHOWN, refuse, shown
from tanpuhui.core.text import LANGS, Text


def test_a_text_inside_a_text_is_said_in_the_same_language() -> None:
    assert Text("{what}！", "{what}!").fill(what=Text("好", "good")) == Text("好！", "good!")


def test_braces_that_a_user_typed_stay_what_they_are() -> None:
    assert Text("“{text}”", "“{text}”").fill(text="{0.__class__}").en == "“{0.__class__}”"


def test_every_refusal_of_the_room_says_what_and_what_to_do_in_both_languages() -> None:
    for kind in refuse:
        for lang in LANGS:
            assert kind.says.into(lang).endswith("。" if lang == "zh" else "."), kind.code
            assert kind.mend.into(lang).endswith("。" if lang == "zh" else "."), kind.code


def test_a_refusal_is_an_exception_with_code_facts_and_sentences() -> None:
    refusal = refuse("reversed_range", first=5, last=4)
    assert (refusal.code, refusal.facts) == ("reversed_range", {"first": 5, "last": 4})
    assert refusal.sentence("en").startswith("The range is reversed")
    assert str(refusal).startswith("reversed_range: ")


def test_a_code_is_used_once_in_the_whole_house() -> None:
    with pytest.raises(ValueError, match="reversed_range"):
        refusals.Refusals("elsewhere", refusals.kind("reversed_range", zh="", en="", mend_zh="", mend_en=""))
    assert "elsewhere" not in refusals.Refusals.everywhere
    with pytest.raises(ValueError, match="twin"):
        findings.Findings("elsewhere", *(findings.kind("twin", "note", zh="", en="") for _ in range(2)))


@pytest.mark.parametrize(
    "value",
    ["x" * 61, "碳" * 10**6, "\x00\x1b[31m" * 50, 10**5000, Decimal("1E+999999"), float("nan"), None],
    ids=["long", "Chinese", "escapes", "huge", "exponent", "nan", "none"],
)
def test_a_quoted_input_is_short_and_printable_whatever_it_is(value: object) -> None:
    assert len(shown(value)) <= SHOWN
    assert shown(value).isprintable()


def test_sixty_characters_are_quoted_whole_and_one_more_is_cut() -> None:
    assert shown("x" * 60) == "x" * 60
    assert shown("x" * 61) == "x" * 59 + "…"


def test_canonical_bytes_do_not_depend_on_the_order_of_keys_and_refuse_floats() -> None:
    record = {"b": Decimal("1.50"), "a": [1, {"on": date(2021, 2, 3)}], "名": "碳普惠"}
    told = canonical_bytes(record)
    assert told == canonical_bytes(dict(reversed(record.items())))
    assert told.decode() == '{"a":[1,{"on":"2021-02-03"}],"b":"1.50","名":"碳普惠"}'
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    with pytest.raises(TypeError):
        canonical_bytes({"a": [{"b": 1.0}]})
    with pytest.raises(TypeError):
        canonical_bytes({"a": object()})


def test_the_weakest_status_is_the_status_of_a_result() -> None:
    assert min(Status.OFFICIAL, Status.ILLUSTRATIVE, Status.SECONDARY) is Status.ILLUSTRATIVE


def test_a_citation_says_where_and_how_sure() -> None:
    citation = Citation("X-1", Text("某文件", "a document"), "§ 2", Status.OFFICIAL, date(2025, 1, 2))
    assert citation.says.en == "a document (X-1), § 2; official; checked 2025-01-02"
    assert "官方" in citation.says.zh


def test_a_finding_tells_its_facts() -> None:
    kinds = findings.Findings("test_words", findings.kind("odd_row", "warning", zh="{about}：{n}", en="{about}: {n}"))
    found = kinds("odd_row", "row 7", n=3)
    assert (found.code, found.severity, found.says.en) == ("odd_row", "warning", "row 7: 3")
    del findings.Findings.everywhere["test_words"]
