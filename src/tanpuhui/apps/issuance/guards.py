"""What was read stays as it was read."""

from tanpuhui.apps.records.guards import Guard

GUARDS = (Guard("issuance_foreignfile"), Guard("issuance_foreignrow"))
