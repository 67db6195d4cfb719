"""What a certificate is made of, and how the data of each kind becomes it."""

from dataclasses import dataclass
from datetime import date

from tanpuhui.accounting.acts import PURPOSES
from tanpuhui.apps.disclosure.certificates import IssuanceCertificate, RetirementCertificate, Units
from tanpuhui.core.citations import Status
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.papers import words as say
from tanpuhui.parameters.cities import city

MOST = 400
"""Runs of units that a paper lists; of more it says how many there are."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line: what it is called, and its value, one for both languages or one for each. `mono`: codes and hashes."""

    label: Text
    value: Text | str
    mono: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `wide` takes the room that is left."""

    head: Text
    number: bool = False
    mono: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table, its rows as written; `note`: what is to be said below it."""

    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """All that a certificate says. `path`: its address below the language; `on`: the day of the act.

    `marks`: what it is not (a demonstration, provisional); `warning`: what has become of it since.
    """

    title: Text
    lead: Text
    operator: Text
    path: str
    on: date
    demonstration: bool
    marks: tuple[Text, ...]
    facts: tuple[Fact, ...]
    tables: tuple[Table, ...]
    warning: Text | None = None


def issuance(paper: IssuanceCertificate, operator: Text) -> Certificate:
    """The certificate of an issuance."""
    verified = say.VERIFICATION[paper.verification]
    facts = (
        Fact(say.PROJECT, paper.title),
        Fact(say.PROJECT_NUMBER, paper.project, mono=True),
        Fact(say.REPORT, paper.report, mono=True),
        Fact(
            say.METHODOLOGY,
            Text(f"{paper.methodology}，{paper.edition.zh}", f"{paper.methodology}, {paper.edition.en}"),
        ),
        Fact(say.AREA, city(paper.area)),
        Fact(say.PERIOD, f"{paper.period.first} – {paper.period.last}"),
        Fact(say.VERIFIED, verified),
        Fact(say.STATUS, paper.status.text),
        Fact(say.ADOPTION, paper.adoption or say.NOT_NEEDED),
        Fact(say.UNITS, say.TONNES.fill(units=f"{paper.units:,}")),
        Fact(say.ISSUED_ON, str(paper.on)),
        Fact(say.RESULT, paper.result, mono=True),
        *_entry(paper.entry, paper.hash),
    )
    years = Table(
        say.VINTAGES,
        (Column(say.VINTAGE), *(Column(head, number=True) for head in (say.GRAMS, say.UNITS, say.REST))),
        tuple((str(y.year), f"{y.grams:,}", f"{y.units:,}", f"{y.rest:,}") for y in paper.vintages),
        say.REST_SAYS,
    )
    return Certificate(
        title=say.ISSUANCE,
        lead=say.ISSUANCE_LEAD.fill(units=f"{paper.units:,}"),
        operator=operator,
        path=f"certificates/issuances/{paper.report}",
        on=paper.on,
        demonstration=paper.demonstration,
        marks=_marks(paper.status, demonstration=paper.demonstration),
        facts=facts,
        tables=(years, _runs(paper.lines, say.TO)),
    )


def retirement(paper: RetirementCertificate, operator: Text) -> Certificate:
    """The certificate of a retirement; a `warning` where fewer of its units stand now."""
    purpose = PURPOSES.get(paper.purpose) or Text(paper.purpose, paper.purpose)
    facts = (
        Fact(say.BENEFICIARY, paper.beneficiary or say.NONE_NAMED),
        Fact(say.PURPOSE, purpose),
        *((Fact(say.NOTE, paper.note),) if paper.note else ()),
        Fact(say.UNITS, say.TONNES.fill(units=f"{paper.units:,}")),
        Fact(say.STANDING, say.TONNES.fill(units=f"{paper.standing:,}")),
        Fact(say.UNIT_TYPE, ", ".join(paper.unit_types)),
        Fact(say.RETIRED_ON, str(paper.on)),
        Fact(say.STATUS, paper.status.text if paper.status is not None else say.ELSEWHERE),
        *_entry(paper.entry, paper.hash),
    )
    fewer = paper.standing < paper.units
    figures = {"units": f"{paper.units:,}", "standing": f"{paper.standing:,}"}
    return Certificate(
        title=say.RETIREMENT,
        lead=say.RETIREMENT_LEAD.fill(units=f"{paper.units:,}"),
        operator=operator,
        path=f"certificates/retirements/{paper.entry}",
        on=paper.on,
        demonstration=paper.demonstration,
        marks=_marks(paper.status, demonstration=paper.demonstration),
        facts=facts,
        tables=(_runs(paper.lines, say.FROM),),
        warning=say.FEWER.fill(**figures) if fewer else None,
    )


def _entry(entry: int, digest: str) -> tuple[Fact, Fact]:
    return Fact(say.ENTRY, str(entry)), Fact(say.HASH, digest, mono=True)


def _marks(status: Status | None, *, demonstration: bool) -> tuple[Text, ...]:
    """What a reader must not miss, on every page."""
    weak = {Status.ILLUSTRATIVE: say.ILLUSTRATIVE, Status.SECONDARY: say.PROVISIONAL, None: say.MIRRORED}
    found = [say.DEMONSTRATION] if demonstration else []
    return (*found, *((weak[status],) if status in weak else ()))


def _runs(lines: tuple[Units, ...], place: Text) -> Table:
    columns = (
        Column(say.SERIAL, mono=True, wide=True),
        Column(say.VINTAGE),
        Column(say.UNITS, number=True),
        Column(place, mono=True),
    )
    rows = tuple(
        (line.serial, str(line.vintage), f"{line.units:,}", f"{line.account} ({line.owner})") for line in lines[:MOST]
    )
    more = say.MORE.fill(shown=f"{MOST:,}", all=f"{len(lines):,}") if len(lines) > MOST else None
    return Table(say.SERIALS, columns, rows, more)
