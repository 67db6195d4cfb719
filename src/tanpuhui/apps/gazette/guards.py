"""All tables of the gazette are append-only; of a filing only the state moves on, and it is never deleted."""

from tanpuhui.apps.records.guards import Guard

GUARDS = (
    Guard("gazette_notice"),
    Guard("gazette_noticeentry"),
    Guard("gazette_adoption"),
    Guard("gazette_adoptionline"),
    Guard("gazette_adoptionrevocation"),
    Guard("gazette_filing", ("delete",)),
    Guard("gazette_filingstep"),
    Guard("gazette_filingdocument"),
    Guard("gazette_filingopinion"),
    Guard("gazette_methodology"),
)
TOLD = tuple(guard.table.replace("_", ".") for guard in GUARDS)
SECOND_PERSON = ("gazette_adopt", "gazette_filing_publish", "gazette_publish", "gazette_revoke")
