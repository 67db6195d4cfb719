"""California's Compliance Offset Program: the public table of offset credits that CARB issued, read for us."""

SHORT_NAMES = ("california", "carb")
