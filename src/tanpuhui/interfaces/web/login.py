"""Logging in: allauth's password and one-time code, by invitation only; and links that let somebody in once.

An invitation lets its bearer choose a password; a sign-in link, in a demonstration only, lets its bearer in at once. Either
holds a token over the user's password and last login, so that it is void once it was used.
"""

from typing import Any

from allauth.account import views as account
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login as log_in
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path, reverse
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from tanpuhui.apps.ledger.models import Register
from tanpuhui.apps.parties.models import User
from tanpuhui.core.text import Text
from tanpuhui.interfaces.web.rendering import Sheet, render

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by himself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: people are invited."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Under what failed tries are counted: the login alone. Allauth's own takes the host along, which strangers choose."""
        return f"login:{credentials.get('username', '').lower()}"


class _Once(PasswordResetTokenGenerator):
    """Django's token, void after the next login: also after one in the same second, which Django's own does not see."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.last_login and user.last_login.isoformat()}"


class _Invitations(_Once):
    key_salt = "tanpuhui.invitation"


class _SignIns(_Once):
    key_salt = "tanpuhui.sign-in"


def invitation(user: User) -> str:
    """The address, below the language, at which a user chooses a password; good once, for three days."""
    return f"account/welcome/{_named(user)}/{_Invitations().make_token(user)}/"


def sign_in_link(user: User) -> str:
    """The address, below the language, that lets a user of a demonstration in; good once, for three days."""
    return f"account/enter/{_named(user)}/{_SignIns().make_token(user)}/"


def _named(user: User) -> str:
    return urlsafe_base64_encode(str(user.pk).encode())


def _meant(name: str, token: str, tokens: PasswordResetTokenGenerator) -> User:
    """Whom a link means. Inside a transaction: of two who use one link at the same time, one waits, and then it is void."""
    try:
        user = User.objects.select_for_update().get(
            pk=int(urlsafe_base64_decode(name)), is_active=True, is_system=False
        )
    except (ValueError, User.DoesNotExist):
        raise Http404 from None
    if not tokens.check_token(user, token):
        raise Http404
    return user


WORDS = {
    "heading": Text("欢迎使用碳普惠登记簿", "Welcome to the register"),
    "lead": Text(
        "{login}，请为自己设一个口令。此链接只能用一次。",
        "{login}, choose a password of your own. This link works once.",
    ),
    "save": Text("保存并登录", "Save and log in"),
}


@never_cache
@sensitive_post_parameters()
@transaction.atomic
def welcome(request: HttpRequest, name: str, token: str) -> HttpResponse:
    """An invited user chooses a password, and is logged in."""
    user = _meant(name, token, _Invitations())
    form = SetPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        return _let_in(request, user, "password")
    sheet = Sheet("web/welcome.html", WORDS["heading"], WORDS)
    return render(request, sheet, {"form": form, "login": user.login}, 400 if form.errors else 200)


@never_cache
@transaction.atomic
def enter(request: HttpRequest, name: str, token: str) -> HttpResponse:
    """Somebody enters a demonstration as one of its people."""
    if not Register.objects.filter(demonstration=True).exists():
        raise Http404
    return _let_in(request, _meant(name, token, _SignIns()), "demonstration")


def _let_in(request: HttpRequest, user: User, method: str) -> HttpResponse:
    log_in(request, user, BACKEND)
    record_authentication(request, user, method=method)
    return HttpResponseRedirect(reverse("desk"))


def _closed(request: HttpRequest, **kept: Any) -> HttpResponse:
    raise Http404


ADDRESSES = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("second-step/", include("allauth.mfa.urls")),
    path("welcome/<str:name>/<str:token>/", welcome, name="welcome"),
    path("enter/<str:name>/<str:token>/", enter, name="enter"),
    # Doors that allauth names and this house keeps shut.
    path("signup/", _closed, name="account_signup"),
    path("reset/", _closed, name="account_reset_password"),
    path("set/", _closed, name="account_set_password"),
    path("email/", _closed, name="account_email"),
]
