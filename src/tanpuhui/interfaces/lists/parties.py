"""Lists of organisations, for everybody; of people, mandates and tokens, for their own organisation."""

from tanpuhui.apps.disclosure.registers import people
from tanpuhui.apps.parties.kinds import KINDS
from tanpuhui.core.text import Text
from tanpuhui.interfaces.lists.columns import PARTIES, columns, narrow
from tanpuhui.interfaces.lists.listing import listed

_MANDATE = "starts_on ends_on revoked_on"


def _open_kinds() -> dict[str, Text]:
    return {code: says for code, says in KINDS.items() if code not in people.PERSONAL}


LISTS = (
    listed(
        "organisations",
        Text("机构", "Organisations"),
        Text("登记在册的机构：业主、核查机构、主管部门、交易所等；家庭不列出。",
             "Who is on the register: owners, verification bodies, authorities, exchanges; households are not listed."),
        people.organisations,
        columns("code kind name_zh name_en area city_zh city_en fictional opened_on closed_on", kind=PARTIES),
        *narrow("kind area", kind=_open_kinds),
    ),
    listed(
        "appointments",
        Text("任命", "Appointments"),
        Text("本机构的人员和角色。", "Who acts in the own organisation, in which role."),
        people.appointments,
        columns(f"appointment organisation user name role {_MANDATE}"),
        *narrow("role holding"),
        needs="parties:appoint",
    ),
    listed(
        "representatives",
        Text("授权代表", "Authorised representatives"),
        Text("机构账户的授权代表。", "Who represents an organisation for its accounts."),
        people.representatives,
        columns(f"representative organisation user name evidence {_MANDATE}"),
        *narrow("holding"),
        needs="accounts:read",
    ),
    listed(
        "entrustments",
        Text("委托", "Entrustments"),
        Text("本机构委托他人或受托办理的事项。", "What the own organisation entrusted to others, or was entrusted with."),
        people.entrustments,
        columns(f"entrustment owner agent permissions agreement {_MANDATE}"),
        *narrow("holding"),
        needs="accounts:read",
    ),
    listed(
        "tokens",
        Text("接口令牌", "Tokens"),
        Text("本人的接口令牌；机构管理员可见全机构的。", "One's own tokens for programs; those of the organisation for its manager."),
        people.tokens,
        columns(f"token label user scopes {_MANDATE}"),
        *narrow("holding"),
        needs="api:token",
    ),
)  # fmt: skip
