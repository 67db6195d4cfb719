"""Where people are reached by mail: an address of one's own, confirmed by a code that was mailed there, and a switch."""

import re
import unicodedata
from datetime import date, datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.db.models import Model

from tanpuhui.apps.notices.models import Message
from tanpuhui.apps.notices.operations import tell
from tanpuhui.apps.notices.refusals import refuse
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.journal import Journal
from tanpuhui.apps.parties.models import User
from tanpuhui.apps.parties.operations.once import once, sealed

CONFIRM = "address_to_confirm"
DAYS, MOST = 7, 5
"""How long a code is good, and how many are mailed to somebody within a day."""
_EMAIL = re.compile(r"(?=.{3,254}$)[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")
_SALT = "tanpuhui.address"


def set_email(*, by: Actor, on: date, at: datetime, key: str, journal: Journal, email: str) -> int:
    """Sets the actor's address for mail, empty: none. A code is mailed there; until it comes back the address does not count.

    Permission `notices:read`. Refuses `email_malformed`, `too_many_addresses`.
    """
    by.require("notices:read")
    clean = _clean(email)

    def make() -> list[Model]:
        user = User.objects.select_for_update().get(pk=by.user_id)
        if clean == user.email and (user.email_confirmed or not clean):
            return [user]
        user.email, user.email_confirmed = clean, False
        user.save(update_fields=["email", "email_confirmed"])
        if clean:
            _ask(user, clean, on, at, key)
        return [user]

    return once(journal, make, operation="set_email", by=by, on=on, at=at, key=key, body={"email": sealed(email=clean)})


def confirm_email(*, by: Actor, on: date, at: datetime, key: str, journal: Journal, mailed: str) -> int:
    """The code that was mailed to the actor's address came back: from now on notices go there.

    Permission `notices:read`. Refuses `proof_not_valid`.
    """
    by.require("notices:read")

    def make() -> list[Model]:
        user = User.objects.select_for_update().get(pk=by.user_id)
        if not user.email or not _proves(mailed.strip(), user, on):
            raise refuse("proof_not_valid")
        user.email_confirmed = True
        user.save(update_fields=["email_confirmed"])
        return [user]

    return once(
        journal, make, operation="confirm_email", by=by, on=on, at=at, key=key, body={"mailed": sealed(mailed=mailed)}
    )


def switch_email(*, by: Actor, on: date, at: datetime, key: str, journal: Journal, wanted: bool) -> int:
    """Switches notices by mail on or off for the actor. Permission `notices:read`."""
    by.require("notices:read")

    def make() -> list[Model]:
        user = User.objects.select_for_update().get(pk=by.user_id)
        user.email_wanted = wanted
        user.save(update_fields=["email_wanted"])
        return [user]

    return once(journal, make, operation="switch_email", by=by, on=on, at=at, key=key, body={"wanted": wanted})


def _clean(email: str) -> str:
    plain = unicodedata.normalize("NFKC", email).strip()
    if plain and not _EMAIL.fullmatch(plain):
        raise refuse("email_malformed", email=plain[:60])
    return plain


def _ask(user: User, email: str, on: date, at: datetime, key: str) -> None:
    sent = Message.objects.filter(user=user, code=CONFIRM, created_at__gt=at - timedelta(days=1)).count()
    if sent >= MOST:
        raise refuse("too_many_addresses", most=MOST)
    until = on + timedelta(days=DAYS)
    proof = Signer(salt=_SALT).sign_object([user.pk, email, until.isoformat()])
    facts: dict[str, object] = {"login": user.login, "proof": proof, "until": until.isoformat()}
    tell(code=CONFIRM, facts=facts, at=at, key=key, user=user.pk, channel="email")


def _proves(proof: str, user: User, on: date) -> bool:
    try:
        said = Signer(salt=_SALT).unsign_object(proof)
    except (BadSignature, ValueError):
        return False
    return bool(said[:2] == [user.pk, user.email] and on.isoformat() <= said[2])
