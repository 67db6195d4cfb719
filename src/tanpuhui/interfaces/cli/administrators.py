"""`administrator`: the first person of a register, whom set-up lets in; that one admits and invites all others."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from tanpuhui.core.text import Text
from tanpuhui.interfaces.cli.commands import DayOption, command
from tanpuhui.interfaces.cli.days import day_or_today
from tanpuhui.interfaces.cli.refusals import refuse
from tanpuhui.interfaces.cli.screen import Screen

app = typer.Typer()
ROLE = "administrator"
Step = Callable[[str], dict[str, Any]]
"""What every operation takes, with a key for each step."""
_LINK = Text(
    "请把这个链接交给 {login} 本人（三天内有效，只能用一次）：{link}",
    "Hand this link to {login} in person; it works once, for three days: {link}",
)


@command(app, "administrator", Text("任命首任登记簿管理员", "Appoint the first administrator of the register"))
def administrator(
    screen: Screen,
    login: Annotated[str, typer.Argument(metavar="LOGIN", help="登录名 / The login")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="姓名 / The person's name")],
    document: Annotated[Path, typer.Option(help="身份核验的文件 / The paper of who looked at the identity document")],
    number: Annotated[
        str,
        typer.Option(prompt=True, hide_input=True, help="证件号码，只存哈希 / Number of the document; a hash is kept"),
    ],
    on: DayOption = None,
) -> None:
    """Register a person, whose identity whoever runs this has checked, and print their invitation.

    Only while the operator has no administrator: who holds the machine must not let in another one later.
    """
    from tanpuhui.apps.parties import queries
    from tanpuhui.apps.parties.models import Membership, User
    from tanpuhui.apps.records.evidence import file_evidence
    from tanpuhui.interfaces import clock
    from tanpuhui.interfaces.web.login import invitation

    day, run = day_or_today(on), secrets.token_hex(8)
    by = queries.system_actor(on=day)
    if Membership.objects.filter(organisation=by.organisation_id, role=ROLE).exists():
        raise refuse("administrator_there")

    def said(step: str) -> dict[str, Any]:
        return {"by": by, "on": day, "at": clock.now(), "key": f"{run}:{step}"}

    paper = file_evidence(content=document, name=document.name, media_type="application/octet-stream", **said("file"))
    user = _made(said, by.organisation_id, login, name, number, paper)
    link = f"/{screen.lang}/{invitation(User.objects.get(pk=user))}"
    screen.answer({"login": login, "link": link}, lambda: screen.say(_LINK, login=login, link=link))


def _made(said: Step, house: int, login: str, name: str, number: str, paper: str) -> int:
    """The user of somebody new, looked at and appointed; all or nothing."""
    from django.db import transaction

    from tanpuhui.apps.parties import operations as do
    from tanpuhui.apps.records.journal import JOURNAL

    with transaction.atomic():
        person = do.register_person(**said("person"), journal=JOURNAL, name=name)
        user = do.create_user(**said("user"), journal=JOURNAL, person=person, login=login, display_name=name)
        do.identify(**said("identity"), journal=JOURNAL, user=user, identity_number=number, evidence=paper)
        do.appoint(**said("role"), journal=JOURNAL, user=user, organisation=house, role=ROLE)
    return user
