"""Pages of methodology filings: every seat sees the buttons of its lines, an expert gives an opinion, strangers see nothing."""

from typing import TYPE_CHECKING

import pytest

from tests.web.playing import PDF, Player, acts_on

if TYPE_CHECKING:
    from tests.gazette.cast import Cast


@pytest.fixture
def filers(standing: "Cast") -> "Cast":
    """Everybody of the gazette."""
    return standing


def test_a_filing_goes_by_its_pages_from_the_filer_to_the_committee_and_strangers_see_nothing(filers: "Cast") -> None:
    from tanpuhui.apps.gazette import cases

    cast, day = filers, "2024-05-06"
    fay, cara, pia, eva = (Player(login, day=day) for login in ("fay", "cara", "pia", "eva"))
    filing = cast.open()
    page = f"desk/filings/{filing}"

    def buttons() -> None:
        for login, who in (("fay", fay), ("cara", cara), ("pia", pia), ("eva", eva)):
            possible = {move.act for move in cases.possible_moves(filing, by=cast.actors[login])}
            assert set(acts_on(who.page(page))) == possible, login

    buttons()
    fay.fill(acts_on(fay.page(page))["add_document"], kind="application_form", evidence=PDF)
    cast.document(filing, "design_document")
    for who, act, said in ((fay, "file", {}), (cara, "forward", {}), (pia, "refer", {"opinions": 1})):
        assert filing in who.text("desk/filings")
        who.fill(acts_on(who.page(page))[act], **said)
        buttons()
    eva.fill(acts_on(eva.page(page))["opine"], verdict="favourable", text="sound", no_conflict="on")

    assert "favourable · Eva" in fay.text(page)
    assert 'value="2024001-V01"' in pia.page(f"{page}/publication")
    for login in ("otto", "carl", "vic"):
        stranger = Player(login, day=day)
        assert stranger.get(page).status_code == 404
        assert filing not in stranger.text("desk/filings")
