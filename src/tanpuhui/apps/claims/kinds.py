"""The closed lists of this room: what a reduction may be claimed of, the states of a claim, how a case may end."""

import re
from dataclasses import dataclass

from tanpuhui.core.text import Text

HOME = "cn-gd-phcer"
"""The scheme of this register's own claims."""
SCHEME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
"""How a scheme is written: cn-gd-phcer, cn-ccer, cn-gec (green electricity certificates), cdm …"""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a reduction is claimed of. `parts`: what names one; `personal`: it leads to a person, so the key has a secret."""

    code: str
    says: Text
    parts: tuple[str, ...]
    personal: bool


_KINDS = (
    Kind("appliance", Text("电器", "appliance"), ("maker", "serial"), True),
    Kind("batch", Text("批次", "batch"), ("operator", "batch"), False),
    Kind("household", Text("家庭", "household"), ("household",), True),
    Kind("meter", Text("计量表", "meter"), ("utility", "meter"), True),
    Kind("parcel", Text("地块", "parcel"), ("certificate", "parcel"), False),
    Kind("vehicle_trip", Text("车辆行程", "vehicle trip"), ("operator", "trip"), True),
)
KINDS: dict[str, Kind] = {kind.code: kind for kind in _KINDS}

STATES: dict[str, Text] = {
    "contested": Text("有争议", "contested"),
    "reserved": Text("已预留", "reserved"),
    "confirmed": Text("已确认", "confirmed"),
    "released": Text("已释放", "released"),
}
LIVE = ("contested", "reserved", "confirmed")
"""States of a claim that others meet. A contested one holds nothing yet; a reserved or confirmed one holds its days."""

OUTCOMES: dict[str, Text] = {
    "earlier_stands": Text("在先申报成立，在后申报释放", "the earlier claim stands, the later one is released"),
    "later_stands": Text("在后申报成立，在先申报释放", "the later claim stands, the earlier one is released"),
    "both_stand": Text("两者并存（重叠并非重复申报）", "both stand (the overlap is no double claim)"),
}
