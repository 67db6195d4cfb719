"""Whether a methodology applies: its own questions, asked before a project is opened."""

from tanpuhui.core.citations import Status
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.frame import Visit
from tanpuhui.quantification import Methodology

YES, NO = "true", "false"
WORDS = {
    "which": Text("用哪个方法学", "Which methodology"),
    "applies_q": Text("是否适用", "Does it apply?"),
    "applies_says": Text(
        "方法学的适用条件。回答只用于现在的判断，不保存。",
        "The methodology's conditions. The answers serve only this check and are not kept.",
    ),
    "it_applies": Text("适用", "it applies"),
    "yes": Text("是", "Yes"),
    "no": Text("否", "No"),
    "not_applies": Text("照这样的回答，该方法学不适用：", "By these answers the methodology does not apply:"),
    "clause": Text("条款", "Clause"),
    "clause_unknown": Text("条款未知", "clause not known"),
    "go_on": Text("继续", "Go on"),
    "no_questions": Text("该方法学没有可问的条件。", "This methodology has no questions to ask."),
}  # fmt: skip


def asked(methodology: Methodology, visit: Visit) -> dict[str, object]:
    """The questions with what was answered; `applies`: all were, as they must be; `against`: those that speak against it."""
    questions = []
    against: list[Text] = []
    answers: list[bool] = []
    for code, shape in methodology.shape.applicability.items():
        said = visit.asked(f"q.{code}")
        clause = shape.clause.text if not isinstance(shape.clause, str) else None
        questions.append((code, shape.question.text, said, clause, Status[shape.status.upper()]))
        answers.append(said == shape.applies_if)
        if said in (YES, NO) and said != shape.applies_if:
            against.append(shape.question.text)
    return {"questions": questions, "against": against, "applies": all(answers)}
