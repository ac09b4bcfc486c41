"""Settings of the site, all from the environment: one file for demo, tests and production."""

import contextlib
import os
import pathlib
import secrets

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from throughline.base.work_account import environment

HOME = pathlib.Path(os.environ.get("THROUGHLINE_HOME", "var")).resolve()  # database, uploads, secret key
DEMO = os.environ.get("THROUGHLINE_DEMO") == "1"  # sign in as a sample person; refused by check-deployment
DEBUG = os.environ.get("THROUGHLINE_DEBUG") == "1"
TESTING = os.environ.get("THROUGHLINE_TESTING") == "1"
LOOKS_ONLY = os.environ.get("THROUGHLINE_LOOKS_ONLY") == "1"  # set by commands that must make nothing
TODAY = os.environ.get(
    "THROUGHLINE_TODAY", ""
)  # a day to stand still at, such as 2026-11-01; for the demo and journeys


def _secret_key() -> str:
    """From the environment, or made once and kept beside the database, readable by its owner only."""
    if key := os.environ.get("THROUGHLINE_SECRET_KEY"):
        return key
    path = HOME / "secret_key"
    if TESTING or (LOOKS_ONLY and not path.exists()):
        return secrets.token_urlsafe(50)
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        whole = (
            HOME / f"secret_key.{os.getpid()}"
        )  # written beside, then named: on a full disk no empty key is left
        try:
            with open(os.open(whole, os.O_CREAT | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(50))
            with contextlib.suppress(FileExistsError):  # another process was faster: its key counts
                os.link(whole, path)
        finally:
            whole.unlink(missing_ok=True)
    return path.read_text(encoding="ascii")


SECRET_KEY = _secret_key()
BASE_URL = os.environ.get("THROUGHLINE_URL", "http://127.0.0.1:8000").rstrip("/")  # for links in e-mails
SECURE = BASE_URL.startswith("https://")
ALLOWED_HOSTS = [
    host for host in os.environ.get("THROUGHLINE_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if host
]
CSRF_TRUSTED_ORIGINS = [BASE_URL] if SECURE else []

INSTALLED_APPS = [
    "throughline.frontdoor",
    "throughline.plan",
    "throughline.base",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "throughline.base.security_headers.security_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "throughline.base.second_factor.required",
    "throughline.base.pages.deny_by_default",
]

ROOT_URLCONF = "throughline.urls"
WSGI_APPLICATION = "throughline.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "throughline.frontdoor.navigation.surroundings",
            ],
            "builtins": ["throughline.base.templatetags.govuk"],
        },
    }
]
FORM_RENDERER = "throughline.base.form_renderer.GovukRenderer"

try:
    DATABASES = {
        "default": dj_database_url.parse(
            os.environ.get("DATABASE_URL") or f"sqlite:///{HOME / 'throughline.sqlite3'}",
            conn_max_age=0 if TESTING else 600,
            conn_health_checks=not TESTING,
        )
    }
except ValueError as unreadable:  # its words may hold the password: they are not repeated
    raise ImproperlyConfigured(
        "DATABASE_URL names no database. Write it like postgresql://user:password@host/name or sqlite:////path, "
        "or leave it out for SQLite in THROUGHLINE_HOME."
    ) from unreadable
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000; PRAGMA cache_size=-20000;"
        ),
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # Queries of a page take some milliseconds; compiling one costs a hundred and more, and PostgreSQL does so by its estimate.
    options = DATABASES["default"].setdefault("OPTIONS", {})
    options["options"] = f"{options.get('options', '')} -c jit=off".strip()

AUTH_USER_MODEL = "base.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 14},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = (
    "none"  # accounts come from the HR register or the identity provider, never by signing up
)
ACCOUNT_FORMS = {
    "login": "throughline.base.forms.sign_in.SignIn",
    "reset_password": "throughline.base.forms.sign_in.AskForPassword",
}
ACCOUNT_ADAPTER = "throughline.base.sign_in.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "throughline.base.sign_in.SocialAccountAdapter"
ACCOUNT_SESSION_REMEMBER = False  # computers are shared: a session ends with the browser or the working day
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_STORE_TOKENS = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Throughline"
MFA_ADAPTER = "throughline.base.sign_in.MfaAdapter"
MFA_TOTP_TOLERANCE = 1  # the code before and the one after count too: telephones' clocks differ
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to whoever is nobody here
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if os.environ.get("THROUGHLINE_BEHIND_PROXY") == "1" else 0

OIDC_TRUST_EMAIL = os.environ.get("THROUGHLINE_OIDC_TRUST_EMAIL") == "1"  # docs/running/sign-in.md
OIDC_ROLES = environment.role_mapping(os.environ)
OIDC_APPS = environment.apps(os.environ)
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "throughline.base.work_account.provider.WorkAccountProvider",
        "APPS": OIDC_APPS,
    }
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would drop the session on the way back from the identity provider
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # until the browser is closed, as the privacy notice says
SESSION_COOKIE_AGE = 10 * 60 * 60
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("THROUGHLINE_BEHIND_PROXY") == "1" else None
)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
if OIDC_APPS:
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append("https:")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "uploads"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if TESTING or DEBUG or DEMO
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG or DEMO
if not LOOKS_ONLY:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # the import page corrects a whole plan in one form
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

EMAIL_BACKEND = os.environ.get(
    "THROUGHLINE_EMAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend"
    if os.environ.get("THROUGHLINE_SMTP_HOST")
    else "django.core.mail.backends.filebased.EmailBackend",
)
EMAIL_FILE_PATH = HOME / "mail"  # without a mail server, mails are written here
EMAIL_HOST = os.environ.get("THROUGHLINE_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("THROUGHLINE_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("THROUGHLINE_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("THROUGHLINE_SMTP_PASSWORD", "")
EMAIL_USE_TLS = bool(EMAIL_HOST)
DEFAULT_FROM_EMAIL = os.environ.get("THROUGHLINE_EMAIL_FROM", "throughline@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"refusals": {"()": "throughline.base.console.ShortRefusals"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["refusals"]}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
