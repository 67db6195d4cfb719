"""Deeds of organisations and people."""

from tanpuhui.apps.notices import addresses
from tanpuhui.apps.parties import operations as do
from tanpuhui.apps.parties.kinds import KINDS
from tanpuhui.apps.parties.permissions import ENTRUSTABLE, PERMISSIONS
from tanpuhui.apps.parties.roles import ROLES
from tanpuhui.core.text import Text
from tanpuhui.interfaces.deeds.deed import Deed

OUTCOMES = {"accepted": Text("通过", "accepted"), "refused": Text("不通过", "refused")}
_ROLES = {code: role.says for code, role in ROLES.items() if role.kinds}

DEEDS = (
    Deed("admit_organisation", do.admit_organisation, "organisations", Text("接纳机构", "Admit an organisation"),
         "parties:admit", {"kind": lambda: KINDS, "first.role": lambda: _ROLES}),
    Deed("close_organisation", do.close_organisation, "organisations/{organisation}/closing",
         Text("关闭机构", "Close an organisation"), "parties:admit", signs=True),
    Deed("vet_organisation", do.vet, "organisations/{organisation}/due-diligence", Text("登记尽职调查", "Record due diligence"),
         "parties:vet", {"outcome": lambda: OUTCOMES}),
    Deed("register_person", do.register_person, "persons", Text("登记自然人", "Register a person"), "parties:invite"),
    Deed("create_user", do.create_user, "users", Text("建立用户", "Create a user"), "parties:invite"),
    Deed("identify_user", do.identify, "users/{user}/identity", Text("核验身份", "Check whose login it is"),
         "parties:identify", signs=True),
    Deed("appoint", do.appoint, "organisations/{organisation}/appointments", Text("任命角色", "Appoint to a role"),
         "parties:appoint", {"role": lambda: _ROLES}),
    Deed("end_appointment", do.end_appointment, "appointments/{appointment}/end", Text("免除角色", "End an appointment"),
         "parties:appoint"),
    Deed("authorise_representative", do.authorise_representative, "organisations/{organisation}/representatives",
         Text("登记授权代表", "Record an authorised representative"), "parties:represent"),
    Deed("entrust", do.entrust, "organisations/{owner}/entrustments", Text("委托代理", "Entrust an agent"), "parties:entrust",
         {"permissions": lambda: {code: PERMISSIONS[code].says for code in sorted(ENTRUSTABLE)}}, signs=True),
    Deed("revoke_entrustment", do.revoke_entrustment, "entrustments/{entrustment}/end", Text("撤销委托", "Revoke an entrustment"),
         "parties:entrust"),
    Deed("set_email", addresses.set_email, "me/email", Text("设置自己的邮箱", "Set one's own address for mail"), "notices:read"),
    Deed("confirm_email", addresses.confirm_email, "me/email/confirmation", Text("确认邮箱", "Confirm the address"),
         "notices:read"),
    Deed("switch_email", addresses.switch_email, "me/email/switch", Text("开启或关闭邮件通知", "Switch notices by mail on or off"),
         "notices:read"),
    Deed("issue_token", do.issue_token, "tokens", Text("签发接口令牌", "Issue a token for a program"), "api:token",
         {"scopes": lambda: {code: each.says for code, each in PERMISSIONS.items()}}, signs=True),
    Deed("revoke_token", do.revoke_token, "tokens/{token}/end", Text("撤销接口令牌", "End a token"), "api:token"),
)  # fmt: skip
