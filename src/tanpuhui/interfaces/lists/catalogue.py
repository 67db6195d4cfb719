"""All lists, by code. A module of this room with a tuple `LISTS` is found by itself."""

import pkgutil
from functools import cache
from importlib import import_module

from tanpuhui.interfaces.lists.listing import Listing
from tanpuhui.interfaces.lists.refusals import refuse


@cache
def listings() -> dict[str, Listing]:
    """Every list."""
    room = import_module("tanpuhui.interfaces.lists")
    modules = [import_module(f"{room.__name__}.{found.name}") for found in pkgutil.iter_modules(room.__path__)]
    return {listing.code: listing for module in modules for listing in getattr(module, "LISTS", ())}


def listing(code: str) -> Listing:
    """One list. Refuses `unknown_list`."""
    found = listings().get(code)
    if found is None:
        raise refuse("unknown_list", list=code[:60], known=", ".join(listings()))
    return found
