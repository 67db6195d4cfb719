"""A walk through the site: from the pages of the catalogue along the links found on them, some of each kind of page."""

from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from urllib.parse import urlsplit

from tanpuhui.interfaces.web import frame
from tests.browser.watching import Watched, name
from tests.support.long import counts

EACH = counts(1, 12)
"""How many addresses of one kind of page are visited."""
LEAVING = {"account_logout", "evidence", "list_file"}
"""Ways out, and files."""


def entrances(lang: str, *, seated: bool) -> list[str]:
    """The addresses of the catalogue's pages that need nothing else, in their order."""
    wanted = [page for page in frame.pages() if bool(page.needs) == seated]
    return [f"/{lang}/{address}" for page in wanted for address in page.addresses if "<" not in address]


def walk(
    tab: Watched,
    first: list[str],
    each: int = EACH,
    *,
    also: frozenset[str] = frozenset(),
    langs: tuple[str, ...] = (),
) -> Iterator[tuple[str, bool]]:
    """Opens page after page; gives the address and whether it is the first of its kind. Files are left to other tests.

    `also`: only pages with these names are gone to from links (all, if none is named). `langs`: the pages are opened in
    these languages by turns (in that of the first, if none is named).
    """
    todo, met = list(first), {_bare(address) for address in first}
    kinds: Counter[str] = Counter()
    for lang in cycle(langs or (first[0].split("/")[1],)):
        if not todo:
            return
        address = f"/{lang}/{_bare(todo.pop(0))}"
        kinds[name(address)] += 1
        tab.go(address)
        yield address, kinds[name(address)] == 1
        for link in tab.links():
            kind = name(link)
            counted = kinds[kind] + sum(name(one) == kind for one in todo)
            if _bare(link) in met or counted >= each or not kind or (also and kind not in also):
                continue
            if link.startswith(f"/{lang}/") and not is_file(link):
                met.add(_bare(link))
                todo.append(link)


def _bare(address: str) -> str:
    """An address below its language."""
    return "/".join(address.split("/")[2:])


def is_file(address: str) -> bool:
    """Whether something is downloaded there, by the look of the address."""
    return "." in urlsplit(address).path.rsplit("/", 1)[-1] or name(address) in LEAVING
