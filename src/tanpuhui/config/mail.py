"""Which mail server sends: the address in `TANPUHUI_EMAIL_URL`, as Django's settings."""

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from tanpuhui.config.refusals import refuse
from tanpuhui.core.refusals import Refusal
from tanpuhui.core.text import Text

NAME = "TANPUHUI_EMAIL_URL"
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
"""How a server is spoken to: openly, with STARTTLS, within TLS from the first byte; and the usual port of each."""
TIMEOUT = 15
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9a-f:]{2,45}")


def mail(url: str, sender: str, site: str) -> dict[str, Any]:
    """Django's settings for the server at `url`; where there is none, mail is printed (or kept, see `interfaces.mailing`).

    `sender`: whom mail is from, else `register@` the site's host. Refuses `setting_malformed`; a password is never quoted.
    """
    said: dict[str, Any] = {"DEFAULT_FROM_EMAIL": sender or f"register@{urlsplit(site).hostname or 'localhost'}"}
    if not url:
        return said | {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _malformed() from None
    if parts.scheme not in PORTS or not _HOST.fullmatch(parts.hostname or "") or parts.path.strip("/") or port == 0:
        raise _malformed()
    return said | {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_TIMEOUT": TIMEOUT,
        "EMAIL_HOST": parts.hostname, "EMAIL_PORT": port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""), "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls", "EMAIL_USE_SSL": parts.scheme == "smtps",
    }  # fmt: skip


def _malformed() -> Refusal:
    why = Text("应为 smtp+tls://用户:密码@主机:端口", "it should be smtp+tls://user:password@host:port")
    return refuse("setting_malformed", name=NAME, value="…", why=why)
