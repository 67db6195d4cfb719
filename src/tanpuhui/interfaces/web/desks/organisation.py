"""The tables of an organisation: due diligence, people with roles, representatives, entrustments, tokens."""

from datetime import date

from tanpuhui.apps.disclosure import organisations
from tanpuhui.apps.parties.permissions import PERMISSIONS
from tanpuhui.apps.parties.queries import OrganisationRow
from tanpuhui.apps.parties.roles import ROLES
from tanpuhui.core.text import Text
from tanpuhui.interfaces.deeds.parties import OUTCOMES
from tanpuhui.interfaces.web.desks import links
from tanpuhui.interfaces.web.desks.words import SHARED
from tanpuhui.interfaces.web.frame import Visit
from tanpuhui.interfaces.web.grid import MORE, Cell, Column, Grid, Way, day, onward

LIMIT = 50
APPOINT, ENTRUST, IDENTIFY, INVITE = "parties:appoint", "parties:entrust", "parties:identify", "parties:invite"
WORDS = {
    **SHARED,
    "code": Text("代码", "Code"),
    "credit_code": Text("统一社会信用代码", "Unified social credit code"),
    "area": Text("行政区划代码", "Area"),
    "opened": Text("登记日", "Entered on"),
    "fictional": Text("虚构", "fictional"),
    "diligence": Text("尽职调查", "Due diligence"),
    "diligence_caption": Text("尽职调查，最近的在前", "Examinations, the newest first"),
    "not_examined": Text("还没有尽职调查，因此不能开户。", "Not examined yet, so no account can be opened."),
    "outcome": Text("结论", "Outcome"),
    "examiner": Text("办理人", "By"),
    "expires": Text("失效日", "Expires on"),
    "note": Text("备注", "Note"),
    "evidence": Text("文件", "Document"),
    "members": Text("人员与角色", "People and roles"),
    "members_caption": Text("现任人员，最早的在前", "Who acts here, the earliest first"),
    "nobody": Text("没有现任人员。", "Nobody acts here."),
    "person": Text("姓名", "Name"),
    "role": Text("角色", "Role"),
    "since": Text("起始日", "Since"),
    "until": Text("截止日", "Until"),
    "no_password": Text("尚未设密码", "no password yet"),
    "not_identified": Text("身份未核验", "identity not checked"),
    "identify": Text("核验身份", "Check the identity"),
    "invite": Text("发出邀请", "Invite"),
    "end": Text("免除", "End"),
    "add": Text("添加人员", "Add somebody"),
    "appoint": Text("任命已有用户", "Appoint a user"),
    "representatives": Text("授权代表", "Authorised representatives"),
    "representatives_caption": Text("账户的授权代表", "Authorised representatives for the accounts"),
    "no_representatives": Text(
        "没有授权代表；由登记簿管理员登记。", "There are none; the administrator of the register records them."
    ),
    "entrustments": Text("委托", "Entrustments"),
    "entrustments_caption": Text("有效的委托：发出的和受托的", "Entrustments in force, given and received"),
    "no_entrustments": Text("没有有效的委托。", "No entrustment is in force."),
    "who_for_whom": Text("受托方与委托方", "Agent and owner"),
    "given": Text("委托给 {agent}", "entrusted to {agent}"),
    "received": Text("受 {owner} 委托", "entrusted by {owner}"),
    "permissions": Text("权限", "Permissions"),
    "agreement": Text("协议", "Agreement"),
    "file": Text("文件", "File"),
    "entrust": Text("委托一家机构", "Entrust an organisation"),
    "revoke": Text("撤销", "Revoke"),
    "tokens": Text("接口令牌", "Tokens for programs"),
    "tokens_caption": Text("有效的令牌", "Tokens in force"),
    "no_tokens": Text("没有有效的令牌。", "No token is in force."),
    "label": Text("名称", "Label"),
    "user": Text("用户", "User"),
    "scopes": Text("权限", "Scopes"),
    "standing": Text("常设", "standing"),
    "new_token": Text("签发令牌", "Issue a token"),
}


def examinations(place: OrganisationRow) -> Grid:
    """The examinations, the newest first."""
    rows = [
        [
            day(row.checked_on),
            Cell(OUTCOMES[row.outcome]),
            day(row.expires_on),
            Cell(row.checked_by.display_name),
            Cell(row.note),
            _file(row.evidence),
        ]
        for row in organisations.examinations(place.id)
    ]
    columns = [
        Column(WORDS["day"], "day"),
        Column(WORDS["outcome"]),
        Column(WORDS["expires"], "day"),
        Column(WORDS["examiner"]),
        Column(WORDS["note"]),
        Column(WORDS["evidence"]),
    ]
    return Grid("diligence", WORDS["diligence_caption"], columns, rows, WORDS["not_examined"])


def _file(sha256: str) -> Cell:
    address = links.to("evidence", sha256)
    return Cell(WORDS["file"], address) if address else Cell(sha256[:12])


def members(visit: Visit, place: OrganisationRow, on: date) -> Grid:
    """Who acts there in which role, a page at a time, with what the visitor may do about it."""
    found = organisations.members(place.id, on, after=_number(visit.asked("members")), limit=LIMIT + 1)
    shown = found[:LIMIT]
    more = Way(MORE, onward(visit, members=shown[-1].appointment)) if len(found) > LIMIT else None
    by = visit.seated.actor
    admits = by.may("parties:admit")
    invites = by.may(INVITE) and (admits or by.organisation_id == place.id)
    rows, told = [], {visit.seated.user.login}
    for one in shown:
        ways = links.deed(
            visit, "end_appointment", WORDS["end"], needs=APPOINT, whose=place.id, appointment=one.appointment
        )
        if not one.identified:
            ways += links.deed(visit, "identify_user", WORDS["identify"], needs=IDENTIFY, user=one.login)
        # Whose identity was checked gets no further link from the own house (decision 0017).
        if one.waits and invites and (admits or not one.identified) and one.login not in told:
            told.add(one.login)
            ways += (Way(WORDS["invite"], f"{links.to('organisation_invite', place.code)}?login={one.login}"),)
        rows.append(
            [
                Cell(one.name, under=one.login, mark=_lacks(one)),
                Cell(ROLES[one.role].says),
                day(one.starts_on),
                day(one.ends_on),
                Cell(ways=ways),
            ]
        )
    columns = [
        Column(WORDS["person"]),
        Column(WORDS["role"]),
        Column(WORDS["since"], "day"),
        Column(WORDS["until"], "day"),
        Column(WORDS["actions"]),
    ]
    return Grid("members", WORDS["members_caption"], columns, rows, WORDS["nobody"], more)


def _lacks(one: organisations.Member) -> Text | None:
    """What somebody cannot do without."""
    if one.waits:
        return WORDS["no_password"]
    return None if one.identified else WORDS["not_identified"]


def representatives(place: OrganisationRow, on: date) -> Grid:
    """The authorised representatives."""
    rows = [
        [Cell(row.user.display_name, under=row.user.login), day(row.starts_on), day(row.ends_on), _file(row.evidence)]
        for row in organisations.representatives(place.id, on)
    ]
    columns = [
        Column(WORDS["person"]),
        Column(WORDS["since"], "day"),
        Column(WORDS["until"], "day"),
        Column(WORDS["evidence"]),
    ]
    return Grid("representatives", WORDS["representatives_caption"], columns, rows, WORDS["no_representatives"])


def entrustments(visit: Visit, place: OrganisationRow, on: date) -> Grid:
    """What was entrusted by and to the organisation; its own may be revoked."""
    rows = []
    for row in organisations.entrustments(place.id, on):
        mine = row.owner_id == place.id
        other = row.agent if mine else row.owner
        said = Text(other.name_zh, other.name_en)
        ways = links.deed(
            visit, "revoke_entrustment", WORDS["revoke"], needs=ENTRUST, whose=row.owner_id, entrustment=row.pk
        )
        rows.append(
            [
                Cell(WORDS["given"].fill(agent=said) if mine else WORDS["received"].fill(owner=said), under=other.code),
                Cell(permissions(row.permissions)),
                day(row.starts_on),
                day(row.ends_on),
                _file(row.agreement),
                Cell(ways=ways),
            ]
        )
    columns = [
        Column(WORDS["who_for_whom"]),
        Column(WORDS["permissions"]),
        Column(WORDS["since"], "day"),
        Column(WORDS["until"], "day"),
        Column(WORDS["agreement"]),
        Column(WORDS["actions"]),
    ]
    return Grid("entrustments", WORDS["entrustments_caption"], columns, rows, WORDS["no_entrustments"])


def tokens(visit: Visit) -> Grid:
    """The tokens that the visitor may see and end."""
    by = visit.seated.actor
    rows = [
        [
            Cell(row.label, mark=WORDS["standing"] if row.standing else None),
            Cell(row.user.login),
            Cell(permissions(row.scopes)),
            day(row.starts_on),
            day(row.ends_on),
            Cell(ways=links.deed(visit, "revoke_token", WORDS["end"], needs="api:token", token=row.pk)),
        ]
        for row in organisations.tokens(by, visit.today)
    ]
    columns = [
        Column(WORDS["label"]),
        Column(WORDS["user"]),
        Column(WORDS["scopes"]),
        Column(WORDS["since"], "day"),
        Column(WORDS["until"], "day"),
        Column(WORDS["actions"]),
    ]
    return Grid("tokens", WORDS["tokens_caption"], columns, rows, WORDS["no_tokens"])


def permissions(codes: list[str]) -> Text:
    """Permissions in words."""
    says = [PERMISSIONS[code].says if code in PERMISSIONS else Text(code, code) for code in codes]
    return Text("、".join(text.zh for text in says), ", ".join(text.en for text in says))


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else 0
