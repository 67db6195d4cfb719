"""Fresh proof that it is the person: password or one-time code by allauth; in a demonstration, for who has neither, a button."""

import time
from collections.abc import Mapping
from typing import Any

from allauth.account.internal.flows import reauthentication
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from tanpuhui.interfaces.web.forms.state import State
from tanpuhui.interfaces.web.frame import Visit
from tanpuhui.interfaces.web.refusals import refuse

KEPT, THERE = "waiting_form", "waiting_address"
DEMONSTRATION = "demonstration"
UNKEPT = frozenset({"identity_number"})
"""What does not wait in the session: it is typed again."""


def method(request: HttpRequest) -> str:
    """How the person proved anew to be the one, a short while ago: password, totp, demonstration; empty if not.

    Who has an authenticator proves it by a code: a password alone is not enough.
    """
    records: list[Mapping[str, Any]] = get_authentication_records(request, request.user)
    fresh = [
        each
        for each in records
        if each.get("reauthenticated") and 0 <= time.time() - each["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    ]
    if fresh and _by_code(request):
        fresh = [each for each in fresh if each["method"] == "mfa"]
    return str(fresh[-1].get("type") or fresh[-1]["method"]) if fresh else ""


def _by_code(request: HttpRequest) -> bool:
    return bool(is_mfa_enabled(request.user, [Authenticator.Type.TOTP]))


def ask(visit: Visit, state: State) -> HttpResponseRedirect:
    """Sends the visitor to prove it; what was filled in waits in the session. Refuses `no_way_to_prove`."""
    typed = {name: said for name, said in state.typed.items() if name not in UNKEPT}
    kept = {
        "code": state.code, "typed": typed, "fixed": state.fixed, "only": state.only, "key": state.key, "then": state.then,
        "seen": state.seen,
    }  # fmt: skip
    visit.request.session[KEPT] = kept
    return ask_for(visit, reverse("do", args=[state.code]) + "?proven=1")


def ask_for(visit: Visit, there: str) -> HttpResponseRedirect:
    """Sends the visitor to prove it, and then to a local address. Refuses `no_way_to_prove`."""
    if reauthentication.get_reauthentication_flows(visit.request.user):
        response: HttpResponseRedirect = reauthentication.stash_and_reauthenticate(
            visit.request, {"there": there}, f"{__name__}.resume"
        )
        return HttpResponseRedirect(reverse("mfa_reauthenticate")) if _by_code(visit.request) else response
    if visit.register.demonstration:
        visit.request.session[THERE] = there
        return HttpResponseRedirect(reverse("prove"))
    raise refuse("no_way_to_prove")


def resume(request: HttpRequest, state: Mapping[str, str]) -> HttpResponseRedirect:
    """Back to where the proof was needed: a form is filled in as it was."""
    return HttpResponseRedirect(state["there"])


def pressed(visit: Visit) -> HttpResponseRedirect:
    """The button of a demonstration was pressed."""
    if reauthentication.get_reauthentication_flows(visit.request.user) or not visit.register.demonstration:
        raise refuse("no_way_to_prove")
    record_authentication(visit.request, visit.request.user, method=DEMONSTRATION, reauthenticated=True)
    return HttpResponseRedirect(visit.request.session.pop(THERE, "") or reverse("desk"))


def kept(visit: Visit, code: str) -> State | None:
    """The form that waited, once."""
    found = visit.request.session.get(KEPT)
    if not found or found["code"] != code:
        return None
    del visit.request.session[KEPT]
    return State(
        code,
        dict(found["typed"]),
        tuple(found["fixed"]),
        tuple(found["only"]),
        found["key"],
        found["then"],
        found["seen"],
    )
