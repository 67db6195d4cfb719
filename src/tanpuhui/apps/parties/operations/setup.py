"""The first act of a register: its operator, and the user in whose name set-up prepares the stage."""

from datetime import date, datetime

from django.db import transaction

from tanpuhui.apps.parties import checks, queries
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.journal import Journal
from tanpuhui.apps.parties.models import Membership, Organisation, User
from tanpuhui.apps.parties.operations.once import once
from tanpuhui.core.text import Text


def establish(*, on: date, at: datetime, journal: Journal, code: str, name: Text, fictional: bool = False) -> Actor:
    """Create the register's operator (`platform`) and the user of set-up, and return its actor; a second time only return it.

    That user has no password, belongs to no person and can take no duty that needs one (`duties`). The only operation
    without `by` and `key`: it makes the first actor, once for a register, and is journaled as done by it.
    """
    checks.organisation_code(code)
    both = checks.name(name)
    body = {"code": code, "name_zh": both.zh, "name_en": both.en, "fictional": fictional}
    with transaction.atomic():
        if not User.objects.filter(is_system=True).exists():
            place = Organisation.objects.create(**body, kind="platform", opened_on=on, created_at=at)
            user = User(login="setup", display_name="设置 · set-up", is_system=True, created_at=at)
            user.set_unusable_password()
            user.save(force_insert=True)
            held = {"user": user, "organisation": place, "role": "setup"}
            appointed = Membership.objects.create(**held, starts_on=on, created_by=user, created_at=at)
            by = queries.system_actor(on=on)
            made = [place, user, appointed]
            once(journal, lambda: made, operation="establish", by=by, on=on, at=at, key="establish", body=body)
    return queries.system_actor(on=on)
