"""The columns of CARB's issuance table, edition of November 2024: 29 names in their order, and two that have none."""

ID = "CARB Issuance ID"
REGISTRY_PROJECT = "OPR Project ID"
PROJECT_TYPE = "Project Type"
KIND = "Early Action/ Compliance"
PERIOD_START = "Reporting Period Start Date"
PERIOD_END = "Reporting Period End Date"
VINTAGE = "Vintage"
ISSUED = "ARB Offset Credits Issued"
BUFFER_IN = "Forest Buffer Account Contribution"
ISSUED_ON = "Issuance Date"
WINDOW = "Invalidation Timeframe"
WINDOW_REDUCED = "Date Invalidation Period Reduced"
WINDOW_START = "Start of Invalidation Timeframe"
PROJECT_NAME = "Offset Project Name"
OPERATOR = "Offset Project Operator"
VERIFIER = "Verification Body"
STATE = "State"
DEBS = "Provides DEBS"
DEBS_PAPER = "Section 95989(b) Documentation, if applicable"
PAPERS = "Project Documentation"
BUFFER_RETIRED = "Buffer Pool Retired"
REVERSAL = "Retired for Intentional Reversal"
VOLUNTARY = "Retired Voluntarily"
CP1 = "Retired 1st Compliance Period (CA)"
CP2 = "Retired 2nd Compliance Period (CA)"
CP3 = "Retired 3rd Compliance Period (CA)"
CP4 = "Retired 4th Compliance Period (CA)"
QUEBEC = "Retired for Compliance in Quebec"
COMMENT = "Comment"

NAMED: tuple[str, ...] = (
    *(ID, REGISTRY_PROJECT, PROJECT_TYPE, KIND, PERIOD_START, PERIOD_END, VINTAGE, ISSUED, BUFFER_IN, ISSUED_ON),
    *(WINDOW, WINDOW_REDUCED, WINDOW_START, PROJECT_NAME, OPERATOR, VERIFIER, STATE, DEBS, DEBS_PAPER, PAPERS),
    *(BUFFER_RETIRED, REVERSAL, VOLUNTARY, CP1, CP2, CP3, CP4, QUEBEC, COMMENT),
)
NAMELESS = 2  # CARB's spreadsheet ends in two columns without a name; a copy may have dropped them

USES: tuple[str, ...] = (BUFFER_IN, BUFFER_RETIRED, CP1, CP2, CP3, CP4, QUEBEC, REVERSAL, VOLUNTARY)
WINDOWS: tuple[str, ...] = (WINDOW, WINDOW_REDUCED, WINDOW_START)

NOTHING = "n/a"  # how the table writes "does not apply"
NONE_GIVEN = ("", NOTHING, "–")
DEFERRED = "reforest defer"
INVALIDATED = ("INVALIDATED", "INVALIDATE")  # the second is cut off in some copies of the table
