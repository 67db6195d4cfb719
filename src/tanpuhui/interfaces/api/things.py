"""What can be read by its name: projects, reports, serials, balances, certificates, totals, oneself, the refusals."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tanpuhui.apps.disclosure import certificates
from tanpuhui.apps.disclosure.registers import own, public
from tanpuhui.apps.disclosure.statistics import Share, statistics, unit_types
from tanpuhui.apps.ledger import queries as ledger
from tanpuhui.apps.ledger import tally
from tanpuhui.apps.parties.models import Organisation, User
from tanpuhui.apps.projects import assurance, dossiers, queries, reading
from tanpuhui.apps.projects.models import Calculation
from tanpuhui.apps.projects.signing import Said, to_sign
from tanpuhui.apps.records.models import Approval
from tanpuhui.apps.records.refusals import refuse as no_approval
from tanpuhui.core.days import parse_day
from tanpuhui.core.refusals import Refusals
from tanpuhui.core.refused import shown as quoted
from tanpuhui.core.text import Text
from tanpuhui.interfaces.api import cases, serials
from tanpuhui.interfaces.api.refusals import refuse
from tanpuhui.interfaces.api.thing import Reader, Thing
from tanpuhui.interfaces.statuses import status_of_code
from tanpuhui.interfaces.web.refusals import refuse as refuse_page

OWN = "PHCER"
"""The type of unit that this register issues."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A pinned calculation: `record` is the whole run, step by step, with values and their sources; `hash` stands for it.

    `values_hash` names the set of values that it used: what an adoption adopts.
    """

    report: str
    number: int
    methodology: str
    on: date
    grams: int
    status: str
    hash: str
    values_hash: str
    record: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement on a report as it is now, and the `hash` that the caller would sign today: both go to `POST /statements`."""

    said: Said
    hash: str


@dataclass(frozen=True, slots=True)
class Differing:
    """One thing that differs between the run that was filed and the run now."""

    kind: str
    name: str
    says: Text


@dataclass(frozen=True, slots=True)
class Compared:
    """The pinned calculation, and the same run now."""

    report: str
    same: bool
    filed_grams: int
    grams: int
    filed_hash: str
    hash: str
    differences: tuple[Differing, ...]


@dataclass(frozen=True, slots=True)
class Lying:
    """Units of a series in an account; `reserved` of them are reserved."""

    series: int
    unit_type: str
    project: str
    vintage: int
    units: int
    reserved: int


@dataclass(frozen=True, slots=True)
class Balance:
    """What lay in an account at the end of a day; `fen`: of an account that holds money."""

    account: str
    kind: str
    on: date
    units: int
    fen: int | None
    series: tuple[Lying, ...]


@dataclass(frozen=True, slots=True)
class Me:
    """Who a token acts as, on the legal day of the call, and what it allows."""

    login: str
    name: str
    organisation: str
    kind: str
    token: str
    legal_day: date
    permissions: tuple[str, ...]
    entrusted: Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Totals:
    """All totals of a type of unit. `lies`: units by kind of account; `moved`: units by act, net of corrections."""

    unit_type: str
    on: date
    placed_on: date
    issued: int
    series: int
    projects: int
    by_vintage: tuple[Share, ...]
    by_methodology: tuple[Share, ...]
    lies: Mapping[str, int]
    moved: Mapping[str, int]
    registers: tuple[str, ...]
    state_on: date | None
    complete: bool
    conserved: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks a second person to allow: an operation with exactly this `body`. `allowed`: null: not yet decided."""

    number: int
    operation: str
    asked_by: str
    on: date
    body: Mapping[str, Any]
    allowed: bool | None


@dataclass(frozen=True, slots=True)
class Known:
    """A refusal of the closed lists: where it comes from, its status, what it says and how to mend it; `{fact}`: filled in."""

    code: str
    room: str
    status: int
    says: Text
    mend: Text


@dataclass(frozen=True, slots=True)
class Closed:
    """All refusals."""

    problems: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class Here:
    """This register. `newest`: the number of its newest entry is told with every answer (`journal`)."""

    jurisdiction: str
    demonstration: bool
    operator: str
    opened_on: date


def sheet(reader: Reader, reference: str) -> Sheet:
    """The calculation that a report pinned, for the sides of its case. Refuses `unknown_report`, `nothing_calculated`."""
    kept = _pinned(reader, reference)
    return Sheet(
        reference,
        kept.number,
        kept.methodology,
        kept.on,
        kept.grams,
        kept.status,
        kept.all_hash,
        kept.values_hash,
        json.loads(kept.record),
    )


def statement(
    reader: Reader, reference: str, assurance: str = "reasonable", opinion: str = "unqualified", text: str = ""
) -> Statement:
    """What signing a statement on a report would say, for the sides of its case. Refuses as the calculation does."""
    kept, by = _pinned(reader, reference), reader.by
    assert by is not None, "it needs a token"
    said = Said(reference, assurance, opinion, text, queries.dossier(reference), kept.all_hash)
    return Statement(said, to_sign(said, user=by.user_id, organisation=by.organisation_id, on=reader.on))


def _pinned(reader: Reader, reference: str) -> Calculation:
    assert reader.by is not None, "it needs a token"
    report = reading.view(cases.report_no(reference), by=reader.by).report
    kept = dossiers.pinned(report) if report else None
    if kept is None:
        assurance.pinned(reference)
    assert kept is not None, "refused where there is none"
    return kept


def compared(reader: Reader, reference: str) -> Compared:
    """The pinned calculation against the same run now, for the sides of its case."""
    _pinned(reader, reference)
    told = assurance.comparison(reference)
    named = tuple(Differing(one.kind, one.about, one.says) for one in told.differences)
    return Compared(
        reference, told.same, told.filed.grams, told.grams, told.filed.hashes.all, told.hashes.all, named
    )  # fmt: skip


def balance(reader: Reader, code: str, on: str = "") -> Balance:
    """What lay in an account at the end of a day. Refuses `unknown_account`, of somebody else's account too."""
    assert reader.by is not None, "it needs a token"
    held = own.require_readable(code, reader.by)
    day = parse_day(on) if on else reader.on
    rows = [Lying(r.series, r.unit_type, r.project, r.vintage, r.units, r.reserved) for r in ledger.balance(code, day)]
    fen = ledger.money(code, day) if held.kind in MONEY else None
    return Balance(code, held.kind, day, sum(row.units for row in rows), fen, tuple(rows))


MONEY = frozenset({"cash", "cash_reserved", "bank"})


def issued(reader: Reader, report: str) -> certificates.IssuanceCertificate:
    """The certificate of what a report came to. Refuses `unknown_report`, `not_issued`."""
    if not public.reports().filter(reference=cases.report_no(report)).exists():
        raise cases.unknown(report)
    return certificates.issuance(report)


def retired(reader: Reader, entry: int) -> certificates.RetirementCertificate:
    """The certificate of a retirement. Refuses `no_retirement`."""
    return certificates.retirement(entry)


def totals(reader: Reader, unit_type: str = OWN, on: str = "", placed_on: str = "") -> Totals:
    """Totals of a type of unit: what was issued up to `on`, and in which kinds of account it lay at the end of `placed_on`.

    Refuses `unknown_unit_type`; of the register's own type, before anything was issued, it tells nothing but zeros.
    """
    known = unit_types()
    if unit_type not in (OWN, *known):
        raise refuse_page("unknown_unit_type", unit_type=quoted(unit_type), known=", ".join(known) or "–")
    day = parse_day(on) if on else reader.on
    told = statistics(unit_type, day, parse_day(placed_on) if placed_on else max(day, tally.last_day(unit_type) or day))
    lies: dict[str, int] = {}
    for place in told.places:
        lies[place.kind] = lies.get(place.kind, 0) + place.units
    return Totals(
        told.unit_type, told.on, told.placed_on, told.issued, told.series, told.projects, told.by_vintage,
        told.by_methodology, lies, told.moved, told.registers, told.state_on, told.complete, told.conserved,
    )  # fmt: skip


def me(reader: Reader) -> Me:
    """Who the token acts as, and what it allows."""
    assert reader.by is not None, "it needs a token"
    who, place = User.objects.get(pk=reader.by.user_id), Organisation.objects.get(pk=reader.by.organisation_id)
    codes = dict(Organisation.objects.filter(pk__in=reader.by.entrusted).values_list("pk", "code"))
    given = {codes[owner]: sorted(verbs) for owner, verbs in reader.by.entrusted.items()}
    return Me(
        who.login, who.display_name, place.code, place.kind, reader.token, reader.on, tuple(sorted(reader.by.permissions)),
        given,
    )  # fmt: skip


def asked(reader: Reader, number: int) -> Asked:
    """What was asked of a second person of one's organisation, whole: read before you decide. Refuses `unknown_approval`."""
    assert reader.by is not None, "it needs a token"
    reader.by.require("records:ask")
    row = Approval.objects.filter(pk=number, organisation=reader.by.organisation_id).select_related("asked_by").first()
    if row is None:
        raise no_approval("unknown_approval", approval=number)
    said = getattr(row, "decision", None)
    allowed = said.allowed if said else None
    return Asked(number, row.operation, row.asked_by.login, row.on, json.loads(bytes(row.body)), allowed)


def problems(reader: Reader) -> Closed:
    """Every refusal, in the order of rooms and lists."""
    rooms = Refusals.everywhere.items()
    kinds = (Known(k.code, room, status_of_code(k.code), k.says, k.mend) for room, of in rooms for k in of)
    return Closed(tuple(kinds))


def one_problem(reader: Reader, code: str) -> Known:
    """One refusal by its code, as problem documents name it in `type`. Refuses `unknown_problem`."""
    for known in problems(reader).problems:
        if known.code == code:
            return known
    raise refuse("unknown_problem", code=code[:60])


def here(reader: Reader) -> Here:
    """This register."""
    row = ledger.register()
    return Here(row.jurisdiction, row.demonstration, row.operator.code, row.opened_on)


def _thing(code: str, path: str, zh: str, en: str, read: Any, **more: Any) -> Thing:
    return Thing(code, path, Text(zh, en), Text(zh, (read.__doc__ or "").strip()), read, **more)


THINGS = (
    _thing("register", "register", "本登记簿", "This register", here, public=True),
    _thing("me", "me", "我是谁", "Who am I", me, kept=True),
    _thing("project", "projects/{reference}", "项目", "A project", cases.project, tag="dossier"),
    _thing("report", "reports/{reference}", "监测报告", "A monitoring report", cases.report, tag="dossier"),
    _thing("calculation", "reports/{reference}/calculation", "计算表", "The calculation of a report", sheet, kept=True),
    _thing("comparison", "reports/{reference}/comparison", "重算对比", "The calculation done again", compared, kept=True),
    _thing("statement", "reports/{reference}/statement", "拟签意见", "A statement to be signed", statement, kept=True),
    _thing("serial", "serials/{serial}", "序列号", "Some units by their serial", serials.serial),
    _thing("balance", "accounts/{code}/balance", "账户余额", "The balance of an account on a day", balance, kept=True),
    _thing("approval", "approvals/{number}", "复核申请", "What a second person is asked to allow", asked, kept=True),
    _thing("issuance_certificate", "certificates/issuances/{report}", "签发证书", "Certificate of an issuance", issued,
           public=True),
    _thing("retirement_certificate", "certificates/retirements/{entry}", "注销证书", "Certificate of a retirement", retired,
           public=True),
    _thing("statistics", "statistics", "统计", "Totals of a type of unit", totals, public=True),
    _thing("problems", "problems", "全部拒绝", "The closed list of refusals", problems, public=True),
    _thing("problem", "problems/{code}", "一种拒绝", "One refusal", one_problem, public=True),
)  # fmt: skip
