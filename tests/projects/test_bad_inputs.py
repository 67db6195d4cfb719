"""What people get wrong when they apply, report and verify: each has its refusal."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tanpuhui.apps.projects import operations, queries
from tanpuhui.core.days import Period
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import LANGS
from tests.projects.cast import Cast, code_of, inventory
from tests.projects.days import CREDITING, DAY, LATER, NOON, YEAR

SAID: list[tuple[dict[str, Any], str]] = [
    ({"area": "4402"}, "area_malformed"),
    ({"area": "110000"}, "area_outside_province"),
    ({"area": "440900"}, "no_city_there"),
    ({"methodology": "alchemy_2020"}, "unknown_plugin"),
    ({"owners": {"VILLAGE": "0.9"}}, "shares_wrong"),
    ({"owners": {"VILLAGE": "1.0000000001"}}, "shares_wrong"),
    ({"owners": {"VILLAGE": "0.5", "HAMLET": "0.5"}}, "not_permitted"),
    ({"owners": {"HAMLET": "1"}}, "not_permitted"),
    ({"received_on": DAY + timedelta(days=1)}, "paper_from_the_future"),
]


def test_what_is_said_of_a_project_is_checked(cast: Cast) -> None:
    for more, expected in SAID:
        if "owners" in more:
            more = {"owners": {cast.places[code]: share for code, share in more["owners"].items()}}
        assert code_of(cast.open, **more) == expected, more
    project = cast.open()
    assert code_of(cast.move, project, "revise", cast.ann, owners={}) == "owners_wrong"
    with pytest.raises(Refusal, match="reversed_period"):
        cast.open(crediting=Period.parse("2024-01-01", "2023-01-01"))


def test_shares_are_exact_and_never_floats(cast: Cast) -> None:
    third: Any = 0.5
    village, hamlet = cast.places["VILLAGE"], cast.places["HAMLET"]
    cast.entrust("HAMLET", "VILLAGE")
    ann = cast.also("ann2", "ann", "VILLAGE", "applicant")
    cast.also("ann3", "ann", "VILLAGE", "agent")
    assert code_of(cast.open, ann, owners={village: third, hamlet: third}) in ("float_not_exact", "not_permitted")
    assert code_of(cast.open, owners={village: third}) == "float_not_exact"


def test_the_leader_of_a_bundle_is_an_owner(cast: Cast) -> None:
    dan = (cast.entrust(), cast.entrust("HAMLET"))[1]
    assert code_of(cast.open, dan, owners={cast.places["HAMLET"]: "1"}) == "applicant_not_owner"
    both = {cast.places["VILLAGE"]: "0.75", cast.places["HAMLET"]: "0.25"}
    project = cast.open(dan, owners=both, received_on=DAY)
    row = queries.project(project)
    assert [(owner.code, str(owner.share)) for owner in row.owners] == [("HAMLET", "0.25"), ("VILLAGE", "0.75")]
    assert (row.on_paper, row.received_on) == (True, DAY)
    assert code_of(cast.document, project, "design_document") == "not_permitted"  # Ann acts for one of two owners
    cast.document(project, "design_document", dan)


def test_names_and_states_that_do_not_exist(cast: Cast) -> None:
    draft = cast.open()
    plain: dict[str, Any] = {"act": "file", **cast.write(cast.ann)}
    assert code_of(operations.move_project, project="PRJ-1", **plain) == "unknown_project"
    assert code_of(operations.move_project, project="PRJ-2024-999999", **plain) == "unknown_project"
    assert code_of(operations.move_report, report="REP-2024-999999", **plain) == "unknown_report"
    assert code_of(queries.report, draft) == "unknown_report"
    assert code_of(operations.move_project, project=draft, **(plain | {"act": "bribe"})) == "case_act_unknown"
    assert code_of(operations.move_project, project=draft, **(plain | {"act": "disclose"})) == "case_act_unknown"
    assert code_of(cast.move, draft, "forward", cast.cara) == "case_not_now"
    assert code_of(cast.move, cast.project_at("filed"), "return", cast.cara, reason=" ") == "case_reason_missing"
    filed = cast.project_at("filed")
    assert code_of(cast.move, filed, "forward", cast.carl) == "case_not_theirs"
    assert code_of(cast.move, filed, "forward", cast.cara, on=DAY) == "case_day_reversed"
    assert code_of(cast.move, filed, "forward", cast.cara, dossier="0" * 64) == "dossier_not_the_one_read"


def test_what_is_said_of_a_report_is_checked(cast: Cast) -> None:
    project = cast.project_at("registered")
    assert code_of(cast.report, project, period=Period.of_year(2019)) == "period_outside_crediting"
    assert code_of(cast.report, project, profile="dreams") == "unknown_values_profile"
    assert code_of(cast.report, project, options={"biomass": "guess"}) == "unknown_option"
    assert code_of(cast.report, "PRJ-2024-000099") == "unknown_project"
    late = cast.report(project, period=Period(LATER, CREDITING.last))
    for kind in ("monitoring_report", "inventory_table"):
        cast.document(late, kind, on=LATER)
    cast.move(late, "engage", cast.ann)
    assert code_of(cast.move, late, "submit", cast.ann) == "period_not_over"
    cast.move(late, "revise", cast.ann)
    report = cast.report_at("submitted", project)
    assert queries.report(report).period == YEAR
    assert code_of(cast.move, late, "submit", cast.ann) == "period_of_another_report"
    assert code_of(cast.move, project, "withdraw", cast.ann) == "report_under_way"


def test_bad_tables_are_named_when_the_report_is_submitted(cast: Cast) -> None:
    report = cast.report(cast.project_at("registered"))
    cast.move(report, "engage", cast.ann)
    cast.document(report, "monitoring_report", on=LATER)
    for content, expected in (
        (inventory("minus one"), "inputs_have_errors"),
        (inventory().replace(b"(ha)", b"(acre)"), "inputs_have_errors"),
        (inventory().replace(b"2022-01-01", b"2022-12-31"), "inputs_have_errors"),
        (inventory().replace(b"area (ha),", b""), "inputs_have_errors"),
        (inventory().splitlines()[0], "input_without_rows"),
    ):
        cast.document(report, "inventory_table", on=LATER, evidence=cast.file(content, "parcels.csv", "text/csv"))
        assert code_of(cast.move, report, "submit", cast.ann) == expected
    assert queries.report(report).state == "draft"


def test_illustrative_values_need_their_profile(cast: Cast) -> None:
    report = cast.report(cast.project_at("registered"), profile="")
    cast.deed(report, "papers", cast.ann)
    cast.move(report, "engage", cast.ann)
    assert code_of(cast.move, report, "submit", cast.ann) == "value_illustrative_only"


VERIFYING: list[tuple[str, dict[str, Any], str]] = [
    ("raise_finding", {"kind": "praise"}, "unknown_finding_kind"),
    ("raise_finding", {"text": " "}, "text_needed"),
    ("close_finding", {"finding": 9}, "unknown_finding"),
    ("record_visit", {"kind": "party"}, "unknown_visit_kind"),
    ("record_visit", {"days": Period(DAY, LATER + timedelta(days=1))}, "visit_in_the_future"),
    ("record_visit", {"sample": 11}, "sample_wrong"),
    ("record_visit", {"sample": None}, "sample_wrong"),
    ("sign", {"assurance": "total"}, "unknown_assurance"),
    ("sign", {"opinion": "adverse"}, "unknown_opinion"),
    ("decline", {"opinion": "unqualified"}, "unknown_opinion"),
    ("sign", {"text": ""}, "text_needed"),
    ("sign", {"calculation": "0" * 64}, "statement_of_another_run"),
    ("sign", {"dossier": "0" * 64}, "dossier_not_the_one_read"),
]


def test_what_a_verifier_says_is_checked(cast: Cast) -> None:
    report = cast.report_at("submitted")
    for act in ("record_visit", "attach_report"):
        cast.move(report, act, cast.vic)
    for act, more, expected in VERIFYING:
        assert code_of(cast.move, report, act, cast.vic, **more) == expected, (act, more)
    said, signature = cast.statement(report, cast.vic)
    given: dict[str, Any] = cast.write(cast.vic, LATER)
    assert code_of(operations.sign, said=said, signature=None, **given) == "statement_unsigned"
    for wrong in (
        replace(signature, hash="0" * 64), replace(signature, user_id=cast.val.user_id),
        replace(signature, at=NOON + timedelta(days=9)),
    ):  # fmt: skip
        assert code_of(operations.sign, said=said, signature=wrong, **given) == "signature_differs"
    assert (
        code_of(operations.sign, said=replace(said, text="else"), signature=signature, **given) == "signature_differs"
    )


def test_the_register_of_bodies_is_kept_with_care(cast: Cast) -> None:
    assert code_of(cast.accredit, "AGENCY") == "not_a_verification_body"
    assert code_of(cast.accredit, "BODY", scope=[]) == "scope_empty"
    assert code_of(cast.accredit, "BODY", scope=["alchemy"]) == "unknown_plugin"
    assert code_of(cast.accredit, "BODY", by=cast.cara) == "not_permitted"

    def change(act: str, entry: str = "", by: Any = None) -> str:
        said: dict[str, Any] = {"accreditation": entry or cast.entry, "act": act, "reason": "because"}
        return code_of(operations.change_accreditation, **cast.write(by or cast.pia), **said)

    assert change("suspend", "ACR-2024-000099") == "unknown_accreditation"
    assert change("suspend", "first") == "unknown_accreditation"
    assert change("suspend", by=cast.vic) == "not_permitted"
    assert [change("promote"), change("restore")] == ["accreditation_act_wrong"] * 2
    assert [change("suspend"), change("suspend"), change("end")] == ["", "accreditation_act_wrong", ""]
    assert change("restore") == "accreditation_act_wrong"


def test_a_sentence_names_the_things_and_the_way_out_in_both_languages(cast: Cast) -> None:
    filed = cast.project_at("filed")
    for deed, by in (("forward", cast.carl), ("register", cast.pia)):
        with pytest.raises(Refusal) as no:
            cast.move(filed, deed, by)
        assert all(filed in no.value.sentence(lang) and "{" not in no.value.sentence(lang) for lang in LANGS)
