"""The general hook for other registers: what a reader of a foreign register's public table must give back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

from tanpuhui.core.findings import Finding
from tanpuhui.core.text import Text

ForeignAct = Literal["buffer_in", "retire", "surrender", "cancel", "invalidate"]


@dataclass(frozen=True, slots=True)
class ForeignAccount:
    """An account that mirrors a place in the foreign register: its code there, a ledger account kind, its name."""

    code: str
    kind: Literal["holding", "buffer", "retired", "surrendered", "cancelled", "invalidated"]
    name: Text


@dataclass(frozen=True, slots=True)
class ForeignUse:
    """`quantity` units (whole tonnes) went from one mirrored account to another by an `act`, as known on day `on`."""

    act: ForeignAct
    source: str
    target: str
    quantity: int
    on: date
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class ForeignIssuance:
    """Units that the foreign register says it issued: `quantity` whole tonnes of one project and vintage on day `on`."""

    unit_type: str
    methodology: str
    project: str
    project_name: str
    vintage: int
    quantity: int
    on: date
    labels: Mapping[str, str]
    uses: tuple[ForeignUse, ...]


@dataclass(frozen=True, slots=True)
class ForeignRow:
    """One row of the table: its line (first data row is 2), the id it bears, its cells as read, what it means, what is odd."""

    line: int
    foreign_id: str
    cells: Mapping[str, str]
    issuance: ForeignIssuance | None
    findings: tuple[Finding, ...]


class ForeignRegister(Protocol):
    """A foreign register as a plug-in offers it: `register.py` of a folder in `regimes/` has one named `REGISTER`.

    `begins_on`: no unit of it is older; `state_on`: the day whose state its table tells.
    `counted`: the columns with few different cells, whose rows statistics count by cell.
    """

    code: str
    name: Text
    unit_type: str
    jurisdiction: str
    issuance_account: str
    begins_on: date
    state_on: date
    accounts: tuple[ForeignAccount, ...]
    counted: tuple[str, ...]

    def read(self, path: Path) -> Iterator[ForeignRow]:
        """Every row of the table at `path`, in file order; a file that is not such a table is refused as a whole."""
        ...
