"""A methodology for anybody to read: what it is for, its formula, values with sources and statuses, what is not known."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.safestring import SafeString

from tanpuhui.apps.projects import editions, valuesets
from tanpuhui.core.citations import Status
from tanpuhui.core.text import Lang, Text
from tanpuhui.interfaces.web import sheets, valued
from tanpuhui.interfaces.web.frame import Answer, Page, Visit
from tanpuhui.interfaces.web.methods import words
from tanpuhui.interfaces.web.methods.fitting import fits
from tanpuhui.interfaces.web.methods.reading import read_me
from tanpuhui.quantification import Methodology, Step, catalogue, explaining
from tanpuhui.quantification.shapes import TableShape

SAYS = {Status.OFFICIAL: "official", Status.SECONDARY: "second_hand", Status.ILLUSTRATIVE: "not_official"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Line:
    """A step of the formula: its symbol and what it equals in the notation of mathematics, what it is, its unit."""

    math: SafeString
    plain: str
    name: Text
    unit: str


@dataclass(frozen=True, slots=True)
class Steps:
    """The formula under a setting, or what a choice of it changes; `says` is empty for the default."""

    says: Text | None
    lines: tuple[Line, ...]


def show(visit: Visit) -> Answer:
    """The page of a methodology. Refuses `unknown_plugin`."""
    wanted = editions.edition(visit.kept["code"])
    profile = "demo" if visit.register.demonstration else ""
    values = valuesets.known(wanted, profile, visit.today)
    own = [key for key in explaining.used(wanted) if key in values]
    sources = [values.sources[key] for key in wanted.shape.sources if key in values.sources]
    facts: dict[str, object] = {
        "wanted": wanted, "shape": wanted.shape, "status": wanted.status, "status_says": words.PAGE[SAYS[wanted.status]],
        "read_me": read_me(wanted, visit.lang), "formulas": list(_formulas(wanted, visit.lang)),
        "tables": [(name, shape.name.text, list(_columns(shape))) for name, shape in wanted.tables.items()],
        "of": valued.valued(values, own), "sources": sources, "conditions": list(_conditions(wanted)),
        "verifier": words.VERIFIER[wanted.shape.verifier], "editions": _others(wanted), "in_force": _in_force(wanted),
        "deductions": list(_deductions(wanted)),
    }  # fmt: skip
    return Answer(facts, title=wanted.name)


def template(visit: Visit) -> HttpResponse:
    """The workbook to fill in. Refuses `unknown_plugin`."""
    from tanpuhui.quantification.templates import template_of

    wanted = editions.edition(visit.kept["code"])
    response = HttpResponse(template_of(wanted, visit.lang), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{wanted.code}.xlsx"'
    return response


def _formulas(wanted: Methodology, lang: Lang) -> Iterator[Steps]:
    for each in explaining.formulas(wanted):
        yield Steps(each.says if each.option else None, tuple(_line(step, lang) for step in each.steps))


def _line(step: Step, lang: Lang) -> Line:
    from tanpuhui.quantification.notation import latex, latex_of, mathml  # loads libraries that only formulas need

    said = mathml(f"{latex_of(step.symbol)} = {latex(step.node, lang)}")
    return Line(sheets.ours(said), f"{step.symbol} = {step.formula}", step.name, step.unit)


def _columns(shape: TableShape) -> Iterator[tuple[str, object, Text, str, Text | None]]:
    for code, column in shape.columns.items():
        units = ", ".join(filter(None, (column.unit, *column.units)))
        clause = None if isinstance(column.clause, str) else column.clause.text
        yield code, column, fits(column), units, clause


def _conditions(wanted: Methodology) -> Iterator[tuple[Text, bool, Text | None, Status]]:
    for shape in wanted.shape.applicability.values():
        clause = None if isinstance(shape.clause, str) else shape.clause.text
        yield shape.question.text, shape.applies_if == "true", clause, Status[shape.status.upper()]


def _in_force(wanted: Methodology) -> Text:
    ends = {"unknown": words.PAGE["unknown"], "open": words.PAGE["open_end"]}
    says = wanted.shape.in_force
    if says.first == says.last == "unknown":
        return ends["unknown"]
    return words.PAGE["from_to"].fill(first=ends.get(says.first, says.first), last=ends.get(says.last, says.last))


def _deductions(wanted: Methodology) -> Iterator[tuple[Text, Text | None]]:
    shape = wanted.shape
    named = {"uncertainty": shape.uncertainty_deduction, "leakage": shape.leakage, "buffer": shape.buffer}
    for name, said in named.items():
        yield words.PAGE[name], None if isinstance(said, str) else said.note.text


def _others(wanted: Methodology) -> list[Methodology]:
    """Editions of the same name but for the year."""
    name = wanted.code.rpartition("_")[0]
    return [each for code, each in catalogue().items() if code.rpartition("_")[0] == name and code != wanted.code]


TITLE = Text("方法学", "Methodology")
STYLES = ("tanpuhui/methods.css",)
PAGES = (
    Page("methodology_template", ("methodologies/<slug:code>/template.xlsx",), "", TITLE, words.PAGE, template),
    Page("methodology", ("methodologies/<slug:code>",), "web/methodology.html", TITLE, words.PAGE, show, styles=STYLES),
)  # fmt: skip
