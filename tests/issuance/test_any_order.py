"""Whatever is done in whatever order: nothing is issued twice, nor without claim, verification or adopted values."""

from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanpuhui.apps.claims.verify import verify as verify_claims
from tanpuhui.apps.ledger.verify import verify
from tests.issuance.walking import ROAD, Deed, Walk
from tests.support.databases import Database
from tests.support.long import counts, spread

BACK = [
    ("return", "vic"), ("return", "cara"), ("return", "pia"), ("reject", "cara"), ("reject", "pia"), ("recall", "ann"),
    ("withdraw", "ann"), ("appeal", "ann"), ("readmit", "pat"), ("uphold", "pat"), ("revise", "ann"), ("decline", "vic"),
    ("add_document", "ann"), ("raise_finding", "vic"), ("answer_finding", "ann"), ("close_finding", "vic"),
]  # fmt: skip
BESIDE = ["revoke", "contest", "release", "rule_earlier", "rule_later", "withdraw_project"]
REPORTS = st.sampled_from(["first", "second"])
DEEDS = st.one_of(
    st.tuples(st.just("forward"), REPORTS, st.integers(1, len(ROAD))),
    st.tuples(st.just("issue"), REPORTS, st.just("")),
    st.tuples(st.just("back"), REPORTS, st.sampled_from(BACK)),
    st.tuples(st.just("beside"), st.just("first"), st.sampled_from(BESIDE)),
)
WHOLE: Deed = ("forward", "first", len(ROAD))


ISSUE, AGAIN, SECOND = ("issue", "first", ""), ("issue", "second", ""), ("forward", "second", len(ROAD))


def back(act: str, login: str) -> Deed:
    """The first report goes back."""
    return ("back", "first", (act, login))


def beside(act: str) -> Deed:
    """Something happens beside it."""
    return ("beside", "first", act)


STORIES: dict[str, tuple[list[Deed], list[str]]] = {
    "issued once": ([WHOLE, ISSUE, ISSUE, back("withdraw", "ann"), SECOND, AGAIN], ["first"]),
    "adoption revoked": ([WHOLE, beside("revoke"), ISSUE], []),
    "adopted anew": ([WHOLE, beside("revoke"), ISSUE, ("forward", "first", 8), ISSUE], ["first"]),
    "contested": ([WHOLE, beside("contest"), ISSUE], []),
    "contested and won": ([WHOLE, beside("contest"), ISSUE, beside("rule_earlier"), ISSUE], ["first"]),
    "contested and lost": ([WHOLE, beside("contest"), beside("rule_later"), ISSUE], []),
    "claim released": ([WHOLE, beside("release"), ISSUE], []),
    "withdrawn and filed anew": ([WHOLE, back("withdraw", "ann"), ISSUE, SECOND, AGAIN], ["second"]),
    "returned": ([WHOLE, back("return", "pia"), ISSUE], []),
    "returned and filed again": ([WHOLE, back("return", "pia"), ISSUE, WHOLE, ISSUE], ["first"]),
    "rejected": ([WHOLE, back("reject", "pia"), ISSUE, back("appeal", "ann"), ISSUE], []),
    "readmitted": (
        [WHOLE, back("reject", "pia"), back("appeal", "ann"), back("readmit", "pat"), ISSUE, WHOLE, ISSUE], ["first"],
    ),
    "two reports of one year": ([("forward", "first", 8), SECOND, AGAIN, WHOLE, ISSUE], ["first"]),
}  # fmt: skip


@pytest.mark.parametrize(("vendor", "story"), spread(STORIES), indirect=["vendor"])
def test_a_report_is_issued_or_not_as_its_story_goes(walk: Walk, story: str) -> None:
    deeds, issued = STORIES[story]
    for deed in deeds:
        walk.go(deed)
    assert walk.issued == [walk.reports[name] for name in issued]
    assert (verify(), verify_claims()) == ([], [])


@settings(max_examples=counts(2, 300))
@given(st.lists(DEEDS, min_size=2, max_size=10))
def test_no_order_of_acts_issues_what_may_not_be_issued(walk: Walk, db: Database, deeds: list[Deed]) -> None:
    with db.scratch():
        this = deepcopy(walk)
        for deed in [*deeds, ISSUE, AGAIN]:
            this.go(deed)
        assert (verify(), verify_claims()) == ([], [])
