"""Settings read from the environment, each as exactly what it must be."""

import os

from tanpuhui.config.refusals import refuse
from tanpuhui.core.refused import shown
from tanpuhui.core.text import Text

_YES, _NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


def switched_on(name: str, *, default: bool = False) -> bool:
    """Whether the variable says yes (1) or no (0); empty or not there, the default. Refuses `setting_malformed`."""
    said = os.environ.get(name, "").strip().lower()
    if not said:
        return default
    if said not in _YES + _NO:
        raise refuse("setting_malformed", name=name, value=shown(said), why=Text("应为 1 或 0", "it should be 1 or 0"))
    return said in _YES


def whole(name: str, default: int) -> int:
    """The variable as a whole number above zero, else the default. Refuses `setting_malformed`."""
    said = os.environ.get(name, "").strip()
    if not said:
        return default
    if not (said.isascii() and said.isdecimal() and len(said) < 19 and int(said)):
        why = Text("应为大于零的整数", "it should be a whole number above zero")
        raise refuse("setting_malformed", name=name, value=shown(said), why=why)
    return int(said)
