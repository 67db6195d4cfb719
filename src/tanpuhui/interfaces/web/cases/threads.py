"""Findings, objections, visits and statements as their templates show them: in words, with the name of each form."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from tanpuhui.apps.projects import assurance, papers
from tanpuhui.apps.projects.operations.verifying import FINDINGS, VISITS
from tanpuhui.apps.projects.signing import ASSURANCES, OPINIONS
from tanpuhui.apps.records.evidence import EvidenceRow
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.cases.words import THREAD

Names = Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a thread."""

    act: str
    act_says: Text
    who: Text | None
    on: date
    text: str
    evidence: str
    file: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding with its thread; the forms that answer and close it by name."""

    number: int
    says: Text
    closed: bool
    answered: bool
    thread: tuple[Message, ...]

    @property
    def answer_form(self) -> str:
        """The form of an answer."""
        return f"answer:{self.number}"

    @property
    def close_form(self) -> str:
        """The form that closes it."""
        return f"close:{self.number}"


def findings(rows: Collection[assurance.FindingRow], names: Names, files: Mapping[str, EvidenceRow]) -> list[Finding]:
    """The findings of a report in words."""
    return [
        Finding(row.number, FINDINGS[row.kind], row.closed, row.thread[-1].act == "answer",
                tuple(_message(each, names, files) for each in row.thread))
        for row in rows
    ]  # fmt: skip


def _message(row: assurance.MessageRow, names: Names, files: Mapping[str, EvidenceRow]) -> Message:
    file = files.get(row.evidence)
    who = names.get(row.organisation)
    return Message(row.act, THREAD[row.act], who, row.on, row.text, row.evidence, file.name if file else "")


def visits(rows: Collection[assurance.VisitRow]) -> list[tuple[assurance.VisitRow, Text]]:
    """Visits and samplings, each with what it is."""
    return [(row, VISITS[row.kind]) for row in rows]


def statements(
    rows: Collection[assurance.StatementRow], names: Names
) -> list[tuple[assurance.StatementRow, Text, Text, Text | None]]:
    """Statements, each with its assurance, its opinion and the body's name."""
    return [(row, ASSURANCES[row.assurance], OPINIONS[row.opinion], names.get(row.body)) for row in rows]


def objections(rows: Collection[papers.ObjectionRow]) -> list[tuple[papers.ObjectionRow, str]]:
    """Objections, each with the form that answers it by name."""
    return [(row, f"objection:{row.number}") for row in rows]
