"""Projects: opened, revised, disclosed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from tanpuhui.apps.parties import checks as fields
from tanpuhui.apps.parties import queries as parties
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.projects import checks, disclosure, editions, guarding, standing, valuesets
from tanpuhui.apps.projects.desk import Desk
from tanpuhui.apps.projects.models import Consultant, Owner, Project, Terms
from tanpuhui.apps.projects.operations.moving import moved, write_step
from tanpuhui.apps.projects.refusals import refuse
from tanpuhui.apps.projects.workflow import PROJECT
from tanpuhui.apps.records.numbers import reference
from tanpuhui.apps.records.operations import Answer, Request, Write, perform
from tanpuhui.apps.records.rows import numbered
from tanpuhui.core.days import Period
from tanpuhui.core.exact import Exact
from tanpuhui.core.text import Text


@dataclass(frozen=True, slots=True)
class Said:
    """What an applicant says of a project: title, city (six digits), methodology, crediting period, owner → share.

    `consultants`: organisations that advise; `received_on`: the day it came on paper, where it did. `answers`: of the
    methodology's conditions of applicability, by code; `cobenefits`: what else is good about it, in both languages.
    """

    title: Text
    area: str
    methodology: str
    crediting: Period
    owners: Mapping[int, Exact]
    consultants: Collection[int] = ()
    received_on: date | None = None
    answers: Mapping[str, bool] = field(default_factory=dict)
    cobenefits: Text | None = None


@dataclass(frozen=True, slots=True)
class _Checked:
    """The same, in normal form."""

    terms: dict[str, object]
    owners: dict[int, str]
    consultants: list[int]

    def body(self) -> dict[str, object]:
        """As the journal and a retry see it."""
        return {**self.terms, "owners": [[o, s] for o, s in self.owners.items()], "consultants": self.consultants}


def _checked(said: Said, on: date) -> _Checked:
    """Refuses `name_missing`, `unknown_plugin`, `paper_from_the_future`, as `editions.answers` and the `checks` of each field."""
    both = fields.name(said.title)
    methodology = editions.edition(said.methodology)
    edition = methodology.shape.edition.text
    shares = checks.shares(said.owners)
    for organisation in (*shares, *said.consultants):
        parties.organisation(id=organisation).require_open(on)
    terms = {
        "title_zh": both.zh, "title_en": both.en, "area": checks.area(said.area), "methodology": methodology.code,
        "edition_zh": edition.zh, "edition_en": edition.en, "first": said.crediting.first, "last": said.crediting.last,
        "answers": editions.answers(methodology, said.answers), **checks.cobenefits(said.cobenefits),
        **checks.paper(said.received_on, on).body(),
    }  # fmt: skip
    owners = {owner: format(share, "f") for owner, share in sorted(shares.items())}
    return _Checked(terms, owners, sorted(set(said.consultants)))


def open_project(*, applicant: int, said: Said, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """Opens a project, led by the owner `applicant`. Who acts belongs to, or is entrusted by, every owner.

    Permission `projects:apply`. Returns `{"project": "PRJ-2026-000001", "state": "draft", "step": 1}`. Refuses
    `not_permitted`, `applicant_not_owner`, `organisation_closed`, `party_not_found`, and as `_checked`.
    """
    by.require("projects:apply", applicant)
    standing.require(by, "projects:apply", sorted(said.owners))
    if applicant not in said.owners:
        raise refuse("applicant_not_owner", applicant=parties.organisation(id=applicant).code)
    clean = _checked(said, on)
    request = Request("projects_open", by, on, at, key, {"applicant": applicant, **clean.body()})
    move = PROJECT.lines("open")[0]

    def work(write: Write) -> None:
        row = Project.objects.create(
            reference=reference("PRJ", on.year), applicant_id=applicant, area=said.area, opened_on=on,
            state=move.next, since=on, acted_on=on, steps=0,
        )  # fmt: skip
        desk = Desk(row, None, Terms(), move, request)
        write_step(desk, write, "", lambda at_desk: _write_terms(at_desk, clean, 1))

    return perform(request, work)


def _write_terms(desk: Desk, clean: _Checked, version: int) -> None:
    desk.terms = Terms(**desk.entered, **clean.terms, project=desk.project, version=version)
    numbered(desk.terms)
    shares = clean.owners.items()
    owners = Owner.objects.bulk_create(Owner(terms=desk.terms, organisation_id=o, share=s) for o, s in shares)
    advisers = Consultant.objects.bulk_create(
        Consultant(terms=desk.terms, organisation_id=o) for o in clean.consultants
    )
    desk.rows += [desk.terms, *owners, *advisers]


def revise_project(*, project: str, said: Said, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """Says anew what the project is; earlier terms stay in the record. Who acts must stand for the old and the new owners.

    Permission `projects:apply`. Refuses `applicant_not_owner`, `report_under_way`, `period_outside_crediting` where a draft
    report lies outside the new crediting period, and as `open_project` and `moving.moved`.
    """
    standing.require(by, "projects:apply", sorted(said.owners))
    clean = _checked(said, on)

    def look(desk: Desk) -> None:
        if desk.project.applicant_id not in clean.owners:
            raise refuse("applicant_not_owner", applicant=parties.organisation(id=desk.project.applicant_id).code)

    def then(desk: Desk) -> None:
        _write_terms(desk, clean, desk.terms.version + 1)
        desk.project.area = said.area

    request = Request("projects_revise", by, on, at, key, {"project": project[:40], **clean.body()})
    return moved(case=project, act="revise", request=request, look=look, then=then)


def disclose(*, project: str, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """Discloses consultancy and benefit sharing to the stakeholders: the clock begins, the day itself does not count.

    Disclosing again begins it anew. Permission `projects:apply`. Refuses `nothing_to_disclose`, `disclosure_hidden`, and as
    `moving.moved`.
    """

    def then(desk: Desk) -> None:
        shown = disclosure.content(desk.terms, guarding.shown_document(desk))
        row = disclosure.begin(desk.project, shown, valuesets.shipped(), on)
        for name, value in desk.entered.items():
            setattr(row, name, value)
        desk.rows.append(row)

    request = Request("projects_disclose", by, on, at, key, {"project": project[:40]})
    return moved(case=project, act="disclose", request=request, then=then)
