"""Whatever is tried in whatever order: no state that the table does not give, no document or opinion lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tanpuhui.apps.gazette import cases
from tanpuhui.apps.gazette.workflow import FILING
from tanpuhui.apps.records.models import Journal
from tanpuhui.core.refusals import Refusal
from tests.gazette.cast import Cast
from tests.support.databases import Database
from tests.support.long import counts

ACTS = [act for act in FILING.acts if act != "open"]
WHO = ("fay", "flo", "otto", "cara", "cid", "carl", "pia", "pat", "sam", "eva", "edgar", "vic")
LIKELY = ("file", "forward", "refer", "opine", "return", "add_document", "publish")
USUAL = {
    "file": "fay",
    "forward": "cara",
    "refer": "pia",
    "opine": "eva",
    "return": "pia",
    "add_document": "flo",
    "publish": "pat",
}
DEEDS = st.one_of(
    st.tuples(st.sampled_from(ACTS), st.sampled_from(WHO)), st.sampled_from(LIKELY).map(lambda act: (act, USUAL[act]))
)


def _kept(filing: str) -> tuple[set[tuple[object, ...]], set[tuple[object, ...]]]:
    papers: set[tuple[object, ...]] = {
        (row.kind, row.name, row.version, row.evidence) for row in cases.documents(filing)
    }
    return papers, {(row.round, row.expert, row.verdict, row.signed) for row in cases.opinions(filing)}


@settings(max_examples=counts(8, 500))
@given(start=st.sampled_from(["draft", "with_city", "with_committee"]), deeds=st.lists(DEEDS, max_size=14))
def test_no_order_of_acts_leaves_the_table_or_loses_anything(
    cast: Cast, db: Database, start: str, deeds: list[tuple[str, str]]
) -> None:
    with db.scratch():
        filing = cast.at(start)
        papers, opinions = _kept(filing)
        for act, login in deeds:
            before, steps, entries = cases.filing(filing).state, len(cases.history(filing)), Journal.objects.count()
            try:
                after = cast.move(filing, act, getattr(cast, login))
            except Refusal:
                assert cases.filing(filing).state == before
                assert len(cases.history(filing)) == steps
                assert Journal.objects.count() == entries
            else:
                line = FILING.move(before, act)
                assert line is not None
                assert after == line.next == cases.filing(filing).state == cases.history(filing)[-1].after
                assert len(cases.history(filing)) == steps + 1
            now = _kept(filing)
            assert papers <= now[0]
            assert opinions <= now[1]
            papers, opinions = now
        ended = cases.filing(filing).state == "published"
        heard = {row.round for row in cases.opinions(filing) if row.verdict != "recused"}
        rounds = [step.number for step in cases.history(filing) if step.act == "refer"]
        assert not ended or rounds[-1] in heard
