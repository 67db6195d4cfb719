"""Every command, in both languages and in JSON, and everything that may be typed wrongly."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from tanpuhui.apps.issuance.work import LARGEST_TABLE
from tanpuhui.interfaces.cli import proof
from tanpuhui.interfaces.cli.app import app
from tanpuhui.interfaces.cli.reference import _walk
from tests.cli.shell import SAMPLE, ask, finish, run, start
from tests.support import stories
from tests.support.databases import Database
from tests.support.long import counts, once

CHINESE = re.compile(r"[\u4e00-\u9fff]")
COMMANDS: dict[str, Any] = dict(_walk("", get_command(app)))
SERIAL = "a serial of the demonstration"
READS = (
    ("version",), ("plugins",), ("values", "list"), ("values", "list", "--examples"),
    ("values", "show", "california.figures.credits_issued_mt"),
    ("values", "show", "guangdong.offset.limit_share", "--data-year", "2020"),
    ("stats",), ("stats", "--issued-to", "2020-12-31", "--placed-on", "2024-11-27"), ("doctor",), ("migrate",),
    ("ledger", "verify"), ("ledger", "accounts"), ("ledger", "accounts", "--limit", "3"),
    ("ledger", "statement", "us-ca-cop:held", "--limit", "5"), ("ledger", "balance", "us-ca-cop:held"),
    ("ledger", "balance", "BANK"), ("ledger", "statement", "RETIRED"),
    ("ledger", "search", SERIAL), ("ledger", "lineage", SERIAL),
    ("jobs", "list"), ("jobs", "show", "1"),
    ("methodology", "list"), ("methodology", "show", "forestry"), ("methodology", "check", "sh_pv_2024"),
)  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_speaks_both_languages_and_json_and_has_help_in_both(name: str) -> None:
    command = COMMANDS[name]
    assert {"lang", "json"} <= {parameter.name for parameter in command.params}
    assert " / " in command.help
    told = run(*name.split(), "--help")
    assert told.code == 0
    assert all(" / " in (p.help or "") for p in command.params if p.name != "help")


@pytest.mark.usefixtures("demonstration")
def test_every_read_answers_in_both_languages_and_in_json(vendor: str) -> None:
    (found,) = (scene["search"] for scene in stories.answer("played", vendor)["scenes"] if "search" in scene)
    for words in READS:
        command = tuple(found[0]["serial"] if word == SERIAL else word for word in words)
        told = run(*command, lang="zh")
        assert told.code == 0, (command, told.out, told.err)
        assert CHINESE.search(told.out) or command == ("version",)
        assert ask(*command)


def test_every_check_of_the_ledger_has_its_name_in_both_languages() -> None:
    assert set(proof.NAMES) == set(proof.CHECKS)


@pytest.mark.usefixtures("demonstration")
def test_pages_go_on_where_they_ended() -> None:
    whole = ask("ledger", "statement", "us-ca-cop:held", "--limit", "10000")
    first = ask("ledger", "statement", "us-ca-cop:held", "--limit", "100")
    second = ask("ledger", "statement", "us-ca-cop:held", "--limit", "100", "--after", first["more_after"])
    assert [*first["postings"], *second["postings"]] == whole["postings"][:200]
    assert whole["more_after"] is None
    codes = [account["code"] for account in ask("ledger", "accounts")["accounts"]]
    after = ask("ledger", "accounts", "--limit", "4")["more_after"]
    assert ask("ledger", "accounts", "--after", after)["accounts"][0]["code"] == codes[4]


def test_a_corrupted_ledger_is_told_and_ends_with_one(demonstration: Database) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        if demonstration.vendor == "sqlite":
            cursor.execute("DROP TRIGGER guard_ledger_posting_update")
        else:
            cursor.execute("DROP TRIGGER guard_ledger_posting_update ON ledger_posting")
    told = run("ledger", "verify", "--json")
    assert (told.code, told.json["sound"]) == (1, False)
    assert told.json["checks"][0]["findings"][0]["code"] == "guard_missing"
    assert run("doctor", "--json").code == 1
    assert "✗" in run("ledger", "verify", lang="zh").out


# What is typed, and the code of the refusal. Files are made by `bad_files`.
WRONG: tuple[tuple[tuple[str, ...], str], ...] = (
    (("import", "carb", "missing.csv"), "file_unreadable"),
    (("import", "carb", "folder"), "file_not_regular"),
    (("import", "carb", "/dev/zero"), "file_not_regular"),
    (("import", "carb", "pipe"), "file_not_regular"),
    (("import", "carb", "huge.csv"), "file_too_large"),
    (("import", "carb", "gbk.csv"), "not_utf8"),
    (("import", "carb", "page.html"), "not_a_carb_table"),
    (("import", "carb", "empty.csv"), "empty_table"),
    (("import", "carb", "header.csv"), "empty_table"),
    (("import", "carb", "torn.csv"), "row_malformed"),
    (("import", "verra", "good.csv"), "unknown_plugin"),
    (("import", "carb", "good.csv", "--report", "folder"), "report_unwritable"),
    (("stats", "--issued-to", "31.12.2020"), "malformed_day"),
    (("stats", "--placed-on", "2020-02-30"), "no_such_day"),
    (("ledger", "statement", "NOBODY"), "unknown_account"),
    (("ledger", "balance", "NOBODY"), "unknown_account"),
    (("ledger", "balance", "BANK", "--on", "today"), "malformed_day"),
    (("ledger", "balance", "BANK", "--on", "1066-10-14"), "year_out_of_bounds"),
    (("ledger", "lineage", "SN-BLK-DEMO-D-NaN-NaN-undefined"), "malformed_serial"),
    (("ledger", "search", "GD-PHCER-FORESTRY_2020-SG0001-2019-1-5000"), "unknown_serial"),
    (("ledger", "search", "999999999999"), "unknown_serial"),
    (("ledger", "search", "9" * 300), "text_too_long"),
    (("jobs", "show", "99"), "job_not_found"),
    (("jobs", "stop", "99"), "job_not_found"),
    (("values", "show", "california.figures.credits"), "unknown_value_key"),
    (("values", "show", "california.figures.credits_issued_mt", "--on", "2021-01-01"), "value_not_yet_known_for"),
    (("values", "show", "california.figures.credits_issued_mt", "--data-year", "2020"), "wrong_axis"),
    (("values", "show", "california.offset.limit_share", "--on", "2020-01-01", "--data-year", "2020"), "day_or_year"),
    (("daily", "--on", "2099-12-31"), "day_ahead"),
    (("daily", "--on", "tomorrow"), "malformed_day"),
    (("backup", "folder"), "backup_exists"),
    (("restore", "good.csv"), "restore_not_empty"),
    (("demo",), "demo_on_real_register"),
)  # fmt: skip


@pytest.fixture
def bad_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of files that are not what they should be; it becomes the working folder."""
    good = SAMPLE.read_bytes()
    header = good.splitlines(keepends=True)[0]
    (tmp_path / "folder").mkdir()
    (tmp_path / "good.csv").write_bytes(good)
    (tmp_path / "gbk.csv").write_bytes(header + "碳普惠,".encode("gbk"))
    (tmp_path / "page.html").write_text("<!doctype html><title>Sign in</title>")
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "header.csv").write_bytes(header)
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "huge.csv").open("wb") as huge:
        huge.truncate(LARGEST_TABLE + 1)
    (tmp_path / "torn.csv").write_bytes(good[: len(good) // 2])
    monkeypatch.chdir(tmp_path)


@once("sqlite")
@pytest.mark.usefixtures("bad_files")
def test_what_is_typed_wrongly_is_refused_with_code_and_cure_in_both_languages(register: Database) -> None:
    for command, code in WRONG:
        told = run(*command, "--json")
        assert (told.code, told.error) == (1, code), (command, told.out, told.err)
        assert told.err == ""
        assert told.json["error"]["mend"]
        plain = run(*command, lang="zh")
        says, mend = plain.err.split("\n→ ")
        assert (plain.code, plain.out) == (1, "")
        assert code in says
        assert CHINESE.search(says)
        assert CHINESE.search(mend)
    assert ask("ledger", "verify")["sound"]


# What is typed against the rules of the command line, and the code of the refusal.
USAGE: tuple[tuple[tuple[str, ...], str], ...] = (
    (("stats", "--lang", "fr"), "value_not_accepted"),
    (("ledger", "accounts", "--limit", "0"), "value_not_accepted"),
    (("ledger", "statement", "BANK", "--after", "-1"), "value_not_accepted"),
    (("jobs", "show", "one"), "value_not_accepted"),
    (("serve", "--port", "99999"), "value_not_accepted"),
    (("values", "show", "a", "--data-year", "百"), "value_not_accepted"),
    (("ledger", "statement"), "argument_missing"),
    (("init", "--operator", "GDEE"), "argument_missing"),
    (("nonsense",), "unknown_command"),
    (("ledger", "nonsense"), "unknown_command"),
    (("stats", "--nonsense"), "option_unknown"),
    (("--nonsense",), "option_unknown"),
    (("stats", "--issued-to"), "option_needs_value"),
    (("doctor", "--deep=yes"), "option_takes_no_value"),
    (("version", "more", "words"), "word_too_many"),
)  # fmt: skip


@pytest.mark.parametrize(("command", "code"), USAGE)
def test_wrong_usage_is_told_in_both_languages_and_in_json_and_ends_with_two(
    command: tuple[str, ...], code: str
) -> None:
    first, *rest = command
    asked = run(first, "--json", *rest)
    assert (asked.code, asked.error, asked.err) == (2, code, "") or first in ("ledger", "jobs", "values", "--nonsense")
    for lang, help_in in (("zh", "查看用法"), ("en", "See `")):
        told = run(*command, lang=lang)
        assert (told.code, told.out) == (2, "")
        assert f"({code})" in told.err.replace("（", "(").replace("）", ")")
        assert help_in in told.err
        assert bool(CHINESE.search(told.err.replace("百", ""))) is (lang == "zh")


def test_wrong_usage_names_what_was_wrong_and_what_is_wanted() -> None:
    def told(*words: str) -> str:
        return run(*words, lang="en").err

    assert "--limit" in told("ledger", "accounts", "--limit", "0")
    assert "from 1 to 10000" in told("ledger", "accounts", "--limit", "0")
    assert "one of zh, en" in told("stats", "--lang", "fr")
    assert "ACCOUNT is missing" in told("ledger", "statement")
    assert "--name-zh is missing" in told("init", "--operator", "GDEE")
    assert "“more words”" in told("version", "more", "words")
    assert "“nonsense”" in told("nonsense")
    assert "ledger" in told("nonsense")


def test_the_language_of_wrong_usage_is_the_one_asked_for() -> None:
    assert CHINESE.search(run("stats", "--nonsense", "--lang", "zh", lang="en").err)
    assert not CHINESE.search(run("stats", "--nonsense", "--lang=en", lang="zh").err)
    assert run("ledger", "statement", "--json").error == "argument_missing"


def test_json_carries_both_languages_wherever_it_carries_a_text() -> None:
    assert all({"zh", "en"} == value["name"].keys() for value in ask("values", "list")["values"])
    shown = ask("values", "show", "guangdong.offset.limit_share", "--data-year", "2020")
    assert {"zh", "en"} == shown["name"].keys() == shown["values"][0]["says"].keys()
    told = run("values", "show", "nothing", "--json", lang="zh").json["error"]
    assert {"zh", "en"} == told["says"].keys() == told["mend"].keys()
    assert told == run("values", "show", "nothing", "--json", lang="en").json["error"]


def test_a_group_without_a_command_shows_its_help() -> None:
    assert (run().code, run("ledger").code) == (2, 2)
    assert "verify" in run("ledger").err


@pytest.mark.parametrize(
    ("environment", "zh"),
    [
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, True),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "de_DE.UTF-8"}, False),
        ({"LANG": "C", "LC_ALL": ""}, False),
        ({"TANPUHUI_LANG": "en", "LANG": "zh_CN.UTF-8"}, False),
    ],
)
def test_the_language_is_that_of_the_environment(
    environment: dict[str, str], zh: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("被拒绝" in run("values", "show", "nothing", lang=environment.get("TANPUHUI_LANG", "")).err) is zh


def test_a_bug_is_not_swallowed(register: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("tanpuhui.apps.ledger.queries.accounts", broken)
    with pytest.raises(ZeroDivisionError):
        run("ledger", "accounts")


# More than a buffer holds, and less; by the product's screen, as JSON, and by the library of commands.
ANSWERS = (
    ("values", "list", "--json"),
    ("--help",),
    ("version",),
    ("values", "list"),
    ("ledger", "--help"),
    ("plugins",),
)
UNWRITTEN = ANSWERS[: counts(3, 6)]


@pytest.mark.parametrize("command", UNWRITTEN)
@pytest.mark.parametrize("lang", ["zh", "en"][: counts(1, 2)])
def test_a_full_disk_under_the_answer_is_one_line_and_no_traceback(command: tuple[str, ...], lang: str) -> None:
    with Path("/dev/full").open("w") as full:
        child = start(dict(os.environ), *command, lang=lang, out=full)
        told = finish(child)
    assert told.code == 1
    assert len(told.err.splitlines()) == 1
    assert "output_unwritable" in told.err
    assert bool(CHINESE.search(told.err)) is (lang == "zh")


@pytest.mark.parametrize("command", UNWRITTEN)
def test_a_closed_pipe_is_one_line_and_no_traceback(command: tuple[str, ...]) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as nobody:
        told = finish(start(dict(os.environ), *command, out=nobody))
    assert (told.code, len(told.err.splitlines())) == (1, 1)
    assert "output_unwritable" in told.err


@pytest.mark.parametrize("vendor", ["sqlite"], indirect=True)
def test_an_answer_of_the_register_that_cannot_be_written_is_told_too(register: Database) -> None:
    commands = (("stats",), ("stats", "--json"), ("nonsense", "--json"), ("ledger", "verify"), ("ledger", "accounts"))
    for command in commands[: counts(3, 5)]:
        with Path("/dev/full").open("w") as full:
            told = finish(start(register.environment, *command, out=full))
        assert (told.code, len(told.err.splitlines())) == (1, 1)
        assert "output_unwritable" in told.err
