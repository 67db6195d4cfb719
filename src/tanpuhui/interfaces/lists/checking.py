"""Lists of what was checked and objected: for the owners and agents, the city, the province and the body of each case."""

from tanpuhui.apps.disclosure.registers import checking
from tanpuhui.core.text import Text
from tanpuhui.interfaces.lists.columns import columns, narrow
from tanpuhui.interfaces.lists.listing import listed

_READ = "notices:read"
FOUND = {"correction": Text("须改正", "correction"), "clarification": Text("须说明", "clarification")}
SAID = {"raise": Text("提出", "raise"), "answer": Text("答复", "answer"), "close": Text("关闭", "close")}
SEEN = {"site_visit": Text("现场核查", "site visit"), "sampling": Text("抽样", "sampling")}

LISTS = (
    listed(
        "findings",
        Text("核查发现", "Findings"),
        Text("核查发现的往来，一条一行，按先后。", "The threads of findings, message by message, in order."),
        checking.findings,
        columns("message report finding kind act text evidence organisation on", kind=lambda: FOUND, act=lambda: SAID),
        *narrow("report project"),
        needs=_READ,
    ),
    listed(
        "visits",
        Text("现场核查与抽样", "Visits and samplings"),
        Text("在案的现场核查和抽样：何时、何地、多少个中的多少个、所见。", "Visits and samplings on record: when, where, of how many how many, "
                                              "what was seen."),
        checking.visits,
        columns("visit report kind first last place method population sample seen evidence organisation on",
                kind=lambda: SEEN),
        *narrow("report project"),
        needs=_READ,
    ),
    listed(
        "statements",
        Text("核查声明", "Verification statements"),
        Text("核查机构签署的声明及所签的哈希。", "What verification bodies signed, and over which hashes."),
        checking.statements,
        columns("statement report number body person assurance opinion text dossier calculation signed method on"),
        *narrow("report project"),
        needs=_READ,
    ),
    listed(
        "objections",
        Text("异议", "Objections"),
        Text("对公示的异议和最近的答复：本案各方的，和自己提出的。", "Objections to disclosures with the newest answer: of one's cases, and one's own."),
        checking.objections,
        columns("number project objection raised_by text evidence on received_on answers answer answered_on"),
        *narrow("project"),
        needs=_READ,
    ),
)  # fmt: skip
