"""Grid-connected renewable electricity after the arithmetic of CDM AMS-I.D: a proof that the engine is general."""

SHORT_NAMES = ("ams-i-d",)
