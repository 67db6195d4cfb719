"""Serials of other registers: strict readers and printers, so that no free text stands where a serial should."""

from tanpuhui.core.foreign_serials.american import AcrSerial, CarSerial
from tanpuhui.core.foreign_serials.arb import ArbIssuance, ArbNonCredit
from tanpuhui.core.foreign_serials.article6 import ItmoId
from tanpuhui.core.foreign_serials.cercarbono import CercarbonoBlock, CercarbonoSerial
from tanpuhui.core.foreign_serials.form import ForeignSerial
from tanpuhui.core.foreign_serials.kyoto import KyotoBlock
from tanpuhui.core.foreign_serials.voluntary import ErsSerial, GoldStandardSerial, VerraSerial
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.refused import refuse, shown

__all__ = [
    "FORMS",
    "AcrSerial",
    "ArbIssuance",
    "ArbNonCredit",
    "CarSerial",
    "CercarbonoBlock",
    "CercarbonoSerial",
    "ErsSerial",
    "ForeignSerial",
    "GoldStandardSerial",
    "ItmoId",
    "KyotoBlock",
    "VerraSerial",
    "parse",
    "recognise",
]

FORMS: dict[str, type[ForeignSerial]] = {
    form.key: form
    for form in (
        ArbIssuance,
        ArbNonCredit,
        CarSerial,
        AcrSerial,
        GoldStandardSerial,
        VerraSerial,
        CercarbonoSerial,
        ErsSerial,
        KyotoBlock,
        ItmoId,
    )
}
"""Every form by its key."""


def parse(form: str, text: str) -> ForeignSerial:
    """`text` read as a serial of the form with key `form`; refused if it is not one."""
    if form not in FORMS:
        raise refuse("unknown_form", form=shown(form), known=", ".join(FORMS))
    return FORMS[form].parse(text)


def recognise(text: str) -> tuple[str, ...]:
    """The keys of the forms that `text` can be read as: usually one or none."""
    return tuple(key for key, form in FORMS.items() if _reads(form, text))


def _reads(form: type[ForeignSerial], text: str) -> bool:
    try:
        form.parse(text)
    except Refusal:
        return False
    return True
