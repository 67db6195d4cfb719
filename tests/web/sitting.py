"""People at their desks: a browser of somebody who is logged in and has just proved to be the one, and how a form is sent."""

import re
import time
from html import unescape
from typing import TYPE_CHECKING, Any

from tests.web.markup import Markup

if TYPE_CHECKING:
    from tests.ledger.cast import Cast

_WAY = re.compile(r'<a class="way" href="([^"]+)">([^<]+)</a>')


class Sitter:
    """Somebody's browser. `day` is the legal day of a demonstration."""

    def __init__(self, login: str, *, day: str = "") -> None:
        from allauth.account.internal.flows.login import record_authentication
        from django.http import HttpRequest
        from django.test import Client

        from tanpuhui.apps.parties.models import User
        from tanpuhui.interfaces.web.login import BACKEND

        user = User.objects.get(login=login)
        self.client = Client(raise_request_exception=True, headers={"host": "127.0.0.1"})
        self.client.force_login(user, backend=BACKEND)
        request = HttpRequest()
        request.session = session = self.client.session
        request.user = user
        record_authentication(request, user, method="mfa", type="totp")  # as staff of a real register log in
        record_authentication(request, user, method="password", reauthenticated=True)
        if day:
            session["day"] = day
        session.save()

    def get(self, address: str, **asked: str) -> Any:
        """The page at an address below the language."""
        return self.client.get(f"/en/{address}", asked)

    def text(self, address: str, **asked: str) -> str:
        """What the page says, blanks made one; the page must be there and well-formed."""
        page = self.get(address, **asked)
        read = Markup(page.content.decode())
        assert (page.status_code, read.faults) == (200, []), (page.status_code, read.faults, read.text)
        return " ".join(read.text.split())

    def ways(self, address: str) -> dict[str, str]:
        """The links of a page by what they say."""
        page = self.get(address).content.decode()
        return {unescape(name): unescape(link) for link, name in _WAY.findall(page)}

    def done(self, deed: str, **fields: Any) -> None:
        """Sends the form of a deed, which must be carried out or asked of a second person."""
        answer = self.do(deed, **fields)
        assert answer.status_code == 302, " ".join(Markup(answer.content.decode()).text.split())

    def do(self, deed: str, then: str = "/en/desk", **fields: Any) -> Any:
        """Sends the form of a deed, as the page of the deed would."""
        said = {name.replace("__", "."): str(value) for name, value in fields.items()}
        return self.client.post(f"/en/desk/do/{deed}", {"_key": f"key-{time.time_ns()}", "_then": then, **said})


def join(cast: "Cast", login: str, organisation: str, role: str) -> None:
    """Somebody new is appointed in an organisation of the cast."""
    from tanpuhui.apps.parties import operations, queries
    from tanpuhui.apps.records.journal import JOURNAL

    place = queries.organisation(code=organisation).id
    operations.appoint(**cast.write(cast.system), journal=JOURNAL, user=cast.user(login), organisation=place, role=role)


def entrust(cast: "Cast", owner: str, agent: str, *permissions: str) -> None:
    """The manager `mona` of an owner, who is appointed for it, entrusts an agent organisation in writing."""
    from tanpuhui.apps.parties import operations, queries
    from tanpuhui.apps.records.journal import JOURNAL
    from tests.ledger.cast import PAPER, actor

    join(cast, "mona", owner, "organisation_manager")
    parties: dict[str, Any] = {
        "owner": queries.organisation(code=owner).id,
        "agent": queries.organisation(code=agent).id,
    }
    operations.entrust(
        **cast.write(actor("mona", owner)), journal=JOURNAL, **parties, permissions=permissions, agreement=PAPER
    )
