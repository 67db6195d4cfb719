"""People of the tests whose identity was checked: by set-up, with a number that stands for the person."""

from typing import Any

from tanpuhui.apps.parties import operations
from tanpuhui.apps.records.journal import JOURNAL

PAPER = "a" * 64


def identified(user: int, person: int, **write: Any) -> int:
    """The user, found to be the person's. Two users of one person have one number."""
    said = {"journal": JOURNAL, **write, "user": user, "identity_number": f"TEST{person:08}", "evidence": PAPER}
    return operations.identify(**said)
