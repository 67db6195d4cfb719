"""Whether a methodology applies: its own questions, asked before a project is opened, and the answers that were kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from tanpuhui.core.citations import Status
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.frame import Visit
from tanpuhui.quantification import Methodology
from tanpuhui.quantification.shapes import ConditionShape

YES, NO = "true", "false"
ANSWERED = {
    "answered": Text("适用条件及申请人的回答", "Conditions of applicability, and what the applicant answered"),
    "yes": Text("是", "Yes"),
    "no": Text("否", "No"),
    "not_answered": Text("未回答", "not answered"),
    "clause": Text("条款", "Clause"),
    "clause_unknown": Text("条款未知", "clause not known"),
}
WORDS = ANSWERED | {
    "which": Text("用哪个方法学", "Which methodology"),
    "applies_q": Text("是否适用", "Does it apply?"),
    "applies_says": Text(
        "方法学的适用条件。回答记入项目，核查机构、主管部门和公众都能看到。",
        "The methodology's conditions. The answers become part of the project; verifiers, authorities and the public see them.",
    ),
    "it_applies": Text("适用", "it applies"),
    "not_applies": Text("照这样的回答，该方法学不适用：", "By these answers the methodology does not apply:"),
    "go_on": Text("继续", "Go on"),
    "no_questions": Text("该方法学没有可问的条件。", "This methodology has no questions to ask."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answered:
    """A condition as it was asked: what was answered, if anything, its clause, if known, and how sure it is."""

    question: Text
    said: Text
    clause: Text | None
    status: Status


def answered(methodology: Methodology, answers: Mapping[str, bool]) -> list[Answered]:
    """The conditions of a methodology with the answers that a project gave."""
    says = {True: ANSWERED["yes"], False: ANSWERED["no"], None: ANSWERED["not_answered"]}
    return [
        Answered(shape.question.text, says[answers.get(code)], _clause(shape), Status[shape.status.upper()])
        for code, shape in methodology.shape.applicability.items()
    ]


def _clause(shape: ConditionShape) -> Text | None:
    return shape.clause.text if not isinstance(shape.clause, str) else None


def asked(methodology: Methodology, visit: Visit) -> dict[str, object]:
    """The questions with what was answered; `applies`: all were, as they must be; `against`: those that speak against it.

    `answers`: by code of the condition.
    """
    questions = []
    against: list[Text] = []
    answers: dict[str, bool] = {}
    for code, shape in methodology.shape.applicability.items():
        said = visit.asked(f"q.{code}")
        questions.append((code, shape.question.text, said, _clause(shape), Status[shape.status.upper()]))
        if said in (YES, NO):
            answers[code] = said == YES
        if said in (YES, NO) and said != shape.applies_if:
            against.append(shape.question.text)
    applies = not against and len(answers) == len(questions)
    return {"questions": questions, "against": against, "applies": applies, "answers": answers}
