"""All deeds, by code. A module of this room with a tuple `DEEDS` is found by itself."""

import pkgutil
from functools import cache
from importlib import import_module

from tanpuhui.interfaces.deeds.deed import Deed
from tanpuhui.interfaces.deeds.refusals import refuse


@cache
def deeds() -> dict[str, Deed]:
    """Every deed, in the order of rooms and lists."""
    room = import_module("tanpuhui.interfaces.deeds")
    modules = [import_module(f"{room.__name__}.{found.name}") for found in pkgutil.iter_modules(room.__path__)]
    return {deed.code: deed for module in modules for deed in getattr(module, "DEEDS", ())}


def deed(code: str) -> Deed:
    """One deed. Refuses `unknown_deed`."""
    found = deeds().get(code)
    if found is None:
        raise refuse("unknown_deed", deed=code[:60])
    return found
