"""Who forgot their password is told by mail how to choose another. The link is made when the mail is written: none is kept."""

from datetime import datetime, timedelta

from tanpuhui.apps.notices.models import Message
from tanpuhui.apps.notices.operations import tell
from tanpuhui.apps.parties.models import User

RESET = "password_to_reset"
MOST = 5
"""How many are mailed to somebody within a day."""


def ask(user: User, *, at: datetime) -> None:
    """A mail to the user's confirmed address, unless they got some already. Inside a transaction."""
    sent = Message.objects.filter(user=user, code=RESET, created_at__gt=at - timedelta(days=1)).count()
    if sent < MOST:
        tell(
            code=RESET, facts={"login": user.login}, at=at, key=f"reset {at.isoformat()}", user=user.pk, channel="email"
        )
