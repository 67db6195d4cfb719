"""What account holders and the authority do with units and money. Every act is one call of `posting.post`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from tanpuhui.accounting.acts import ACTS, PURPOSES
from tanpuhui.accounting.blocks import Line
from tanpuhui.accounting.checks import check_amounts, check_batch, check_quantity, check_words, general_act
from tanpuhui.accounting.refusals import refuse
from tanpuhui.apps.ledger import loading, models, money
from tanpuhui.apps.ledger.duties import binds, left, owed
from tanpuhui.apps.ledger.loading import Desk
from tanpuhui.apps.ledger.money import Pay
from tanpuhui.apps.ledger.posting import Batch, post
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.operations import Answer, Request, check_texts
from tanpuhui.core.exact import MOST
from tanpuhui.core.ranges import Range
from tanpuhui.core.refused import shown

Payment = tuple[str, str, int]
"""Money from one cash account (its code) to another, in fen."""
BY_AUTHORITY = "freed_by_authority"
"""How a reservation ended that the authority released."""


@dataclass(frozen=True, slots=True)
class Item:
    """Units to move: a `quantity` of free units of `series`, or exactly `range`; `source` and `target` are account codes.

    `held_under`: the reservation they are taken from under, in whole or in part; it goes on over what is left, if anything.
    """

    source: str
    target: str
    series: int
    quantity: int | None = None
    range: Range | None = None
    held_under: int | None = None

    def body(self) -> list[object]:
        """The item as it stands in the journal and in a comparison of retries."""
        span = [self.range.first, self.range.last] if self.range else None
        return [self.source, self.target, self.series, self.quantity, span, self.held_under]


@dataclass(frozen=True, slots=True)
class Words:
    """What an act says of itself: `purpose` and `beneficiary` of a retirement, `reason` of an administrative act, a `note`."""

    purpose: str = ""
    beneficiary: str = ""
    reason: str = ""
    note: str = ""

    def body(self) -> dict[str, str]:
        """The words that were given."""
        given = {"purpose": self.purpose, "beneficiary": self.beneficiary, "reason": self.reason, "note": self.note}
        return {name: text for name, text in given.items() if text}


def act_body(
    items: Sequence[Item], words: Words, payments: Sequence[Payment] = (), until: date | None = None
) -> dict[str, object]:
    """The body of an act as the journal, a retry and a second person's approval see it."""
    pays = {"pays": [list(pay) for pay in payments]} if payments else {}
    lapses = {"until": until} if until else {}
    return {"items": [item.body() for item in items], **words.body(), **pays, **lapses}


def act(
    *,
    act: str,
    items: Sequence[Item],
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    words: Words = Words(),
    payments: Sequence[Payment] = (),
    until: date | None = None,
    approval: int | None = None,
) -> Answer:
    """Any general act of the table: transfer, deposit, withdraw, surrender, retire, cancel, invalidate, expire, buffer.

    `payments`: (cash account, cash account, fen) in the same batch; `money` says who may let whom pay. A transfer to an
    account that needs acceptance becomes a reservation in its favour (`until`: when it lapses), carried out by `accept`.
    Returns the batch's moves and, for what waits, the reservations. `approval`: for acts that need a second person.
    """
    check_batch(items)
    kind = general_act(act)
    check_amounts(items)
    _check_payments(payments)
    check_texts(**words.body())
    check_words(kind, words.purpose, words.beneficiary, words.reason)

    def build(desk: Desk) -> Batch:
        asked = [line_of(desk, act, item) for item in items]
        pays = _pays(desk, payments)
        check_holds(asked)
        _check_until(until, on)
        lines, waiting = _wait(asked, desk, on, until, words.note) if act == "transfer" else (asked, [])
        if waiting and payments:
            raise refuse("payment_cannot_wait", account=waiting[0].favour.code)  # type: ignore[union-attr]
        tells: dict[str, object] = {"waiting": [mark.pk for mark in waiting]} if waiting else {}
        permits = {(kind.permission, desk.account(item.source).owner) for item in items}
        permits |= money.permits(pays, desk.world)
        record = (lambda plan: owed(plan, desk.world, on)) if act == "invalidate" else None
        rows = [retirement(words)] if kind.purpose else waiting
        return Batch(lines, pays=pays, tells=tells, permits=permits, asked=asked, rows=rows, record=record)

    body = act_body(items, words, payments, until)
    request = Request(f"ledger_{act}", by, on, at, key, body, approval, kind.second_person)
    accounts = {code for item in items for code in (item.source, item.target)} | _payers(payments)
    return post(request, accounts=accounts, series={item.series for item in items}, build=build)


def pay(*, payments: Sequence[Payment], by: Actor, on: date, at: datetime, key: str, note: str = "") -> Answer:
    """Moves money alone: into the register and out of it through the settlement bank, or between cash accounts.

    Between cash accounts the payer must have agreed: who settles also needs `ledger:transfer` for the payer.
    """
    check_batch(payments)
    _check_payments(payments)
    check_texts(note=note)
    return post(
        Request("ledger_pay", by, on, at, key, act_body((), Words(note=note), payments)),
        accounts=_payers(payments), series=(), build=lambda desk: Batch(pays=_pays(desk, payments)),
    )  # fmt: skip


def _check_payments(payments: Sequence[Payment]) -> None:
    for number, (_, _, fen) in enumerate(payments, 1):
        check_quantity(number, fen)


def _payers(payments: Sequence[Payment]) -> set[str]:
    return {code for source, target, _ in payments for code in (source, target)}


def _pays(desk: Desk, payments: Sequence[Payment]) -> list[Pay]:
    return [Pay(desk.account(source).id, desk.account(target).id, fen) for source, target, fen in payments]


def line_of(desk: Desk, act: str, item: Item) -> Line:
    """The item as a line of a batch, its account codes turned into ids."""
    source, target = desk.account(item.source).id, desk.account(item.target).id
    return Line(act, source, target, item.series, item.quantity, item.range, item.held_under)


def retirement(words: Words) -> models.Retirement:
    """What a retirement is for, where lists can find it."""
    return models.Retirement(purpose=words.purpose, beneficiary=words.beneficiary, note=words.note)


def check_holds(lines: Iterable[Line]) -> None:
    """Units under a reservation may be used by its holder only if it favours nobody else and has not ended.

    Acts of the authority that say so (`takes_reserved`) take them from under any reservation that has not ended.
    """
    asked = {
        (line.held_under, line.source, ACTS[line.act].takes_reserved) for line in lines if line.held_under is not None
    }
    if asked:
        possible = {held for held, _, _ in asked if 0 < held <= MOST}
        marks = models.Reservation.objects.filter(pk__in=possible, ended_on=None)
        kinds = {(held, account): kind for held, account, kind in marks.values_list("pk", "account", "kind")}
        for held, source, takes_any in sorted(asked):
            kind = kinds.get((held, source))
            if kind is None or not (takes_any or kind == "hold"):
                raise refuse("unknown_reservation", reservation=shown(held))


def _check_until(until: date | None, on: date) -> None:
    if until is not None and until < on:
        raise refuse("until_passed", until=until, on=on)


def _wait(
    asked: Sequence[Line], desk: Desk, on: date, until: date | None, note: str
) -> tuple[list[Line], list[models.Reservation]]:
    """What goes to accounts that need acceptance is reserved where it lies: one reservation for each pair of accounts."""
    pairs = sorted({(line.source, line.target) for line in asked if line.target in desk.needs_acceptance})
    if not pairs:
        return list(asked), []
    marks = models.Reservation.objects.bulk_create(
        models.Reservation(
            account_id=source, favour_id=target, kind="transfer", reason=note, since=on, until=until
        )
        for source, target in pairs
    )  # fmt: skip
    waits = {pair: mark.pk for pair, mark in zip(pairs, marks, strict=True)}
    lines = [
        replace(line, act="reserve", target=line.source, into=waits[line.source, line.target])
        if (line.source, line.target) in waits
        else line
        for line in asked
    ]
    return lines, marks


def reserve(
    *,
    items: Sequence[Item],
    reason: str,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    favour: str = "",
    until: date | None = None,
) -> Answer:
    """Marks units of one account (source and target of every item) so that nothing else can take them.

    `favour`: the account that alone may later receive them (a pledge). Returns the moves and `reservation`.
    """
    check_batch(items)
    check_amounts(items)
    check_words(ACTS["reserve"], "", "", reason)
    check_texts(reason=reason)
    places = {code for item in items for code in (item.source, item.target)}
    if len(places) != 1:
        raise refuse("one_account_only")

    def build(desk: Desk) -> Batch:
        (holder,) = places
        asked = [line_of(desk, "reserve", item) for item in items]
        favoured = desk.account(favour).id if favour else None
        check_holds(asked)
        _check_until(until, on)
        mark = models.Reservation.objects.create(
            account_id=desk.account(holder).id, favour_id=favoured,
            kind="pledge" if favour else "hold", reason=reason, since=on, until=until,
        )  # fmt: skip
        lines = [replace(line, into=mark.pk) for line in asked]
        if favoured is not None:  # a pledge that could not be redeemed would be a trap
            asked += [replace(line, act="transfer", target=favoured) for line in asked]
        return Batch(lines, tells={"reservation": mark.pk}, asked=asked, rows=[mark])

    body = {**act_body(items, Words(reason=reason)), "favour": favour, "until": until}
    return post(
        Request("ledger_reserve", by, on, at, key, body),
        accounts=places | ({favour} if favour else set()), series={item.series for item in items}, build=build,
    )  # fmt: skip


def accept(*, reservation: int, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """The receiver takes what waits for it: the reserved units go over to the account they wait for."""
    return end(reservation, "accepted", by, on, at, key)


def decline(*, reservation: int, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """The receiver does not want what waits for it: the units are free again where they lie."""
    return end(reservation, "declined", by, on, at, key)


def release(*, reservation: int, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """The holder ends a reservation: its own at any time, a pledge only with the permission of who is favoured."""
    return end(reservation, "released", by, on, at, key)


def lapse(*, reservation: int, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """A reservation whose last day has passed ends: its units are free again."""
    return end(reservation, "lapsed", by, on, at, key)


def end(
    reservation: int, how: str, by: Actor, on: date, at: datetime, key: str, body: Mapping[str, object] | None = None,
    approval: int | None = None,
) -> Answer:  # fmt: skip
    """Ends a reservation: `how` is accepted, declined, released, lapsed or `BY_AUTHORITY`. For the operations above."""
    mark = models.Reservation.objects.select_related("account", "favour").filter(pk=reservation).first()
    if mark is None:
        raise refuse("unknown_reservation", reservation=reservation)
    favour = mark.favour

    def build(desk: Desk) -> Batch:
        if not models.Reservation.objects.filter(pk=reservation, ended_on=None).update(ended_on=on, ended_by=how):
            raise refuse("unknown_reservation", reservation=reservation)
        if how == "lapsed" and (mark.until is None or mark.until >= on):
            raise refuse("reservation_not_over", reservation=reservation, until=mark.until or "–")
        if how == "accepted":
            _check_until(mark.until, on)
        source = mark.account_id
        act, target = ("transfer", favour.pk) if how == "accepted" and favour else ("release", source)
        lines = [
            Line(act, source, target, series, units, held_under=reservation)
            for series, units in _reserved(reservation).items()
        ]
        tells: dict[str, object] = {"reservation": reservation, how: True}
        mark.ended_on, mark.ended_by = on, how
        return Batch(lines, tells=tells, permits=_may_end(mark, how), rows=[mark], may_be_empty=True)

    accounts = {mark.account.code} | ({favour.code} if favour else set())
    body = body or {"reservation": reservation}
    request = Request(f"ledger_{how}", by, on, at, key, body, approval, second_person=how == BY_AUTHORITY)
    return post(request, accounts=accounts, series=_reserved(reservation), build=build)


def _may_end(mark: models.Reservation, how: str) -> set[tuple[str, int | None]]:
    if how == BY_AUTHORITY:
        return {("ledger:release", None)}
    if how == "released" and mark.kind != "pledge":
        return {("ledger:reserve", mark.account.owner_id)}
    if how == "lapsed":
        return {("ledger:lapse", None)}
    if mark.favour is None:
        raise refuse("unknown_reservation", reservation=mark.pk)
    return {("ledger:accept", mark.favour.owner_id)}


def _reserved(reservation: int) -> dict[int, int]:
    """Units under a reservation, by series."""
    units: dict[int, int] = {}
    for block in sorted(loading.reserved([reservation]).values()):
        units[block.series] = units.get(block.series, 0) + block.next - block.first
    return units


def correct_body(*, journal: int, reason: str) -> dict[str, object]:
    """The body of a correction as the journal, a retry and a second person's approval see it."""
    return {"journal": journal, "reason": reason}


def correct(*, journal: int, reason: str, by: Actor, on: date, at: datetime, key: str, approval: int | None) -> Answer:
    """Undoes an entry of the journal by its opposite: exactly its units go back to where they came from, and its money.

    Second person. The units must still lie, free, where that entry put them. What it took from under a reservation comes
    back free. An entry that made, marked or freed units, moved none, or made or met a duty, cannot be undone so.
    """
    check_words(ACTS["correct"], "", "", reason)
    check_texts(reason=reason)
    entry = journal if 0 < journal <= MOST else 0
    posted = list(models.Posting.objects.filter(journal=entry).select_related("source", "target").order_by("line"))
    paid = list(models.Payment.objects.filter(journal=entry).select_related("source", "target").order_by("line"))
    if not posted or any(p.source_id in (None, p.target_id) for p in posted) or binds(entry):
        raise refuse("entry_not_correctable", entry=journal)

    def build(desk: Desk) -> Batch:
        lines = [
            Line("correct", p.target_id, p.source_id or 0, p.series_id, range=Range.half_open(p.first, p.next))
            for p in posted
        ]
        here = {p.pk for p in posted}
        for block in loading.blocks(lines):
            if block.posting not in here:
                raise refuse("units_moved_on", entry=journal, first=block.first, last=block.next - 1)
        pays = [Pay(p.target_id, p.source_id, p.fen) for p in reversed(paid)]
        return Batch(lines, pays=pays, tells={"corrected": journal}, permits={(ACTS["correct"].permission, None)})

    body = correct_body(journal=journal, reason=reason)
    accounts = {place.code for p in posted for place in (p.source, p.target) if place}
    accounts |= {place.code for p in paid for place in (p.source, p.target)}
    return post(
        Request("ledger_correct", by, on, at, key, body, approval, second_person=True),
        accounts=accounts, series={p.series_id for p in posted}, build=build,
    )  # fmt: skip


def replace_units(*, duty: int, items: Sequence[Item], by: Actor, on: date, at: datetime, key: str) -> Answer:
    """Retires units to meet a duty to replace, in whole or in part.

    They must come from accounts of who owes, and be of the type that is owed.
    """
    check_batch(items)
    check_amounts(items)

    def build(desk: Desk) -> Batch:
        lines = [line_of(desk, "retire", item) for item in items]
        check_holds(lines)
        debtor, unit_type, owed = left(duty) or (None, "", 0)
        units = sum(line.wanted for line in lines)
        if debtor is None or not owed:
            raise refuse("unknown_duty", duty=duty)
        if units > owed:
            raise refuse("above_duty", duty=duty, open=owed, units=units)
        if any(one.unit_type != unit_type for one in desk.world.series.values()):
            raise refuse("other_type_owed", duty=duty, unit_type=unit_type)
        if any(desk.account(item.source).owner != debtor for item in items):
            raise refuse("owners_must_agree", act=PURPOSES["replacement"])

        rows = [retirement(Words(purpose="replacement")), models.Replacement(duty_id=duty, units=units)]
        return Batch(lines, tells={"duty": duty}, rows=rows)

    body = {**act_body(items, Words()), "duty": duty}
    return post(
        Request("ledger_replace", by, on, at, key, body),
        accounts={code for item in items for code in (item.source, item.target)},
        series={item.series for item in items}, build=build,
    )  # fmt: skip
