"""What the environment may say: an address of a database, a number, a yes or no; anything else is refused in both languages."""

import re

import pytest

from tanpuhui.config.database import from_url
from tanpuhui.config.environment import switched_on, whole
from tanpuhui.core.refusals import Refusal
from tests.cli.shell import OPERATOR, finish, process, series
from tests.support.databases import Database

MALFORMED = (
    "", "  ", "nonsense", "mysql://u:secret@h/db", "sqlite:///tmp/x.sqlite3", "sqlite://", "postgresql", "postgresql:",
    "postgresql://a b", "postgresql://h", "postgresql://h/", "postgresql://u:secret@h:port/db", "postgresql://h:0/db",
    "postgresql://h:99999/db", "postgresql://u@[::1/db", "postgresql://u@h1,h2/db", "postgresql://u@ho$t/db",
    "postgresql://h/a/b", "://h/db", "postgresql://h/db\n", "POSTGRESQL;//h/db",
)  # fmt: skip
ACCEPTED = {
    "postgresql://u:p%40ss@db.example:5433/register": ("db.example", 5433, "register", "p@ss"),
    "postgres://u@localhost/register": ("localhost", "", "register", ""),
    "postgresql://u@[::1]:5432/register": ("::1", 5432, "register", ""),
    "postgresql:///register": ("", "", "register", ""),
    "postgresql://u@%2Frun%2Fpostgresql/register": ("/run/postgresql", "", "register", ""),
}


@pytest.mark.parametrize("url", MALFORMED)
def test_an_address_that_is_none_is_refused_and_its_password_is_not_shown(url: str) -> None:
    with pytest.raises(Refusal) as no:
        from_url(url)
    assert no.value.code == "database_url_malformed"
    for lang in ("zh", "en"):
        assert "postgresql://" in no.value.mend.into(lang)
        assert "secret" not in no.value.sentence(lang)
    assert re.search(r"[\u4e00-\u9fff]", no.value.says.zh)


@pytest.mark.parametrize("url", ACCEPTED)
def test_an_address_of_postgresql_is_taken_apart(url: str) -> None:
    host, port, name, password = ACCEPTED[url]
    asked = from_url(url)
    assert (asked["HOST"], asked["PORT"], asked["NAME"], asked["PASSWORD"]) == (host, port, name, password)


@pytest.mark.parametrize("vendor", ["sqlite"], indirect=True)
@pytest.mark.parametrize("url", ["", "mysql://u:secret@h/db"])
def test_every_command_refuses_a_malformed_address_without_a_traceback(fresh_db: Database, url: str) -> None:
    commands = (("ledger", "verify"), ("init", *OPERATOR), ("doctor",))
    for told in series(fresh_db.environment | {"DATABASE_URL": url}, *commands):
        assert (told.code, told.error, told.err) == (1, "database_url_malformed", "")


@pytest.mark.parametrize("said", ["0", "-1", "1e9", "百", "9" * 30, "1.5"])
def test_a_setting_that_is_no_whole_number_is_refused(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANPUHUI_EVIDENCE_LIMIT", said)
    with pytest.raises(Refusal) as no:
        whole("TANPUHUI_EVIDENCE_LIMIT", 5)
    assert (no.value.code, no.value.facts["name"]) == ("setting_malformed", "TANPUHUI_EVIDENCE_LIMIT")


def test_a_switch_is_on_or_off_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    for said, means in (("1", True), ("yes", True), ("0", False), ("", False)):
        monkeypatch.setenv("TANPUHUI_READ_ONLY", said)
        assert switched_on("TANPUHUI_READ_ONLY") is means
    monkeypatch.setenv("TANPUHUI_READ_ONLY", "perhaps")
    with pytest.raises(Refusal) as no:
        switched_on("TANPUHUI_READ_ONLY")
    assert no.value.code == "setting_malformed"


@pytest.mark.parametrize("vendor", ["sqlite"], indirect=True)
def test_a_setting_that_cannot_be_meant_is_no_traceback(fresh_db: Database) -> None:
    told = finish(process(fresh_db, "stats", "--json", TANPUHUI_EVIDENCE_LIMIT="much"))
    assert (told.code, told.error, told.err) == (1, "setting_malformed", "")
