"""A notice in the gazette pauses all new issuance from a day on, and another one lets it go on."""

from datetime import date, timedelta
from typing import Any

from tanpuhui.apps.gazette import operations as gazette
from tanpuhui.apps.gazette.operations import NoticeText, NoticeValue
from tanpuhui.apps.issuance import phcer
from tanpuhui.apps.issuance.models import Issuance
from tanpuhui.apps.projects.valuesets import shipped
from tanpuhui.apps.records import approvals
from tanpuhui.core.text import Text
from tests.issuance.stage import Stage
from tests.projects.cast import code_of, state_of
from tests.projects.days import LATER
from tests.support.databases import Database

NEXT = LATER + timedelta(days=1)


def _publish(stage: Stage, reference: str, answer: str, on: date) -> None:
    cast = stage.cast
    value = NoticeValue(phcer.OPEN, answer, "article 1")
    text = NoticeText(
        reference, Text("关于签发的通知", "Notice on issuance"), Text("省生态环境厅", "The department"), cast.pdf(by=cast.gus),
        on, on, values=[value],
    )  # fmt: skip
    asked = approvals.ask(**cast.write(cast.gus, on), operation="gazette_publish", body=text.body())
    approvals.decide(**cast.write(cast.sam, on), approval=asked, allowed=True, reason="seen")
    gazette.publish(**cast.write(cast.gus, on), notice=text, values=shipped(), approval=asked)


def test_issuance_stands_still_while_a_notice_says_so(db: Database) -> None:
    stage = Stage()
    report = stage.cast.report_at("approved")
    _publish(stage, "粤环〔2024〕1号", "false", LATER)
    assert (code_of(stage.issue, report), state_of(report)) == ("issuance_paused", "approved")
    _publish(stage, "粤环〔2024〕2号", "true", NEXT)
    stage.issue(report, on=NEXT)
    assert Issuance.objects.count() == 1


def test_in_the_autumn_of_2018_nothing_was_issued(db: Database) -> None:
    """From the fact files: issuing was paused, trading went on."""
    refused: Any = code_of(phcer._check_open, date(2018, 10, 1))
    assert (refused, code_of(phcer._check_open, date(2020, 3, 15)), code_of(phcer._check_open, LATER)) == (
        "issuance_paused", "", "",
    )  # fmt: skip
