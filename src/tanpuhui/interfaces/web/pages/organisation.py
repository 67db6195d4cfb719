"""The desk of an organisation: its data, people and roles, entrustments, tokens for programs; and invitations."""

from dataclasses import replace
from hashlib import sha256
from secrets import token_urlsafe

from django.core.signing import Signer
from django.http.response import HttpResponseBase
from django.urls import reverse

from tanpuhui.apps.disclosure import organisations
from tanpuhui.apps.parties import queries
from tanpuhui.apps.parties.kinds import KINDS
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web import forms, login
from tanpuhui.interfaces.web.desks import links
from tanpuhui.interfaces.web.desks import organisation as desk
from tanpuhui.interfaces.web.desks.organisation import APPOINT, ENTRUST, INVITE
from tanpuhui.interfaces.web.forms import Offer
from tanpuhui.interfaces.web.forms.fields import Field
from tanpuhui.interfaces.web.frame import SEAT, Answer, Page, Visit
from tanpuhui.interfaces.web.pages.certificates import base
from tanpuhui.interfaces.web.refusals import refuse

NONCE = "token_nonce"
WORDS = {
    **desk.WORDS,
    "token_lead": Text(
        "令牌让程序以您的身份、代表本机构使用接口，权限不超过您在这里的权限。",
        "A token lets a program use the API as you, for this organisation, with no more than you may do here.",
    ),
    "token_made": Text("令牌已签发", "The token was issued"),
    "token_once": Text(
        "下面是令牌本身。登记簿只存它的 SHA-256：离开这个页面后，再也无法看到它。",
        "This is the token itself. The register keeps only its SHA-256: once you leave this page it cannot be seen again.",
    ),
    "token_use": Text(
        "用法：在请求中加入 Authorization: Bearer 和令牌。",
        "Use: send it as Authorization: Bearer, followed by the token.",
    ),
    "back": Text("回到机构", "Back to the organisation"),
    "invitation": Text("邀请", "Invitation"),
    "invitation_says": Text(
        "请把这个链接交给 {login} 本人。它只能用一次，三天内有效；谁打开它，谁就能设密码。这里只显示这一次。",
        "Hand this link to {login} in person. It works once, for three days; whoever opens it chooses the password. "
        "It is shown only now.",
    ),
    "invite_ask": Text(
        "为 {login} 生成邀请链接？之前给出的链接在有人用过后失效。",
        "Make an invitation link for {login}? A link given before is void once one was used.",
    ),
    "invite_make": Text("生成链接", "Make the link"),
}


def show(visit: Visit) -> Answer:
    """All about the organisation that the visitor sits for."""
    place, on = visit.seated.place, visit.today
    facts: dict[str, object] = {
        "place": place,
        "kind": KINDS[place.kind],
        "diligence": desk.examinations(place),
        "members": desk.members(visit, place, on),
        "representatives": desk.representatives(place, on),
        "entrustments": desk.entrustments(visit, place, on),
        "tokens": desk.tokens(visit),
        "member_ways": _people(visit),
        "entrust": _entrust(visit),
        "may_token": visit.seated.may("api:token"),
    }
    return Answer(facts, title=place.name)


def _people(visit: Visit) -> object:
    place = visit.seated.place
    if not visit.seated.actor.may(INVITE):
        return links.deed(
            visit, "appoint", desk.WORDS["appoint"], needs=APPOINT, whose=place.id, organisation=place.code
        )
    return links.deed(
        visit, "add_person", desk.WORDS["add"], needs=APPOINT, whose=place.id, organisation=place.code
    ) + links.deed(visit, "appoint", desk.WORDS["appoint"], needs=APPOINT, whose=place.id, organisation=place.code)


def _entrust(visit: Visit) -> object:
    place = visit.seated.place
    return links.deed(visit, "entrust", desk.WORDS["entrust"], needs=ENTRUST, whose=place.id, owner=place.code)


def show_token(visit: Visit) -> Answer:
    """The form for a new token; after it was sent, once, the token: it is made from a number in the session and our key."""
    session = visit.request.session
    if visit.asked("made") and (nonce := session.pop(NONCE, "")):
        secret = _secret(nonce)
        if organisations.token_there(_digest(secret), visit.seated.actor):
            return Answer({"secret": secret}, title=WORDS["token_made"])
    nonce = session[NONCE] = token_urlsafe(24)
    then = f"{visit.request.path}?made=1"
    offer = forms.offer(visit, "issue_token", fixed={"digest": _digest(_secret(nonce))}, then=then)
    return Answer({"offer": _narrowed(visit, offer)})


def _secret(nonce: str) -> str:
    """The token that belongs to a number: without our signing key the number tells nothing."""
    return f"tph_{Signer(salt='tanpuhui.token').signature(nonce)}"


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _narrowed(visit: Visit, offer: Offer) -> Offer:
    """The form with only the scopes that the seat itself has."""
    actor = visit.seated.actor
    mine = actor.permissions.union(*actor.entrusted.values())

    def narrow(field: Field) -> Field:
        choices = field.node.choices
        if field.name != "scopes" or choices is None:
            return field
        kept = {code: says for code, says in choices().items() if code in mine}
        return replace(field, node=replace(field.node, choices=lambda: kept))

    return replace(offer, fields=tuple(map(narrow, offer.fields)))


def show_invitation(visit: Visit) -> Answer | HttpResponseBase:
    """Asks first; POST makes the link and shows it, once. Refuses `not_invitable`."""
    place = queries.organisation(code=visit.asked("code"))
    name = visit.request.POST.get("login", "") or visit.asked("login")
    user = organisations.invitee(name[:150], organisation=place.id, by=visit.seated.actor, on=visit.today)
    if user is None:
        raise refuse("not_invitable", login=name[:60])
    facts: dict[str, object] = {"login": user.login, "back": _back(visit, place.code)}
    if visit.request.method == "POST":
        facts["link"] = f"{base(visit)}/{visit.lang}/{login.invitation(user)}"
    return Answer(facts)


def _back(visit: Visit, code: str) -> str:
    own = code == visit.seated.place.code
    return reverse("organisation_desk") if own else reverse("admin_organisation", args=[code])


PAGES = (
    Page(
        "organisation_desk",
        ("desk/organisation",),
        "web/organisation_desk.html",
        Text("机构", "Organisation"),
        WORDS,
        show,
        needs=SEAT,
        desk=30,
    ),
    Page(
        "organisation_token",
        ("desk/organisation/token",),
        "web/token.html",
        WORDS["new_token"],
        WORDS,
        show_token,
        needs="api:token",
        scripts=("tanpuhui/forms.js",),
    ),
    Page(
        "organisation_invite",
        ("desk/organisation/<str:code>/invitation",),
        "web/invitation.html",
        WORDS["invitation"],
        WORDS,
        show_invitation,
        needs=INVITE,
        writes=True,
    ),
)
