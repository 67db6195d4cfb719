"""The folder describes itself: codes, names in both languages, accounts, sources."""

from pathlib import Path

import yaml

from tanpuhui.core.registers import ForeignRegister
from tanpuhui.regimes import us_ca_cop
from tanpuhui.regimes.us_ca_cop.register import REGISTER
from tests.regimes.tables import SAMPLE

FOLDER = SAMPLE.parents[1]


def test_the_register_is_what_its_folder_says_it_is() -> None:
    regime = yaml.safe_load((FOLDER / "regime.yaml").read_text(encoding="utf-8"))
    assert regime["code"] == REGISTER.code == "us-ca-cop"
    assert regime["unit"]["code"] == REGISTER.unit_type
    assert us_ca_cop.SHORT_NAMES == ("california", "carb")
    for named in (
        regime["name"],
        regime["unit"]["name"],
        regime["jurisdiction"]["name"],
        regime["sources"][0]["title"],
    ):
        assert named.keys() == {"zh", "en"}


def test_accounts_have_unique_codes_names_in_both_languages_and_the_one_of_issuance() -> None:
    register: ForeignRegister = REGISTER
    codes = [account.code for account in register.accounts]
    assert len(set(codes)) == len(codes) == 11
    assert register.issuance_account in codes
    assert all(account.name.zh and account.name.en for account in register.accounts)
    assert register.name.zh
    assert register.name.en


def test_only_core_and_the_standard_library_are_imported() -> None:
    for path in FOLDER.rglob("*.py"):
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            if line.startswith(("from tanpuhui", "import tanpuhui")):
                assert line.split()[1].startswith(("tanpuhui.core", "tanpuhui.regimes.us_ca_cop"))
