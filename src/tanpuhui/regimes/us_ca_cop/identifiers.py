"""What a `CARB Issuance ID` says about its row: credits or none, and what goes with its type."""

from tanpuhui.core.foreign_serials.arb import ArbIssuance, ArbNonCredit
from tanpuhui.core.refusals import Refusal

# As printed in the table; UF (urban forest) and RC (rice) have no row there.
PROJECT_TYPES = {"FR": "Forest", "LS": "Livestock", "OD": "ODS", "MM": "MMC"}


def read_id(text: str) -> ArbIssuance | ArbNonCredit | None:
    """The issuance, or the row without credits, that an id names; None if it is neither."""
    for form in (ArbIssuance, ArbNonCredit):
        try:
            return form.parse(text)
        except Refusal:
            continue
    return None


def is_early(known: ArbIssuance) -> bool:
    """Whether the project number is one of early action: in the table its first digit is 0 there, and only there."""
    return known.number.startswith("0")


def fits_type(letters: str, printed: str) -> bool:
    """Whether the printed project type is the one of the id's letters; letters never seen fit any type not taken."""
    return PROJECT_TYPES[letters] == printed if letters in PROJECT_TYPES else printed not in PROJECT_TYPES.values()
