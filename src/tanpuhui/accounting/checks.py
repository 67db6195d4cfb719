"""The rules a line must pass before any unit is looked at, in the order of the closed list."""

from collections.abc import Sequence

from tanpuhui.accounting.acts import ACCOUNT_KINDS, ACTS, PURPOSES, Act
from tanpuhui.accounting.blocks import MAX_LINES, MAX_QUANTITY, Account, Freeze, Line, World
from tanpuhui.accounting.refusals import refuse
from tanpuhui.core.text import Text


def act_of(code: str) -> Act:
    """The act called `code`; an unknown one is refused."""
    act = ACTS.get(code)
    if act is None:
        raise refuse("unknown_act", act=code[:60])
    return act


def check_batch(lines: Sequence[object]) -> None:
    """A batch has one line at least and `MAX_LINES` at most."""
    if not lines:
        raise refuse("batch_empty")
    if len(lines) > MAX_LINES:
        raise refuse("batch_too_large", lines=len(lines), limit=MAX_LINES)


def check_quantity(number: int, quantity: object) -> None:
    """A quantity is a whole number from 1 to `MAX_QUANTITY`; `number` is the line's place in the batch, from 1."""
    whole = isinstance(quantity, int) and not isinstance(quantity, bool)
    if not whole or not 1 <= quantity <= MAX_QUANTITY:  # type: ignore[operator]
        raise refuse("quantity_out_of_bounds", line=number, quantity=str(quantity)[:60], limit=MAX_QUANTITY)


def check_words(act: Act, purpose: str, beneficiary: str, reason: str) -> None:
    """A retirement says what for and for whom; an administrative act says why."""
    if act.purpose:
        if purpose not in PURPOSES:
            raise refuse("unknown_purpose", purpose=purpose[:60], purposes=", ".join(PURPOSES))
        if not beneficiary.strip():
            raise refuse("beneficiary_missing")
    if act.reason and not reason.strip():
        raise refuse("reason_missing", act=act.text)


def check_line(number: int, line: Line, world: World, *, importing: bool) -> None:
    """Everything about a line that needs no look at blocks. `importing`: a register's mirror moves its own series."""
    act = act_of(line.act)
    if (line.quantity is None) == (line.range is None):
        raise refuse("quantity_or_range", line=number)
    check_quantity(number, line.wanted)
    source, target = account_of(world, line.source), account_of(world, line.target)
    if line.series not in world.series:
        raise refuse("unknown_series", series=line.series)
    check_accounts(act, source, target)
    mirrored = world.series[line.series].mirrored
    if mirrored and not (importing or world.demonstration or act.moves_mirrored):
        raise refuse("not_transferable", series=line.series)
    check_freezes(act, (source, target), world, line.series, world.series[line.series].unit_type)


def check_creation(number: int, act: str, target: int, unit_type: str, quantity: int, world: World) -> None:
    """Units may come into being here: an act that creates, an open account of the right kind, no freeze."""
    kind, account = act_of(act), account_of(world, target)
    check_quantity(number, quantity)
    if not account.open:
        raise refuse("account_closed", account=account.code)
    if kind.sources or account.kind not in kind.targets:
        raise refuse("not_permitted_between", act=kind.text, source=Text("无", "nothing"), target=_kind(account))
    check_freezes(kind, (account,), world, None, unit_type)


def account_of(world: World, id: int) -> Account:
    """The account with this id; an unknown one is refused."""
    account = world.accounts.get(id)
    if account is None:
        raise refuse("unknown_account", account=id)
    return account


def check_accounts(act: Act, source: Account, target: Account) -> None:
    """Both accounts are open, of the kinds the act joins, and of the owners it asks for."""
    for account in (source, target):
        if not account.open:
            raise refuse("account_closed", account=account.code)
    if source.kind not in act.sources or target.kind not in act.targets:
        raise refuse("not_permitted_between", act=act.text, source=_kind(source), target=_kind(target))
    if (source.id == target.id) != act.same_account:
        raise (
            refuse("not_permitted_between", act=act.text, source=_kind(source), target=_kind(target))
            if act.same_account
            else refuse("accounts_must_differ", account=source.code)
        )
    if act.same_owner and source.owner != target.owner:
        raise refuse("owners_must_agree", act=act.text)


def check_freezes(act: Act, accounts: Sequence[Account], world: World, series: int | None, unit_type: str) -> None:
    """No freeze in force stops the act for everything, for an account, for the series or for its unit type."""
    touched = {
        "everything": {""},
        "account": {account.code for account in accounts},
        "series": {str(series)},
        "unit_type": {unit_type},
    }
    for scope, targets in touched.items():
        for freeze in world.freezes:
            if freeze.scope == scope and freeze.target in targets and (not freeze.acts or act.code in freeze.acts):
                raise _frozen(freeze, act)


def _frozen(freeze: Freeze, act: Act) -> Exception:
    match freeze.scope:
        case "account":
            return refuse("account_frozen", account=freeze.target, act=act.text, freeze=freeze.id)
        case "series":
            return refuse("series_frozen", series=freeze.target, act=act.text, freeze=freeze.id)
        case "unit_type":
            return refuse("unit_type_frozen", unit_type=freeze.target, act=act.text, freeze=freeze.id)
        case _:
            return refuse("act_switched_off", act=act.text, freeze=freeze.id)


def _kind(account: Account) -> Text:
    return ACCOUNT_KINDS[account.kind]
