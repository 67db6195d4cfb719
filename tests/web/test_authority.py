"""The desks of the province: freezes and corrections by two persons, the switches of issuance, notices with values."""

import re
from typing import Any

from tests.ledger.cast import newest_entry
from tests.web.conftest import Get
from tests.web.sitting import Sitter, join

DECIDE = "decide_approval"


def second(asker: str, decider: str, deed: str, **fields: object) -> Any:
    """Somebody asks for a deed, another allows it, and who asked carries it out: all on the site."""
    from tanpuhui.apps.records.models import Approval

    one, other = Sitter(asker), Sitter(decider)
    one.done(deed, **fields)
    number = Approval.objects.order_by("-pk").values_list("pk", flat=True)[0]
    page = other.get(f"desk/approvals/{number}").content.decode()
    said = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    decided = other.client.post(f"/en/desk/do/{DECIDE}", said | {"allowed": "on", "reason": "seen"})
    assert decided.status_code == 302, decided.content.decode()
    done = one.client.post(f"/en/desk/approvals/{number}")
    assert done.status_code == 302, done.content.decode()
    return number


def test_the_desk_is_for_who_may_look_into_any_account_alone(cast: Any, get: Get) -> None:
    assert "/account/login/" in get("/en/desk/authority")["Location"]
    assert Sitter("alice").get("desk/authority").status_code == 403
    for login in ("rita", "sam"):
        assert Sitter(login).text("desk/authority")


def test_a_freeze_needs_two_persons_and_is_seen_by_who_it_binds(cast: Any) -> None:
    rita, alice = Sitter("rita"), Sitter("alice")
    assert "Nothing is frozen at present." in rita.text("desk/authority")

    second("rita", "sam", "freeze", scope="account", target="A-1", reason="origin under review")

    assert "origin under review" in rita.text("desk/authority")
    assert "Frozen since" in alice.text("desk/accounts/A-1")
    refused = alice.do(
        "transfer_units", source="A-1", serial="GD-PHCER-FORESTRY-SG1-2019-1-100", target="B-1", quantity="1"
    )
    assert refused.status_code == 400

    second("rita", "sam", "lift_freeze", freeze=_newest())
    assert "Nothing is frozen at present." in rita.text("desk/authority")
    alice.done("transfer_units", source="A-1", serial="GD-PHCER-FORESTRY-SG1-2019-1-100", target="B-1", quantity="1")


def _newest() -> int:
    from tanpuhui.apps.ledger.models import Freeze

    return Freeze.objects.order_by("-pk").values_list("pk", flat=True)[0]


def test_an_entry_is_shown_with_its_opposite_and_corrected_by_two_persons(cast: Any) -> None:
    alice, rita = Sitter("alice"), Sitter("rita")
    alice.done("transfer_units", source="A-1", serial="GD-PHCER-FORESTRY-SG1-2019-1-100", target="B-1", quantity="9")
    entry = str(newest_entry())

    seen = rita.text("desk/authority", entry=entry)
    assert "“ledger_transfer” by alice (ALICE)" in seen
    assert "GD-PHCER-FORESTRY-SG1-2019-62-70 9 transfer B-1 A-1" in seen
    assert "All units still lie, free, where this entry put them." in seen

    second("rita", "sam", "correct_entry", journal=entry, reason="the wrong account")
    assert "It was undone by entry" in rita.text("desk/authority", entry=entry)
    assert "Correct this entry" not in rita.ways(f"desk/authority?entry={entry}")
    assert rita.text("desk/authority", entry="999999999")


def test_units_are_cancelled_from_the_account_page_by_two_persons(cast: Any) -> None:
    way = Sitter("rita").ways("desk/accounts/A-1")["Cancel"]
    assert "source=A-1" in way
    assert "serial=GD-PHCER-FORESTRY-SG1-2019-" in way

    second(
        "rita", "sam", "cancel_units", source="A-1", serial="GD-PHCER-FORESTRY-SG1-2019-1-10", reason="by court order"
    )

    assert "PHCER 2019 SG1 60 0 60" in Sitter("alice").text("desk/accounts/A-1")


def notice(cast: Any, reference: str, **more: str) -> dict[str, str]:
    """The form of a notice, with its document filed."""
    import io

    from tanpuhui.apps.records.evidence import file_evidence
    from tests.ledger.cast import actor

    paper = file_evidence(
        **cast.write(actor("gina", "PROVINCE")),
        content=io.BytesIO(reference.encode()),
        name="notice.pdf",
        media_type="application/pdf",
    )
    words = {"title.zh": "通知", "title.en": "A notice", "issuer.zh": "省厅", "issuer.en": "The department"}
    days = {"published_on": "2024-01-02", "in_force_from": "2024-01-02"}
    said = {"reference": reference, "document": paper, **words, **days, **more}
    return {f"notice.{name}": value for name, value in said.items()}


PAUSE = {"values.0.key": "guangdong.phcer.issuance_open", "values.0.value": "false", "values.0.place": "article 1"}


def test_a_notice_by_two_persons_changes_a_value_on_the_public_page_and_pauses_issuance(cast: Any, get: Get) -> None:
    join(cast, "gina", "PROVINCE", "gazette_officer")
    assert "No notice says anything" in Sitter("rita").text("desk/authority")
    assert Sitter("gina").text("desk/do/publish_notice")

    second("gina", "sam", "publish_notice", **notice(cast, "粤环函〔2024〕1号", **PAUSE))

    public = get("/en/values").content.decode()
    assert "粤环函〔2024〕1号" in public
    assert re.search(r"By notice\s+paused", Sitter("rita").text("desk/authority"))
    shown = get("/en/notices/粤环函〔2024〕1号").content.decode()
    assert "guangdong.phcer.issuance_open" in shown
    assert "/en/notices/" in get("/en/notices").content.decode()


def test_a_notice_is_withdrawn_by_a_later_one_and_both_say_so(cast: Any, get: Get) -> None:
    join(cast, "gina", "PROVINCE", "gazette_officer")
    second("gina", "sam", "publish_notice", **notice(cast, "One", **PAUSE))
    assert "Withdraw by another notice" in Sitter("gina").ways("desk/gazette")

    second("gina", "sam", "publish_notice", **notice(cast, "Two", withdraws="One"))

    assert "Withdrawn by" in get("/en/notices/One").content.decode()
    assert "it only withdraws another" in get("/en/notices/Two").content.decode()
    assert "Withdraw by another notice" not in Sitter("gina").ways("desk/gazette")


def test_everybody_reads_the_gazette_and_the_province_alone_has_its_desk(cast: Any, get: Get) -> None:
    for page in ("notices", "adoptions"):
        assert get(f"/en/{page}").status_code == 200
    assert get("/en/notices/none").status_code == 404
    assert "/account/login/" in get("/en/desk/gazette")["Location"]
    assert Sitter("rita").get("desk/gazette").status_code == 403
