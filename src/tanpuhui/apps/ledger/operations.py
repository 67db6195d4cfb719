"""What account holders and the authority do with units and money. Every act is one call of `posting.post`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tanpuhui.accounting.acts import ACTS
from tanpuhui.accounting.blocks import Line
from tanpuhui.accounting.checks import act_of, check_words
from tanpuhui.accounting.refusals import refuse
from tanpuhui.apps.ledger import loading, models
from tanpuhui.apps.ledger.loading import Desk
from tanpuhui.apps.ledger.money import Pay
from tanpuhui.apps.ledger.posting import Batch, post
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.operations import Answer, Request, check_texts
from tanpuhui.core.ranges import Range


@dataclass(frozen=True, slots=True)
class Item:
    """Units to move: a `quantity` of free units of `series`, or exactly `range`; `source` and `target` are account codes."""

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


def act_body(items: Sequence[Item], words: Words, payments: Sequence[tuple[str, str, int]] = ()) -> dict[str, object]:
    """The body of an act as the journal, a retry and a second person's approval see it."""
    pays = {"pays": [list(pay) for pay in payments]} if payments else {}
    return {"items": [item.body() for item in items], **words.body(), **pays}


def act(
    *,
    act: str,
    items: Sequence[Item],
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    words: Words = Words(),  # noqa: B008 (frozen)
    payments: Sequence[tuple[str, str, int]] = (),
    until: date | None = None,
    approval: int | None = None,
) -> Answer:
    """Any act of the table that moves units between accounts: transfer, deposit, withdraw, surrender, retire, cancel …

    `payments`: (cash account, cash account, fen) in the same batch. A transfer to an account that needs acceptance
    becomes a reservation in its favour (`until`: when it lapses), carried out by `accept`.
    Returns the batch's moves and, for what waits, the reservations. `approval`: for acts that need a second person.
    """
    kind = act_of(act)
    check_texts(**words.body())
    check_words(kind, words.purpose, words.beneficiary, words.reason)

    def build(desk: Desk) -> Batch:
        pays = [Pay(desk.account(source).id, desk.account(target).id, fen) for source, target, fen in payments]
        lines: list[Line] = []
        waiting: dict[tuple[int, int], int] = {}
        _check_holds(items, desk)
        for item in items:
            line = line_of(desk, act, item)
            if act == "transfer" and line.target in desk.needs_acceptance:
                line = _waiting(line, desk, waiting, on, until, words.note)
            lines.append(line)
        tells: dict[str, object] = {"waiting": sorted(waiting.values())} if waiting else {}
        permits = {(kind.permission, desk.account(item.source).owner) for item in items}
        permits |= {(ACTS["pay"].permission, desk.account(source).owner) for source, _, _ in payments}
        after = (lambda journal: _retired(journal, words)) if kind.purpose else None
        return Batch(lines, pays=pays, tells=tells, permits=permits, after=after)

    request = Request(
        f"ledger_{act}", by, on, at, key, act_body(items, words, payments), approval, kind.second_person
    )  # fmt: skip
    accounts = {code for item in items for code in (item.source, item.target)}
    accounts |= {code for source, target, _ in payments for code in (source, target)}
    return post(request, accounts=accounts, series={item.series for item in items}, build=build)


def line_of(desk: Desk, act: str, item: Item) -> Line:
    """The item as a line of a batch, its account codes turned into ids."""
    source, target = desk.account(item.source).id, desk.account(item.target).id
    return Line(act, source, target, item.series, item.quantity, item.range, item.held_under)


def _retired(journal: int, words: Words) -> None:
    models.Retirement.objects.create(
        journal_id=journal, purpose=words.purpose, beneficiary=words.beneficiary, note=words.note
    )


def _check_holds(items: Sequence[Item], desk: Desk) -> None:
    """Units under a reservation may be used by its holder only if it favours nobody else and has not ended."""
    for held, code in {(item.held_under, item.source) for item in items if item.held_under is not None}:
        mine = models.Reservation.objects.filter(pk=held, kind="hold", ended_on=None, account=desk.account(code).id)
        if not mine.exists():
            raise refuse("unknown_reservation", reservation=held)


def _waiting(
    line: Line, desk: Desk, waiting: dict[tuple[int, int], int], on: date, until: date | None, note: str
) -> Line:
    pair = line.source, line.target
    if pair not in waiting:
        waiting[pair] = models.Reservation.objects.create(
            account_id=line.source, favour_id=line.target, kind="transfer", reason=note, since=on, until=until
        ).pk
    return Line("reserve", line.source, line.source, line.series, line.quantity, line.range, None, waiting[pair])


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
    check_words(ACTS["reserve"], "", "", reason)
    check_texts(reason=reason)

    def build(desk: Desk) -> Batch:
        (holder,) = {item.source for item in items} or {""}
        mark = models.Reservation.objects.create(
            account_id=desk.account(holder).id, favour_id=desk.account(favour).id if favour else None,
            kind="pledge" if favour else "hold", reason=reason, since=on, until=until,
        ).pk  # fmt: skip
        lines = [
            Line("reserve", line.source, line.target, line.series, line.quantity, line.range, None, mark)
            for line in (line_of(desk, "reserve", item) for item in items)
        ]
        return Batch(lines, tells={"reservation": mark})

    body = {**act_body(items, Words(reason=reason)), "favour": favour, "until": until}
    accounts = {code for item in items for code in (item.source, item.target)} | ({favour} if favour else set())
    return post(
        Request("ledger_reserve", by, on, at, key, body),
        accounts=accounts, series={item.series for item in items}, build=build,
    )  # fmt: skip


def accept(*, reservation: int, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """The receiver takes what waits for it: the reserved units go over to the account they wait for."""
    return _end(reservation, "accepted", by, on, at, key)


def decline(*, reservation: int, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """The receiver does not want what waits for it: the units are free again where they lie."""
    return _end(reservation, "declined", by, on, at, key)


def release(*, reservation: int, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """The holder ends a reservation: its own at any time, a pledge only with the permission of who is favoured."""
    return _end(reservation, "released", by, on, at, key)


def lapse(*, reservation: int, by: Actor, on: date, at: datetime, key: str) -> Answer:
    """A reservation whose last day has passed ends: its units are free again."""
    return _end(reservation, "lapsed", by, on, at, key)


def _end(reservation: int, how: str, by: Actor, on: date, at: datetime, key: str) -> Answer:
    mark = models.Reservation.objects.select_related("account", "favour").filter(pk=reservation).first()
    if mark is None:
        raise refuse("unknown_reservation", reservation=reservation)
    favour = mark.favour

    def build(desk: Desk) -> Batch:
        if not models.Reservation.objects.filter(pk=reservation, ended_on=None).update(ended_on=on, ended_by=how):
            raise refuse("unknown_reservation", reservation=reservation)
        if how == "lapsed" and (mark.until is None or mark.until >= on):
            raise refuse("reservation_not_over", reservation=reservation, until=mark.until or "–")
        source = mark.account_id
        act, target = ("transfer", favour.pk) if how == "accepted" and favour else ("release", source)
        lines = [
            Line(act, source, target, block.series, range=Range(block.first, block.next - 1), held_under=reservation)
            for block in sorted(loading.reserved(reservation).values())
        ]
        return Batch(lines, tells={"reservation": reservation, how: True}, permits=_may_end(mark, how))

    accounts = {mark.account.code} | ({favour.code} if favour else set())
    request = Request(f"ledger_{how}", by, on, at, key, {"reservation": reservation})
    return post(request, accounts=accounts, series=_series_of(reservation), build=build)


def _may_end(mark: models.Reservation, how: str) -> set[tuple[str, int | None]]:
    if how == "released" and mark.kind != "pledge":
        return {("ledger:reserve", mark.account.owner_id)}
    if how == "lapsed":
        return {("ledger:expire", None)}
    if mark.favour is None:
        raise refuse("unknown_reservation", reservation=mark.pk)
    return {("ledger:accept", mark.favour.owner_id)}


def _series_of(reservation: int) -> set[int]:
    return {block.series for block in loading.reserved(reservation).values()}


def totals_of(answer: Mapping[str, object]) -> int:
    """How many units the moves of an answer moved."""
    moves = answer["moves"]
    assert isinstance(moves, list)
    return sum(move[4] - move[3] + 1 for move in moves)
