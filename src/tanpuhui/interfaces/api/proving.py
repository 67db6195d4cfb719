"""That the person is there, not only their token: what signs is not done by a token alone, as it is not by a session alone.

The person behind a token shows a one-time code in the header `X-Proof`; that holds for this token as long as it does on the
site. A standing token moves units and money by itself. Who has no way to prove it, in a demonstration, says `demonstration`.
"""

from dataclasses import replace

from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

from tanpuhui.apps.ledger.queries import register
from tanpuhui.apps.parties.actors import Actor
from tanpuhui.apps.parties.models import User
from tanpuhui.apps.parties.permissions import STANDING
from tanpuhui.interfaces.api.callers import Caller
from tanpuhui.interfaces.api.refusals import refuse
from tanpuhui.interfaces.deeds.deed import Deed, Given

HEADER, DEMONSTRATION, TOTP = "X-Proof", "demonstration", "totp"
LONGEST = 40


def given(request: HttpRequest, caller: Caller, deed: Deed, key: str) -> Given:
    """Who does the deed, and by which proof. Refuses `proof_needed`, `proof_wrong`, `proof_tried_too_often`."""
    if not deed.signs:
        return Given(caller.actor, caller.on, caller.at, key)
    if caller.standing and deed.permission in STANDING:
        return Given(_narrowed(caller.actor), caller.on, caller.at, key, "standing")
    return Given(caller.actor, caller.on, caller.at, key, _proof(request, caller))


def _narrowed(actor: Actor) -> Actor:
    """What a program may do alone: a door that does much does no more than this."""
    entrusted = {owner: verbs & STANDING for owner, verbs in actor.entrusted.items()}
    return replace(actor, permissions=actor.permissions & STANDING, entrusted=entrusted)


def _proof(request: HttpRequest, caller: Caller) -> str:
    name, cache = f"proven:{caller.actor.token}", caches["default"]
    if method := cache.get(name):
        return str(method)
    said = request.headers.get(HEADER, "").strip()[:LONGEST]
    if not said:
        raise refuse("proof_needed")
    user = User.objects.get(pk=caller.actor.user_id)
    if not get_reauthentication_flows(user) and register().demonstration:
        if said != DEMONSTRATION:
            raise refuse("proof_wrong")
        return DEMONSTRATION
    counted = f"proof:{user.pk}"
    if not ratelimit.consume(request, action="login_failed", key=counted):
        raise refuse("proof_tried_too_often")
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if kept is None or not kept.wrap().validate_code(said):
        raise refuse("proof_wrong")
    ratelimit.clear(request, action="login_failed", key=counted)
    kept.record_usage()
    cache.set(name, TOTP, settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
    return TOTP
