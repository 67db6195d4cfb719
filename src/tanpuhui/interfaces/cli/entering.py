"""The ways into a demonstration: a link for each of its people that lets its bearer in once, as that person."""

from collections.abc import Iterable
from dataclasses import dataclass

from tanpuhui.apps.ledger.queries import is_demonstration
from tanpuhui.apps.parties import queries
from tanpuhui.apps.parties.models import User
from tanpuhui.apps.parties.roles import ROLES
from tanpuhui.core.text import Lang, Text
from tanpuhui.interfaces import clock
from tanpuhui.interfaces.cli.refusals import refuse
from tanpuhui.interfaces.cli.screen import Screen
from tanpuhui.interfaces.web.login import sign_in_link

_HEAD = Text(
    "以下人员都是虚构的。每个链接只能登录一次，三天内有效；重新打印：{command}",
    "All these people are made up. Each link lets you in once, within three days; for new ones: {command}",
)
_WHO = Text("{login}  {name}，{place}：{roles}", "{login}  {name}, {place}: {roles}")


@dataclass(frozen=True, slots=True)
class Link:
    """The way in of a user: who that is, for which organisation, in which roles; the address below the site."""

    login: str
    name: str
    organisation: str
    place: Text
    roles: Text
    address: str


def links(lang: Lang) -> list[Link]:
    """New links for everybody who acts for somebody today, by organisation. Refuses `links_for_demonstrations_only`."""
    if not is_demonstration():
        raise refuse("links_for_demonstrations_only")
    users = User.objects.filter(is_active=True, is_system=False).order_by("pk")
    return sorted((link for user in users for link in _of(user, lang)), key=lambda link: link.organisation)


def _of(user: User, lang: Lang) -> Iterable[Link]:
    for place, roles in queries.places(user=user.pk, on=clock.today())[:1]:
        said = [ROLES[role].says for role in roles]
        named = Text("、".join(each.zh for each in said), ", ".join(each.en for each in said))
        address = f"{lang}/{sign_in_link(user)}"
        yield Link(user.login, user.display_name, place.code, place.name, named, address)


def show(screen: Screen, found: Iterable[Link], site: str, command: str = "tanpuhui links") -> None:
    """Print them, two lines each."""
    screen.say(_HEAD, command=command)
    for link in found:
        screen.line()
        screen.say(_WHO, "bold", login=link.login, name=link.name, place=link.place, roles=link.roles)
        screen.line(f"  {site.rstrip('/')}/{link.address}")
