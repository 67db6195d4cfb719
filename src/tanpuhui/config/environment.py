"""Settings read from the environment, each as exactly what it must be."""

import os
import re

from tanpuhui.config.refusals import refuse
from tanpuhui.core.refused import shown
from tanpuhui.core.text import Text

_SITE = re.compile(r"https?://([A-Za-z0-9.-]{1,253}|\[[0-9a-f:]+\])(:[0-9]{1,5})?")
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


def site(name: str) -> str:
    """The variable as the address below which a site lies, `https://host` or `http://host:port`; empty if it is not set.

    Refuses `setting_malformed`.
    """
    said = os.environ.get(name, "").strip().rstrip("/")
    if said and not _SITE.fullmatch(said):
        why = Text("应为 https://主机 或 http://主机:端口", "it should be https://host or http://host:port")
        raise refuse("setting_malformed", name=name, value=shown(said), why=why)
    return said
