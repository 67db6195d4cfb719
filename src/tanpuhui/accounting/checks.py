"""The rules a batch must pass before any unit is looked at, rule by rule in the order of the closed list."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple, Protocol

from tanpuhui.accounting.acts import ACCOUNT_KINDS, ACTS, CONVERSIONS, DEMO_CONVERSIONS, FROM_REPORTS, PURPOSES, Act
from tanpuhui.accounting.blocks import MAX_LINES, MAX_QUANTITY, Account, Freeze, Line, Series, World
from tanpuhui.accounting.refusals import refuse
from tanpuhui.core.ranges import Range
from tanpuhui.core.refused import shown
from tanpuhui.core.text import Text


class Amount(Protocol):
    """What says how many units it means: by number, or exactly which."""

    @property
    def quantity(self) -> int | None:
        """How many."""

    @property
    def range(self) -> Range | None:
        """Exactly which."""


class Flow(NamedTuple):
    """What the rules see of a line, of units coming into being (no source) and of a payment (no unit type).

    `register`: the foreign register that the units mirror, if they do.
    """

    act: Act
    source: Account | None
    target: Account
    series: Series | None = None
    unit_type: str = ""
    register: str = ""


def act_of(code: str) -> Act:
    """The act called `code`; an unknown one is refused."""
    act = ACTS.get(code)
    if act is None:
        raise refuse("unknown_act", act=shown(code))
    return act


def general_act(code: str) -> Act:
    """The act called `code`, if it is one that has no operation of its own."""
    act = act_of(code)
    if act.own_door:
        raise refuse("act_has_own_door", act=act.text)
    return act


def check_batch(lines: Sequence[object]) -> None:
    """A batch has one line at least and `MAX_LINES` at most."""
    if not lines:
        raise refuse("batch_empty")
    if len(lines) > MAX_LINES:
        raise refuse("batch_too_large", lines=len(lines), limit=MAX_LINES)


def check_amounts(lines: Iterable[Amount]) -> None:
    """Each line says either how many units or exactly which, and a quantity is within bounds."""
    lines = list(lines)
    for number, line in enumerate(lines, 1):
        if (line.quantity is None) == (line.range is None):
            raise refuse("quantity_or_range", line=number)
    for number, line in enumerate(lines, 1):
        check_quantity(number, line.quantity if line.range is None else line.range.count)


def check_quantity(number: int, quantity: object) -> None:
    """A quantity is a whole number from 1 to `MAX_QUANTITY`; `number` is the line's place in the batch, from 1."""
    whole = isinstance(quantity, int) and not isinstance(quantity, bool)
    if not whole or not 1 <= quantity <= MAX_QUANTITY:  # type: ignore[operator]
        raise refuse("quantity_out_of_bounds", line=number, quantity=shown(quantity), limit=MAX_QUANTITY)


def check_words(act: Act, purpose: str, beneficiary: str, reason: str) -> None:
    """A retirement says what for and for whom; an administrative act says why."""
    if act.purpose:
        if purpose not in PURPOSES:
            raise refuse("unknown_purpose", purpose=shown(purpose), purposes=", ".join(PURPOSES))
        if purpose == "replacement":
            raise refuse("replacement_without_duty")
        if not beneficiary.strip():
            raise refuse("beneficiary_missing")
    if act.reason and not reason.strip():
        raise refuse("reason_missing", act=act.text)


def check_conversion(unit_types: Iterable[str], into: str, *, demonstration: bool) -> None:
    """The table of conversions knows how to turn each of `unit_types` into the type `into`."""
    if into in FROM_REPORTS:
        raise refuse("not_by_conversion", unit_type=into)
    known = CONVERSIONS | DEMO_CONVERSIONS if demonstration else CONVERSIONS
    for unit_type in unit_types:
        if (unit_type, into) not in known:
            raise refuse("not_convertible", unit_type=unit_type, into=shown(into))


def flow_of(line: Line, world: World) -> Flow:
    """The line as the rules see it; accounts and series that are not there are refused."""
    series = world.series.get(line.series)
    if series is None:
        raise refuse("unknown_series", series=shown(line.series))
    source, target = account_of(world, line.source), account_of(world, line.target)
    return Flow(act_of(line.act), source, target, series, series.unit_type, series.register)


def account_of(world: World, id: int) -> Account:
    """The account with this id; an unknown one is refused."""
    account = world.accounts.get(id)
    if account is None:
        raise refuse("unknown_account", account=id)
    return account


def check_flows(flows: Sequence[Flow], world: World, *, importer: int | None = None) -> None:
    """All rules for all flows, rule by rule, so that the first of the closed list is given.

    `importer`: the organisation whose import it is; it moves mirrored units within its accounts of their mirror, no others.
    """
    rules: list[Callable[[Flow], None]] = [_open, _joined, _apart, _of_one_owner]
    if importer is not None:
        rules += [_mirrored, partial(_inside_the_mirror, importer)]
    elif not world.demonstration:
        rules.append(_not_mirrored)
    for rule in (*rules, _into_no_other_mirror):
        for flow in flows:
            rule(flow)
    for scope, touched in _SCOPES.items():
        for freeze in world.freezes:
            if freeze.scope == scope:
                _check_freeze(freeze, flows, touched)


def _open(flow: Flow) -> None:
    for account in _accounts(flow):
        if not account.open:
            raise refuse("account_closed", account=account.code)


def _joined(flow: Flow) -> None:
    act, source, target = flow.act, flow.source, flow.target
    begins = source.kind in act.sources if source else not act.sources
    apart = act.same_account and source != target
    if not begins or target.kind not in act.targets or apart:
        here = ACCOUNT_KINDS[source.kind] if source else Text("无", "nothing")
        raise refuse("not_permitted_between", act=act.text, source=here, target=ACCOUNT_KINDS[target.kind])


def _apart(flow: Flow) -> None:
    if flow.source == flow.target and not flow.act.same_account:
        raise refuse("accounts_must_differ", account=flow.target.code)


def _of_one_owner(flow: Flow) -> None:
    if flow.act.same_owner and flow.source and flow.source.owner != flow.target.owner:
        raise refuse("owners_must_agree", act=flow.act.text)


def _mirrored(flow: Flow) -> None:
    if flow.series and not flow.series.mirrored:
        raise refuse("not_a_mirror", series=flow.series.id)


def _inside_the_mirror(importer: int, flow: Flow) -> None:
    for account in _accounts(flow):
        if (account.mirrors, account.owner) != (flow.register, importer):
            raise refuse("outside_the_mirror", account=account.code, register=flow.register)


def _not_mirrored(flow: Flow) -> None:
    if flow.series and flow.series.mirrored and not flow.act.moves_mirrored:
        raise refuse("not_transferable", series=flow.series.id)


def _into_no_other_mirror(flow: Flow) -> None:
    register = flow.target.mirrors
    if register and flow.unit_type and register != flow.register:
        raise refuse("mirror_of_another", account=flow.target.code, register=register)


def _accounts(flow: Flow) -> Iterator[Account]:
    if flow.source:
        yield flow.source
    yield flow.target


_SCOPES: dict[str, Callable[[Flow], set[str]]] = {
    "everything": lambda flow: {""},
    "account": lambda flow: {account.code for account in _accounts(flow)},
    "series": lambda flow: {str(flow.series.id)} if flow.series else set(),
    "unit_type": lambda flow: {flow.unit_type} if flow.unit_type else set(),
}
"""What a freeze of each scope may name of a flow, in the order of the closed list."""
_FROZEN = {"everything": "act_switched_off", "account": "account_frozen", "series": "series_frozen"}


def _check_freeze(freeze: Freeze, flows: Sequence[Flow], touched: Callable[[Flow], set[str]]) -> None:
    for flow in flows:
        if (not freeze.acts or flow.act.code in freeze.acts) and freeze.target in touched(flow):
            facts = {} if freeze.scope == "everything" else {freeze.scope: freeze.target}
            raise refuse(_FROZEN.get(freeze.scope, "unit_type_frozen"), act=flow.act.text, freeze=freeze.id, **facts)
