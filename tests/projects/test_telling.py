"""Of every move those hear whose case it is, and nobody else; who makes the move is told nothing."""

from collections.abc import Callable

import pytest

from tanpuhui.apps.notices.messages import MESSAGES
from tanpuhui.apps.notices.models import Message
from tanpuhui.apps.parties.models import Organisation
from tanpuhui.apps.projects import operations
from tanpuhui.apps.projects.workflow import PROJECT, REPORT
from tanpuhui.core.refusals import Refusal
from tests.projects.cast import Cast
from tests.projects.days import DAY, LATER

Told = dict[str, str]
Play = Callable[[Cast], str]


def heard(cast: Cast, deed: Callable[[], object]) -> Told:
    """Organisation → message, of what was told by a deed."""
    last = Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    deed()
    codes = dict(Organisation.objects.values_list("pk", "code"))
    new = list(Message.objects.filter(pk__gt=last).values_list("organisation", "code"))
    assert len(dict(new)) == len(new)
    return {codes[place]: code for place, code in new}


def project(state: str) -> Play:
    return lambda cast: cast.project_at(state)


def report(state: str) -> Play:
    return lambda cast: cast.report_at(state)


def objected(cast: Cast) -> str:
    case = cast.project_at("disclosed")
    cast.move(case, "object", cast.otto, on=DAY)
    return case


def found(cast: Cast) -> str:
    case = cast.report_at("submitted")
    cast.move(case, "raise_finding", cast.vic)
    return case


def answered(cast: Cast) -> str:
    case = found(cast)
    cast.move(case, "answer_finding", cast.ann)
    return case


def filed(cast: Cast) -> str:
    case = cast.report_at("draft")
    for kind in ("monitoring_report", "inventory_table"):
        cast.document(case, kind, on=LATER)
    return case


def engaged(cast: Cast) -> str:
    case = filed(cast)
    cast.move(case, "engage", cast.ann)
    return case


def visited(cast: Cast) -> str:
    case = cast.report_at("submitted")
    for act in ("record_visit", "attach_report"):
        cast.move(case, act, cast.vic)
    return case


def adopted(cast: Cast) -> str:
    case = cast.report_at("preapproved")
    cast.adopt(case)
    return case


def to(code: str, *places: str) -> Told:
    return dict.fromkeys(places, code)


YOURS, PASSED = "case_before_you", "case_passed"
MOVES: dict[tuple[str, str], list[tuple[Play, str, Told]]] = {
    ("project", "add_document"): [(project("draft"), "ann", {})],
    ("project", "revise"): [(project("draft"), "ann", {})],
    ("project", "disclose"): [(project("disclosed"), "ann", to("case_disclosed", "CITY"))],
    ("project", "object"): [(project("disclosed"), "otto", to("case_objection", "VILLAGE") | to("case_objection", "CITY"))],
    ("project", "record_objection"): [(project("disclosed"), "cara", to("case_objection", "VILLAGE"))],
    ("project", "answer_objection"): [(objected, "ann", to("case_objection", "CITY") | {"STRANGER": "case_objection"})],
    ("project", "file"): [(project("disclosed"), "ann", to(YOURS, "CITY"))],
    ("project", "forward"): [(project("filed"), "cara", to(PASSED, "VILLAGE") | to(YOURS, "PROVINCE"))],
    ("project", "register"): [(project("forwarded"), "pia", to(PASSED, "VILLAGE") | to(PASSED, "CITY"))],
    ("project", "return"): [
        (project("filed"), "cara", to("case_returned", "VILLAGE")),
        (project("forwarded"), "pia", to("case_returned", "VILLAGE") | to("case_returned", "CITY")),
    ],
    ("project", "reject"): [(project("forwarded"), "pia", to("case_rejected", "VILLAGE") | to("case_rejected", "CITY"))],
    ("project", "withdraw"): [
        (project("draft"), "ann", {}),
        (project("filed"), "ann", to("case_withdrawn", "CITY")),
        (project("registered"), "ann", to("case_withdrawn", "CITY") | to("case_withdrawn", "PROVINCE")),
    ],
    ("project", "appeal"): [(project("rejected"), "ann", to("case_appealed", "CITY") | to(YOURS, "PROVINCE"))],
    ("project", "uphold"): [
        (project("appealed"), "pia", to("case_appeal_decided", "VILLAGE") | to("case_appeal_decided", "CITY")),
    ],
    ("project", "readmit"): [(project("appealed"), "pia", to("case_appeal_decided", "VILLAGE") | to(YOURS, "CITY"))],
    ("report", "add_document"): [(report("draft"), "ann", {})],
    ("report", "revise"): [(report("returned"), "ann", to("case_changed", "BODY"))],
    ("report", "engage"): [(filed, "ann", to(YOURS, "BODY"))],
    ("report", "submit"): [(engaged, "ann", to(YOURS, "BODY"))],
    ("report", "recall"): [(report("submitted"), "ann", to("case_returned", "BODY"))],
    ("report", "raise_finding"): [(report("submitted"), "vic", to("case_finding", "VILLAGE"))],
    ("report", "answer_finding"): [(found, "ann", to("case_finding", "BODY"))],
    ("report", "close_finding"): [(answered, "vic", to("case_finding", "VILLAGE"))],
    ("report", "record_visit"): [(report("submitted"), "vic", to("case_changed", "VILLAGE"))],
    ("report", "attach_report"): [(report("submitted"), "vic", to("case_changed", "VILLAGE"))],
    ("report", "sign"): [(visited, "vic", to(PASSED, "VILLAGE"))],
    ("report", "decline"): [(report("submitted"), "vic", to("case_returned", "VILLAGE"))],
    ("report", "file"): [(report("verified"), "ann", to(PASSED, "BODY") | to(YOURS, "CITY"))],
    ("report", "preapprove"): [(report("with_city"), "cara", to(PASSED, "VILLAGE") | to(PASSED, "BODY") | to(YOURS, "PROVINCE"))],
    ("report", "approve"): [(adopted, "pia", to(PASSED, "VILLAGE") | to(PASSED, "BODY") | to(PASSED, "CITY"))],
    ("report", "issue"): [(report("approved"), "rita", to(PASSED, "VILLAGE") | to(PASSED, "BODY") | to(PASSED, "CITY"))],
    ("report", "return"): [
        (report("submitted"), "vic", to("case_returned", "VILLAGE")),
        (report("with_city"), "cara", to("case_returned", "VILLAGE") | to("case_returned", "BODY")),
        (report("preapproved"), "pia", to("case_returned", "VILLAGE", "BODY", "CITY")),
    ],
    ("report", "reject"): [(report("with_city"), "cara", to("case_rejected", "VILLAGE") | to("case_rejected", "BODY"))],
    ("report", "withdraw"): [
        (report("draft"), "ann", {}),
        (report("approved"), "ann", dict.fromkeys(("BODY", "CITY", "PROVINCE"), "case_withdrawn")),
    ],
    ("report", "appeal"): [
        (report("rejected"), "ann", to("case_appealed", "BODY") | to("case_appealed", "CITY") | to(YOURS, "PROVINCE")),
    ],
    ("report", "uphold"): [
        (report("appealed"), "pia", dict.fromkeys(("VILLAGE", "BODY", "CITY"), "case_appeal_decided")),
    ],
    ("report", "readmit"): [
        (report("appealed"), "pia", dict.fromkeys(("VILLAGE", "BODY"), "case_appeal_decided") | to(YOURS, "CITY")),
    ],
}  # fmt: skip
CASES = [(*move, number) for move, plays in MOVES.items() for number in range(len(plays))]


@pytest.mark.parametrize(("what", "act", "number"), CASES)
def test_the_right_ones_hear_of_a_move_and_only_they(cast: Cast, what: str, act: str, number: int) -> None:
    play, login, told = MOVES[what, act][number]
    case = play(cast)
    on = DAY if act in ("object", "record_objection") else LATER
    assert heard(cast, lambda: cast.move(case, act, getattr(cast, login), on=on)) == told
    assert Message.objects.filter(facts__case=case).count() == Message.objects.filter(key__startswith=case).count()


def test_every_act_of_both_tables_is_played_and_every_message_is_used() -> None:
    acts = {("project", act) for act in PROJECT.acts} | {("report", act) for act in REPORT.acts}
    assert acts - MOVES.keys() == {("project", "open"), ("report", "open"), ("report", "declare")}
    used = {code for plays in MOVES.values() for *_, told in plays for code in told.values()}
    assert used == {code for code in MESSAGES if code.startswith("case_")}


def test_the_other_owners_of_a_bundle_and_an_agent_hear_what_one_of_them_does(cast: Cast) -> None:
    cast.entrust("VILLAGE")
    dan = cast.entrust("HAMLET")
    both = {cast.places["VILLAGE"]: "0.5", cast.places["HAMLET"]: "0.5"}
    opened = heard(cast, lambda: cast.open(dan, owners=both))
    assert opened == {"VILLAGE": "case_changed", "HAMLET": "case_changed"}
    case = cast.project_at("filed", by=dan, owners=both)
    told = heard(cast, lambda: cast.move(case, "return", cast.cara))
    assert told == dict.fromkeys(("VILLAGE", "HAMLET", "AGENCY"), "case_returned")


def test_who_is_no_longer_engaged_hears_of_it(cast: Cast) -> None:
    cast.accredit("OTHERBODY")
    case = engaged(cast)
    told = heard(cast, lambda: cast.move(case, "engage", cast.ann, body=cast.places["OTHERBODY"]))
    assert told == {"BODY": "case_changed", "OTHERBODY": YOURS}


def test_a_move_that_is_refused_tells_nobody(cast: Cast) -> None:
    case = cast.project_at("draft")

    def refused() -> None:
        with pytest.raises(Refusal):
            cast.move(case, "file", cast.ann)

    assert heard(cast, refused) == {}


def test_the_same_key_again_tells_nobody_twice(cast: Cast) -> None:
    case = cast.project_at("disclosed")
    once = {**cast.write(cast.ann, LATER), "project": case, "act": "file"}
    assert heard(cast, lambda: operations.move_project(**once)) == {"CITY": YOURS}
    assert heard(cast, lambda: operations.move_project(**once)) == {}
