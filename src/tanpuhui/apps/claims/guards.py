"""What was claimed, told and ruled never changes; a claim's state does, and no claim ever goes."""

from tanpuhui.apps.records.guards import Guard

GUARDS = (
    Guard("claims_case"),
    Guard("claims_claim", ("delete",)),
    Guard("claims_event"),
    Guard("claims_outline"),
    Guard("claims_reference"),
    Guard("claims_ruling"),
    Guard("claims_subject"),
)
TOLD = tuple(guard.table.replace("_", ".") for guard in GUARDS)
"""All but holds and squares: these follow from their claims, and `verify` asks whether they do."""
