"""What was issued and what was read stays as it was."""

from tanpuhui.apps.records.guards import Guard

GUARDS = (
    Guard("issuance_foreignfile"),
    Guard("issuance_foreignrow"),
    Guard("issuance_issuance"),
    Guard("issuance_issuedvintage"),
)
SECOND_PERSON = ("phcer_issue",)
TOLD = ("issuance.ForeignFile", "issuance.ForeignRow", "issuance.Issuance", "issuance.IssuedVintage")
