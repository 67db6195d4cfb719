"""The roles: what each may do, and in which kinds of organisation it exists. One table, no code."""

from dataclasses import dataclass

from tanpuhui.apps.parties.kinds import KINDS
from tanpuhui.apps.parties.permissions import ENTRUSTABLE
from tanpuhui.core.text import Text


@dataclass(frozen=True, slots=True)
class Role:
    """A role: `permissions` hold in one's own organisation (or the register), `for_owners` where an owner entrusts them."""

    code: str
    says: Text
    permissions: frozenset[str]
    kinds: frozenset[str]
    for_owners: frozenset[str] = frozenset()


ALL = frozenset(KINDS)
HOLDERS = ALL - {"city_bureau", "verification_body", "data_partner", "expert_committee"}
AUTHORITY = frozenset({"provincial_department"})
FILERS = ALL - AUTHORITY - {"city_bureau", "expert_committee", "foreign_register"}
"""Anybody may file a methodology, but those who will judge it."""
OPERATORS = AUTHORITY | {"platform"}
_READS = frozenset({"accounts:read", "api:token", "notices:read"})


def _role(
    code: str, says: Text, kinds: frozenset[str], *permissions: str, owners: frozenset[str] = frozenset()
) -> Role:
    return Role(code, says, _READS | set(permissions), kinds, owners)


SYSTEM = frozenset(
    {"accounts:open", "jobs:run", "ledger:lapse", "records:file", "register:import"}
    | {f"parties:{verb}" for verb in ("admit", "appoint", "identify", "invite", "represent", "vet")}
)
"""What setting up (init, demo) may do by itself: it prepares the stage; people act on it."""
_TABLE = (
    _role("account_approver", Text("账户复核员", "account approver"), HOLDERS, "records:approve", "records:ask"),
    _role(
        *("account_manager", Text("账户管理员", "account manager"), HOLDERS),
        *("ledger:accept", "ledger:reserve", "ledger:retire", "ledger:surrender", "ledger:transfer"),
        *("records:ask", "records:file"),
    ),
    _role("account_viewer", Text("账户查看员", "account viewer"), ALL),
    _role(
        *("administrator", Text("登记簿管理员", "administrator of the register"), OPERATORS),
        *("accounts:close", "accounts:inspect", "accounts:open", "jobs:run", "parties:admit", "parties:identify"),
        *("parties:invite", "parties:represent", "parties:vet", "records:file"),
    ),
    _role("agent", Text("代理人", "agent"), HOLDERS - AUTHORITY, owners=ENTRUSTABLE),
    _role(
        *("applicant", Text("项目申请人", "applicant"), HOLDERS - AUTHORITY - {"foreign_register"}),
        *("claims:file", "projects:apply", "projects:object", "records:file"),
    ),
    _role(
        *(
            "committee_member",
            Text("专家委员会委员", "member of the expert committee"),
            frozenset({"expert_committee"}),
        ),
        *("gazette:evaluate", "records:file"),
    ),
    _role(
        *("gazette_officer", Text("公报与方法学经办人（省级）", "officer of the gazette (province)"), AUTHORITY),
        *("gazette:adopt", "gazette:publish", "gazette:review", "records:ask", "records:file"),
    ),
    _role("importer", Text("导入员", "importer"), OPERATORS, "jobs:run", "records:file", "register:import"),
    _role("methodology_filer", Text("方法学申报人", "filer of methodologies"), FILERS, "gazette:file", "records:file"),
    _role(
        *("organisation_manager", Text("机构管理员", "manager of the organisation"), ALL),
        *("parties:appoint", "parties:entrust", "parties:invite", "projects:object", "records:file"),
    ),
    _role(
        *("project_officer", Text("项目审定员（省级）", "officer of projects (province)"), AUTHORITY),
        *("projects:decide", "records:file", "verification:accredit"),
    ),
    _role(
        *("registrar", Text("登记员（省级）", "registrar (province)"), AUTHORITY),
        *("accounts:inspect", "claims:confirm", "claims:decide", "ledger:buffer", "ledger:cancel", "ledger:convert"),
        *("ledger:expire", "ledger:freeze", "ledger:invalidate", "ledger:issue", "ledger:lapse", "ledger:release"),
        *("records:ask", "records:file"),
    ),
    _role(
        *("registrar_approver", Text("登记复核员（省级）", "approver of the registrar (province)"), AUTHORITY),
        *("accounts:inspect", "records:approve", "records:ask"),
    ),
    _role(
        "reviewer",
        Text("审核员（市级）", "reviewer (city)"),
        frozenset({"city_bureau"}),
        "gazette:forward",
        "projects:forward",
        "records:file",
    ),
    _role("settler", Text("结算员", "settler"), frozenset({"exchange"}), "ledger:settle"),
    _role("setup", Text("建立登记簿", "set-up"), frozenset(), *SYSTEM),
    _role(
        "verifier", Text("核查员", "verifier"), frozenset({"verification_body"}), "records:file", "verification:verify"
    ),
)
ROLES: dict[str, Role] = {r.code: r for r in _TABLE}
"""All roles. No kind of organisation has `setup`, so nobody can be appointed to it."""
