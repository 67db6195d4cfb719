"""Django's settings, from the environment and the state folder only. No secret has a default."""

import os

from tanpuhui.config.database import database
from tanpuhui.config.environment import switched_on, whole
from tanpuhui.config.home import home

HOME = home()
READ_ONLY = switched_on("TANPUHUI_READ_ONLY")
DATABASES = {"default": database(os.environ.get("DATABASE_URL"), HOME, read_only=READ_ONLY)}


def _secret() -> str:
    """The signing key: `TANPUHUI_SECRET_KEY`, or the file that `tanpuhui init` wrote. Empty: Django refuses to sign."""
    written = HOME / "secret_key"
    return os.environ.get("TANPUHUI_SECRET_KEY") or (written.read_text().strip() if written.exists() else "")


SECRET_KEY = _secret()
DEBUG = False
ALLOWED_HOSTS = [h for h in os.environ.get("TANPUHUI_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if h]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
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
    "tanpuhui.interfaces.web",
]
AUTH_USER_MODEL = "parties.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tanpuhui.interfaces.web.gate.Gate",
    "django.middleware.common.CommonMiddleware",
]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
ROOT_URLCONF = "tanpuhui.config.urls"
WSGI_APPLICATION = "tanpuhui.config.wsgi.application"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
LANGUAGE_CODE = "zh-hans"
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

EVIDENCE = os.environ.get("TANPUHUI_EVIDENCE", str(HOME / "evidence"))
EVIDENCE_LIMIT = whole("TANPUHUI_EVIDENCE_LIMIT", 100 * 2**20)
EXPORTS = HOME / "exports"
