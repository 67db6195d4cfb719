"""Logging in: allauth's password and one-time code, by invitation only; and links that let somebody in once.

An invitation lets its bearer choose a password; a reset link, mailed to a confirmed address, another one; a sign-in link, in a
demonstration only, lets its bearer in at once. Each holds a token over the user's password and last login, so that it is void
once it was used.
"""

from collections.abc import Mapping
from typing import Any

from allauth.account import views as account
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core.ratelimit import consume_or_429
from django.contrib.auth import login as log_in
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path, reverse
from django.utils.http import base36_to_int, urlsafe_base64_decode, urlsafe_base64_encode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from tanpuhui.apps.ledger.models import Register
from tanpuhui.apps.notices import resetting
from tanpuhui.apps.parties.models import User
from tanpuhui.core.text import Text
from tanpuhui.interfaces import clock
from tanpuhui.interfaces.web.rendering import Sheet, render

RESET_SECONDS = 3600
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


class _Resets(_Once):
    key_salt = "tanpuhui.reset"

    def check_token(self, user: Any, token: str | None) -> bool:
        """As Django, and within the hour."""
        try:
            made = base36_to_int((token or "").split("-")[0])
        except ValueError:
            return False
        return super().check_token(user, token) and self._num_seconds(self._now()) - made <= RESET_SECONDS


def reset_link(user: User) -> str:
    """The address, below the language, at which a user chooses another password; good once, for an hour."""
    return f"account/reset/{_named(user)}/{_Resets().make_token(user)}/"


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


ASKED = {
    "heading": Text("忘记密码", "Forgotten password"),
    "lead": Text(
        "请填登录名。若该用户有已确认的邮箱，我们会寄去一个链接；凭链接可另设密码，一小时内有效，只能用一次。",
        "Give your login. If it has a confirmed address, a link goes there by which to choose another password; it is good once, "
        "for an hour.",
    ),
    "login": Text("登录名", "Login"),
    "send": Text("寄送链接", "Send the link"),
    "sent": Text(
        "如果有这个用户，并且有已确认的邮箱，链接已经寄出。没有邮箱的，请机构管理员或登记簿管理员帮助。",
        "If there is such a login with a confirmed address, the link is on its way. Who has no address asks the manager of their "
        "organisation or the administrator of the register.",
    ),
}
AGAIN = {
    "heading": Text("另设密码", "Choose another password"),
    "lead": Text("{login}，请设新的密码，然后重新登录。", "{login}, choose a new password, and then log in with it."),
    "save": Text("保存", "Save"),
}
WORDS = {
    "heading": Text("欢迎使用碳普惠登记簿", "Welcome to the register"),
    "lead": Text(
        "{login}，请为自己设一个密码。此链接只能用一次。",
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
    if form := _saved(request, user):
        return _password_page(request, user, form, WORDS)
    return _let_in(request, user, "password", reauthenticated=True)


def _saved(request: HttpRequest, user: User) -> "SetPasswordForm[User] | None":
    """The form, as long as no new password was saved by it."""
    form = SetPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        return None
    return form


def _password_page(
    request: HttpRequest, user: User, form: "SetPasswordForm[User]", words: Mapping[str, Text]
) -> HttpResponse:
    sheet = Sheet("web/welcome.html", words["heading"], words)
    return render(request, sheet, {"form": form, "login": user.login}, 400 if form.errors else 200)


@never_cache
@transaction.atomic
def forgotten(request: HttpRequest) -> HttpResponse:
    """Asks whose password was forgotten. Every answer is the same, whoever that is, and whether anybody is."""
    sheet = Sheet("web/forgotten.html", ASKED["heading"], ASKED)
    if request.method != "POST":
        return render(request, sheet, {})
    login = request.POST.get("login", "")[:150].strip().lower()
    limited: HttpResponse | None = consume_or_429(request, action="reset_password", key=login)
    if limited is not None:
        return limited
    user = User.objects.filter(login=login, is_active=True, is_system=False, email_confirmed=True).first()
    if user and user.has_usable_password():
        resetting.ask(user, at=clock.now())
    return render(request, sheet, {"sent": True})


@never_cache
@sensitive_post_parameters()
@transaction.atomic
def reset(request: HttpRequest, name: str, token: str) -> HttpResponse:
    """Who got a link by mail chooses another password, and logs in with it, and with a code where there is an authenticator."""
    user = _meant(name, token, _Resets())
    if form := _saved(request, user):
        return _password_page(request, user, form, AGAIN)
    return HttpResponseRedirect(reverse("account_login"))


@never_cache
@transaction.atomic
def enter(request: HttpRequest, name: str, token: str) -> HttpResponse:
    """Somebody enters a demonstration as one of its people."""
    if not Register.objects.filter(demonstration=True).exists():
        raise Http404
    return _let_in(request, _meant(name, token, _SignIns()), "demonstration")


def _let_in(request: HttpRequest, user: User, method: str, **more: bool) -> HttpResponse:
    log_in(request, user, BACKEND)
    record_authentication(request, user, method=method, **more)
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
    path("reset/", forgotten, name="account_reset_password"),
    path("reset/<str:name>/<str:token>/", reset, name="reset"),
    path("set/", _closed, name="account_set_password"),
    path("email/", _closed, name="account_email"),
]
