"""Django's settings, from the environment and the state folder only. No secret has a default."""

import os

from tanpuhui.config.database import database
from tanpuhui.config.environment import site, switched_on, whole
from tanpuhui.config.home import home
from tanpuhui.config.mail import mail

HOME = home()
READ_ONLY = switched_on("TANPUHUI_READ_ONLY")
DATABASES = {"default": database(os.environ.get("DATABASE_URL"), HOME, read_only=READ_ONLY)}


def _secret() -> str:
    """The signing key: `TANPUHUI_SECRET_KEY`, or the file that `tanpuhui init` wrote. Empty: Django refuses to sign."""
    written = HOME / "secret_key"
    return os.environ.get("TANPUHUI_SECRET_KEY") or (written.read_text().strip() if written.exists() else "")


SECRET_KEY = _secret()
# Under this key meters and households stand in the claims; empty: under the signing key, which then must stay the same.
CLAIMS_KEY = os.environ.get("TANPUHUI_CLAIMS_KEY", "")
DEBUG = False
LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
ALLOWED_HOSTS = [h for h in os.environ.get("TANPUHUI_HOSTS", ",".join(sorted(LOOPBACK))).split(",") if h]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "tanpuhui.interfaces.web",  # before allauth: its templates are taken first
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "tanpuhui.apps.parties",
    "tanpuhui.apps.jobs",
    "tanpuhui.apps.notices",
    "tanpuhui.apps.records",
    "tanpuhui.apps.claims",
    "tanpuhui.apps.gazette",
    "tanpuhui.apps.projects",
    "tanpuhui.apps.ledger",
    "tanpuhui.apps.issuance",
    "tanpuhui.apps.disclosure",
]
AUTH_USER_MODEL = "parties.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("login", "display_name")}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]  # fmt: skip
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "tanpuhui.interfaces.web.gate.Gate",
    "tanpuhui.interfaces.api.edge.Edge",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
ROOT_URLCONF = "tanpuhui.config.urls"
WSGI_APPLICATION = "tanpuhui.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "tanpuhui.interfaces.web.frame.around",
            ]
        },
    }
]
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
# Bugs go to standard error with their trace. What strangers send wrongly is answered and not logged.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
        "tanpuhui": {"handlers": ["stderr"], "level": "WARNING"},
    },
}

# Nobody signs up: people are invited. Whoever is known logs in with password and a one-time code (TOTP).
ACCOUNT_ADAPTER = "tanpuhui.interfaces.web.login.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {"login_failed": "20/10m/ip,5/10m/key", "login": "60/m/ip", "reauthenticate": "10/m/user"}
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Tanpuhui"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "start"

# Days within which what a second person allowed is done.
APPROVAL_DAYS = whole("TANPUHUI_APPROVAL_DAYS", 30)

# Calls of the API from one token, or one address without a token, to all processes of the server together.
API_RATE = os.environ.get("TANPUHUI_API_RATE", "1200/min")

# Where the public finds this site, as papers and mails write it; empty: where it was asked.
URL = site("TANPUHUI_URL")

# The mail server; without one mail is printed in a demonstration and kept as files in a real register.
MAILS = bool(os.environ.get("TANPUHUI_EMAIL_URL"))
globals().update(mail(os.environ.get("TANPUHUI_EMAIL_URL", ""), os.environ.get("TANPUHUI_EMAIL_FROM", ""), URL))

# Cookies and addresses as behind TLS, unless the site is for this machine alone.
HTTPS = switched_on("TANPUHUI_HTTPS", default=bool(set(ALLOWED_HOSTS) - LOOPBACK))
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 86_400 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_FAILURE_VIEW = "tanpuhui.interfaces.web.errors.csrf_failed"
# Failed logins are counted for all processes together, and enough of them are remembered that nobody can push one out.
CACHES = {
    "default": {
        "BACKEND": "tanpuhui.config.attempts.Shared",
        "LOCATION": str(HOME / "attempts"),
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    "calls": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}},
}
# Whose address a request came from is said by the last proxies of ours, not by what strangers write.
ALLAUTH_TRUSTED_PROXY_COUNT = NINJA_NUM_PROXIES = whole("TANPUHUI_PROXIES", 1) if HTTPS else 0
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

EVIDENCE = os.environ.get("TANPUHUI_EVIDENCE", str(HOME / "evidence"))
EVIDENCE_LIMIT = whole("TANPUHUI_EVIDENCE_LIMIT", 100 * 2**20)
EXPORTS = HOME / "exports"
