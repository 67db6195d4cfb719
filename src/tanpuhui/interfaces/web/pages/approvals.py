"""The second person: what was asked and waits, what was allowed or denied."""

from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.frame import SEAT, Answer, Page, Visit


def show(visit: Visit) -> Answer:
    """The list."""
    return Answer({})


PAGE = Page("approvals", ("desk/approvals",), "web/approvals.html", Text("复核", "Approvals"), {}, show, needs=SEAT)
