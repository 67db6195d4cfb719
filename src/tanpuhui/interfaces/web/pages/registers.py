"""The public registers, each under a short address of its own: the list of the catalogue, with what it is."""

from tanpuhui.interfaces.lists.catalogue import listing
from tanpuhui.interfaces.web.frame import Answer, Page, Visit
from tanpuhui.interfaces.web.listed import listed
from tanpuhui.interfaces.web.words import LISTED

MORE = {
    "issuances": 10, "retirements": 11, "cancellations": 12, "decisions": 13, "freezes": 14,
    "organisations": 22, "verification_bodies": 23, "methodologies": 24,
}  # fmt: skip
"""The lists that have such an address, and their place in the footer."""
WITHOUT = {
    "issuances": ("series", "foreign_id", "basis", "verification", "register"),
    "retirements": ("posting", "register"), "cancellations": ("posting", "register"),
    "decisions": ("number", "dossier", "before"), "methodologies": ("design", "filing", "reference"),
}  # fmt: skip
"""Columns that the short page leaves out; the list under `lists/` and the files have them all."""


def _page(code: str, place: int) -> Page:
    wanted = listing(code)

    def show(visit: Visit) -> Answer:
        return Answer({"listed": listed(visit, wanted, without=WITHOUT.get(code, ()))})

    return Page(code, (code,), "web/list.html", wanted.title, LISTED, show, more=place)


PAGES = tuple(_page(code, place) for code, place in MORE.items())
