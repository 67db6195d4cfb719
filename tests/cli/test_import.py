"""`import` and `stats`: the regulator's table, whole, twice, killed in the middle, and every total of its README."""

import csv
import json
import os
import re
import signal
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tanpuhui.apps.jobs.models import Job
from tanpuhui.apps.jobs.workflow import HELD
from tanpuhui.apps.notices.models import Message
from tests.cli.shell import FULL_TABLE, SAMPLE, ask, finish, process, run
from tests.support.databases import Database
from tests.support.long import once

BY_TYPE_AND_KIND = {
    "Forest / COP": (162_537_246, 108), "Forest / EA": (13_276_494, 29),
    "ODS / COP": (16_781_142, 169), "ODS / EA": (6_336_710, 32),
    "Livestock / COP": (5_764_719, 92), "Livestock / EA": (1_695_029, 49),
    "MMC / COP": (4_868_367, 14), "MMC / EA": (2_879_684, 7),
}  # fmt: skip


def totals() -> dict[str, Any]:
    """The statistics of the Californian units issued to the end of 2020."""
    (found,) = ask("stats", "--issued-to", "2020-12-31")["unit_types"]
    assert isinstance(found, dict)
    return found


def check_totals(found: dict[str, Any]) -> None:
    """Every total of the README of the data."""
    places = {place["account"]: place["units"] for place in found["places"]}
    kinds = {share["value"]: share["units"] for share in found["by_label"]["kind"]}
    cells = found["by_cell"]
    assert found["issued"] == found["held"] == 214_139_391
    assert found["conserved"]
    assert kinds == {"COP": 189_951_474, "EA": 24_187_917}
    assert (found["projects"], found["registry_projects"]) == (500, 498)
    assert found["moved"]["buffer_in"] == 28_814_032
    assert places["us-ca-cop:retired-buffer"] == 7_152_391
    assert cells["Provides DEBS"] == {"DEBS": 307, "NO DEBS": 995}
    assert cells["Invalidation Timeframe"] == {"3 years": 823, "8 years": 449, "INVALIDATED": 1, "n/a": 29}
    periods = [places[f"us-ca-cop:retired-cp{n}"] for n in (1, 2, 3)]
    assert periods == [12_773_097, 62_736_735, 56_715_160]
    assert {s["value"]: (s["units"], s["projects"]) for s in found["by_type_and_kind"]} == BY_TYPE_AND_KIND
    assert (found["rows"], found["rows_without_credits"]) == (1302, 29)
    assert found["published"]["california.figures.credits_issued_mt"]["value"] == "214.1"
    assert found["state_on"] == "2024-11-27"


@once("sqlite")
def test_the_whole_table_gives_the_regulators_totals_once(register: Database) -> None:
    first = ask("import", "carb", FULL_TABLE)
    assert (first["rows"], first["posted"], first["units"]) == (1302, 1273, 214_139_391)
    assert (first["known"], first["without_credits"], first["changed"]) == (0, 29, 0)
    check_totals(totals())
    again = ask("import", "us-ca-cop", FULL_TABLE)
    assert (again["posted"], again["known"], again["units"]) == (0, 1302, 0)
    assert again["findings"] == first["findings"]
    check_totals(totals())
    assert ask("ledger", "verify")["sound"]


@pytest.mark.usefixtures("imported")
def test_stats_without_days_end_with_the_last_posting_and_cite_the_deck() -> None:
    (found,) = ask("stats")["unit_types"]
    assert (found["on"], found["placed_on"]) == ("2024-11-27", "2024-11-27")
    assert found["published"] == {}
    told = run("stats", "--issued-to", "2020-12-31", lang="zh")
    assert "214.1" in told.out
    assert "守恒" in told.out
    assert "2024-11-27" in told.out


@pytest.mark.usefixtures("register")
def test_stats_of_an_empty_register_are_none() -> None:
    assert ask("stats")["unit_types"] == []


@pytest.mark.usefixtures("imported")
def test_stats_before_the_first_issuance_are_nothing_and_conserved() -> None:
    (found,) = ask("stats", "--issued-to", "2001-01-01")["unit_types"]
    assert (found["issued"], found["conserved"], found["places"]) == (0, True, [])


def test_every_finding_is_in_the_report_in_both_languages(register: Database, tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    told = run("import", "carb", SAMPLE, "--report", file, lang="zh")
    assert (told.code, told.err) == (0, "")  # no progress in the answer, nor beside it
    assert "发现的异常" in told.out
    assert "264" in told.out
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    counts = ask("import", "carb", SAMPLE)["findings"]
    assert len(rows) == sum(kind["rows"] for kind in counts)
    assert {row["code"] for row in rows} == {kind["code"] for kind in counts}
    assert all(row["zh"] and row["en"] and int(row["line"]) > 1 for row in rows)


@pytest.mark.usefixtures("imported")
def test_a_row_that_changed_is_reported_and_not_posted_again(tmp_path: Path) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    changed = tmp_path / "changed.csv"
    changed.write_text(text.replace("Dairyland Digester", "Dairyland Digesters"), encoding="utf-8")
    told = ask("import", "carb", changed, "--report", tmp_path / "r.csv")
    assert (told["posted"], told["changed"]) == (0, text.count("Dairyland Digester"))
    (kind,) = (k for k in told["findings"] if k["code"] == "row_changed_since")
    assert kind["rows"] == told["changed"]
    assert "Offset Project Name" in (tmp_path / "r.csv").read_text(encoding="utf-8")


def test_rows_with_an_error_are_told_apart_from_rows_without_credits(register: Database, tmp_path: Path) -> None:
    lines = SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)
    table = tmp_path / "odd.csv"
    old, bad = (
        re.sub(r",20[0-9-]{8},(3|8) years,", new, lines[5]) for new in (",2012-06-01,3 years,", ",soon,3 years,")
    )
    assert lines[5] not in (old, bad)
    table.write_text("".join([*lines[:5], old, bad.replace("CA", "=CA", 1), *lines[6:]]), encoding="utf-8")
    told = ask("import", "carb", table, "--report", tmp_path / "r.csv")
    assert (told["rows"], told["posted"], told["without_credits"], told["unreadable"]) == (294, 263, 29, 2)
    assert {"issued_before_the_programme", "issuance_id_unknown"} <= {kind["code"] for kind in told["findings"]}
    (found,) = ask("stats")["unit_types"]
    assert (found["rows_without_credits"], found["rows_unreadable"]) == (29, 2)
    assert Message.objects.get().facts["unreadable"] == 2
    assert "有错误、未签发的行" in run("import", "carb", table, lang="zh").out
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as report:
        cells = [cell for row in csv.reader(report) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "-", "\t"))]
    assert "'=CA" in "".join(cells)


@pytest.mark.usefixtures("imported")
def test_totals_during_an_unfinished_import_say_that_they_are_not_complete() -> None:
    assert ask("stats")["unit_types"][0]["complete"] is True
    assert "INCOMPLETE" not in run("stats").out
    for state in ("queued", "running", "stopping", "stopped", "failed"):
        until = datetime(2026, 1, 1, tzinfo=UTC) if state in HELD else None
        Job.objects.update(state=state, lease_until=until, lease_owner="elsewhere:1" if until else "")
        assert ask("stats")["unit_types"][0]["complete"] is False
        assert "不完整" in run("stats", lang="zh").out
        assert "INCOMPLETE" in run("stats").out
    Job.objects.update(state="done", lease_until=None, lease_owner="")
    assert ask("stats")["unit_types"][0]["complete"] is True


def _until_half_done(child: subprocess.Popen[str]) -> Job:
    """Waits until the job of a process is well under way."""
    for _ in range(3000):
        assert child.poll() is None, finish(child).err
        job = Job.objects.order_by("-pk").first()
        if job and 200 <= job.done < 1000:
            return job
        time.sleep(0.01)
    raise AssertionError("the import never began")


@once("postgresql")
def test_an_import_that_was_killed_goes_on_and_comes_to_the_same_totals(register: Database) -> None:
    child = process(register, "import", "carb", FULL_TABLE)
    job = _until_half_done(child)
    os.kill(child.pid, signal.SIGKILL)
    finish(child)
    assert Job.objects.get(pk=job.pk).state == "running"
    assert [total["complete"] for total in ask("stats")["unit_types"]] == [False]
    assert ask("ledger", "verify")["sound"]
    told = ask("import", "carb", FULL_TABLE)
    assert told["job"] == job.pk
    assert told["known"] >= 200
    assert told["known"] + told["posted"] + told["without_credits"] >= 1302
    assert Job.objects.get(pk=job.pk).attempts == 2
    check_totals(totals())
    assert ask("ledger", "verify")["sound"]


@once("sqlite")
def test_ctrl_c_stops_cleanly_and_the_same_command_goes_on(register: Database) -> None:
    child = process(register, "import", "carb", FULL_TABLE)
    job = _until_half_done(child)
    os.kill(child.pid, signal.SIGINT)
    told = finish(child)
    assert told.code == 130
    assert "Traceback" not in told.err
    assert "run the same command again" in told.err
    assert Job.objects.get(pk=job.pk).state == "queued"
    assert ask("import", "carb", FULL_TABLE)["job"] == job.pk
    check_totals(totals())


@pytest.mark.usefixtures("imported")
def test_a_job_that_was_stopped_says_so_and_is_resumed() -> None:
    (job,) = ask("jobs", "list")["jobs"]
    assert (job["state"], job["done"]) == ("done", 293)
    assert run("jobs", "stop", job["id"], "--json").error == "job_over"
    assert run("jobs", "resume", job["id"], "--json").error == "job_over"
    Job.objects.filter(pk=job["id"]).update(state="stopped", done=0, result=None)
    told = ask("jobs", "resume", job["id"])
    assert (told["state"], told["result"]["known"]) == ("done", 293)
    assert ask("jobs", "show", job["id"])["attempts"] == 2


@pytest.mark.usefixtures("imported")
def test_a_table_that_lies_elsewhere_is_known_all_the_same(tmp_path: Path) -> None:
    copied = tmp_path / "copied.csv"
    copied.write_bytes(SAMPLE.read_bytes())
    assert (ask("import", "carb", copied)["known"], len(ask("jobs", "list")["jobs"])) == (293, 2)


def test_an_answer_on_a_pipe_is_json_alone(register: Database) -> None:
    told = finish(process(register, "import", "carb", SAMPLE, "--json"))
    assert json.loads(told.out)["posted"] == 264
    assert told.err == ""
