"""Deeds of the authority on units of one account: cancel, invalidate, expire, buffer. Each needs a second person."""

from collections.abc import Callable
from datetime import date, datetime

from tanpuhui.accounting.acts import ACTS
from tanpuhui.apps.ledger import operations
from tanpuhui.apps.ledger.operations import Words
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.records.operations import Answer
from tanpuhui.core.text import Text
from tanpuhui.interfaces.deeds.deed import Deed
from tanpuhui.interfaces.deeds.units import item


def _ending(act: str, target: str) -> Callable[..., Answer]:
    def operation(
        *,
        source: str,
        serial: str,
        reason: str,
        quantity: int | None = None,
        held_under: int | None = None,
        by: Actor,
        on: date,
        at: datetime,
        key: str,
        approval: int | None,
    ) -> Answer:
        """Units end in an account of the register, for a `reason`; `held_under`: from under it. Second person."""
        items = [item(source, target, serial, quantity, held_under)]
        return operations.act(
            act=act, items=items, words=Words(reason=reason), by=by, on=on, at=at, key=key, approval=approval
        )

    return operation


def _buffering(act: str) -> Callable[..., Answer]:
    def operation(
        *,
        source: str,
        serial: str,
        target: str,
        reason: str,
        quantity: int | None = None,
        by: Actor,
        on: date,
        at: datetime,
        key: str,
        approval: int | None,
    ) -> Answer:
        """Units go into the buffer or come out of it, for a `reason`. Second person."""
        items = [item(source, target, serial, quantity)]
        return operations.act(
            act=act, items=items, words=Words(reason=reason), by=by, on=on, at=at, key=key, approval=approval
        )

    return operation


def _deed(code: str, act: str, path: str, says: Text, operation: Callable[..., Answer]) -> Deed:
    return Deed(code, operation, f"moves/{path}", says, ACTS[act].permission, signs=True)


DEEDS = (
    _deed("cancel_units", "cancel", "cancellation", Text("取消单位", "Cancel units"), _ending("cancel", "CANCELLED")),
    _deed(
        "invalidate_units",
        "invalidate",
        "invalidation",
        Text("宣告单位失效", "Invalidate units"),
        _ending("invalidate", "INVALIDATED"),
    ),
    _deed("expire_units", "expire", "expiry", Text("使单位到期", "Expire units"), _ending("expire", "EXPIRED")),
    _deed(
        "buffer_units",
        "buffer_in",
        "buffer-contribution",
        Text("存入缓冲", "Put units into the buffer"),
        _buffering("buffer_in"),
    ),
    _deed(
        "release_buffer",
        "buffer_out",
        "buffer-release",
        Text("从缓冲释放", "Release units from the buffer"),
        _buffering("buffer_out"),
    ),
)
