"""Where the edition has a buffer, its share of every vintage goes there first, whole and rounded up; the owners get the rest."""

from decimal import Decimal
from pathlib import Path

import pytest

from tanpuhui.apps.issuance.models import IssuedVintage
from tanpuhui.apps.issuance.phcer import contributed
from tanpuhui.apps.issuance.verify import origins
from tanpuhui.apps.ledger import accounts
from tanpuhui.apps.ledger.verify import verify
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text
from tests.issuance.plugged import plugged
from tests.issuance.stage import Stage, held
from tests.projects.cast import state_of

NAME = "woodland_2020"
SHARE = 'buffer: {share: "0.15", note: {zh: 示例, en: made up}}'


def a_buffer(stage: Stage) -> None:
    cast = stage.cast
    stage._vet("PROVINCE")
    owner = cast.places["PROVINCE"]
    accounts.open_account(
        **cast.write(cast.system), code="BUFFER", kind="buffer", owner=owner, name=Text("缓冲", "Buffer")
    )


def test_the_buffer_gets_its_share_and_without_an_account_for_it_nothing_is_issued(
    stage: Stage, tmp_path: Path
) -> None:
    cast = stage.cast
    with plugged(tmp_path, NAME, {"methodology.yaml": lambda text: text.replace('buffer: "off"', SHARE)}):
        cast.accredit("BODY", scope=[NAME])
        report = cast.report_at("approved", cast.project_at("registered", methodology=NAME))
        with pytest.raises(Refusal) as no:
            stage.issue(report)
        assert (no.value.code, state_of(report), held("V-1")) == ("buffer_account_missing", "approved", 0)
        a_buffer(stage)
        stage.issue(report)
    units = IssuedVintage.objects.values_list("units", flat=True).get()
    kept = contributed(units, Decimal("0.15"))
    assert (held("BUFFER"), held("V-1")) == (kept, units - kept)
    assert units * 15 <= kept * 100 < units * 15 + 100
    assert [*verify(), *origins()] == []


@pytest.mark.parametrize(
    ("units", "share", "kept"),
    [(100, "0.15", 15), (101, "0.15", 16), (1, "0.01", 1), (0, "0.15", 0), (201_277, "0.1924", 38_726)],
)
def test_a_share_of_a_tonne_counts_as_a_tonne(units: int, share: str, kept: int) -> None:
    assert contributed(units, Decimal(share)) == kept
    assert contributed(units, None) == 0
