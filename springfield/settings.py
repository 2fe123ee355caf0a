"""Every setting of the service, read from the environment and secure unless told otherwise."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from .database import described

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))

env = environ.Env()
if "SECRET_KEY" not in os.environ and (VAR_DIR / "demo.env").is_file():
    env.read_env(VAR_DIR / "demo.env")

DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
BASE_URL = env.str("BASE_URL", default="http://localhost:8000" if DEMO else "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[urlsplit(BASE_URL).hostname or ""])


def _refuse_to_start_unless_safe():
    """Demo mode stays on this machine; everything else needs a key, an address and HTTPS."""
    if not SECRET_KEY:
        raise ImproperlyConfigured(
            "Nothing is configured: `python3 dev.py run` starts a demonstration; "
            "in production set SECRET_KEY, BASE_URL and DATABASE_URL."
        )
    if DEMO:
        if set(ALLOWED_HOSTS) - {"localhost", "127.0.0.1", "[::1]", "testserver"}:
            raise ImproperlyConfigured("Demo mode waives the second factor, so it answers on this machine only.")
        return
    if DEBUG:
        raise ImproperlyConfigured("DEBUG shows records to anybody who causes an error: switch it off.")
    if len(SECRET_KEY) < 50 or "insecure" in SECRET_KEY:
        raise ImproperlyConfigured("SECRET_KEY must be at least 50 characters, random and your own.")
    if not BASE_URL.startswith("https://"):
        raise ImproperlyConfigured("BASE_URL must start with https:// (the address people type).")


if DEMO:
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
_refuse_to_start_unless_safe()

# The door for those to whom something is sent: a host of its own, on which nothing else answers. Without one, no links.
PORTAL_HOST = env.str("PORTAL_HOST", default="")
PORTAL_URL = f"https://{PORTAL_HOST}" if PORTAL_HOST else BASE_URL if DEMO else ""
PORTAL_COOKIE_NAME = "door" if DEMO else "__Secure-door"
if PORTAL_HOST and urlsplit(BASE_URL).hostname == PORTAL_HOST:
    raise ImproperlyConfigured("PORTAL_HOST must be another name than that of BASE_URL.")
if PORTAL_HOST:
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, PORTAL_HOST]

SERVICE_NAME = env.str("SERVICE_NAME", default="Larch")
POLICY_PACK = env.str("POLICY_PACK", default="springfield")
POLICY_FOLDER = env.str("POLICY_FOLDER", default="")  # a pack of the organisation's own, instead of one of ours
LEDGER_NAME = env.str("LEDGER_NAME", default="springfield-ledger")  # one name for each installation
KEYS_DIR = Path(env.str("KEYS_DIR", default=str(VAR_DIR / "keys")))
# Where checkpoints of the ledger go every quarter of an hour: a file on another host's disk, and its system log.
ANCHOR_FILE = env.str("ANCHOR_FILE", default="")
ANCHOR_SYSLOG = env.str("ANCHOR_SYSLOG", default="")  # such as log.example.org:514, or /dev/log
SLIPS = env.bool("SLIPS", default=not DEMO)  # a weekly one by post, to be kept
SLIP_TO = env.list("SLIP_TO", default=[])  # who keeps the weekly slip besides the leads: a trustee without an account
TIMESTAMP_URL = env.str("TIMESTAMP_URL", default="")  # a service (RFC 3161) that dates the seal of decision records
# What else keeps a seal provable for long: lists of revoked certificates, and the certificates of those who issue.
SEAL_REVOCATION = env.str("SEAL_REVOCATION", default="")
# A device that keeps the seal's key: its library, the names of token and key, a file with its PIN.
SEAL_PKCS11 = {part: env.str(f"SEAL_PKCS11_{part.upper()}", default="") for part in ("module", "token", "key", "pin")}
FILES_DIR = Path(env.str("FILES_DIR", default=str(VAR_DIR / "files")))
MAIL_DIR = VAR_DIR / "mail"
# Backups are sealed for whoever holds the private half, which is kept elsewhere (`manage.py backup_key`).
BACKUP_PUBLIC_KEY = env.str("BACKUP_PUBLIC_KEY", default="")
BACKUP_DATABASE_URL = env.str("BACKUP_DATABASE_URL", default="")  # PostgreSQL's role that reads everything

INSTALLED_APPS = [
    "audit",
    "policy",
    "staff",
    "records",
    "consent",
    "sharing",
    "governance",
    "portal",
    "springfield",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "guardian",
    "simple_history",
    "csp",
    "django_htmx",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "springfield.middleware.HeadersMiddleware",
    "springfield.portal.PortalMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "springfield.middleware.FailClosedMiddleware",
    "springfield.middleware.LockMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "springfield.middleware.SecondFactorMiddleware",
    "springfield.middleware.GuardMiddleware",
]
ROOT_URLCONF = "springfield.urls"
WSGI_APPLICATION = "springfield.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "springfield.context.chrome",
            ],
            "builtins": ["springfield.components", "springfield.glimpses"],
        },
    }
]
FORM_RENDERER = "springfield.forms.Renderer"

DATABASES = {"default": described(env, VAR_DIR)}

# Rate limits must hold across processes; no page is ever cached.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "staff_rate_limits",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # so many that nobody pushes a limit out by filling it up
    }
}

# Who may sign in
AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend", "staff.backends.NeedToKnowBackend"]
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # our backend is guardian's, narrowed (staff/backends.py)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "staff.adapters.InviteOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "20/m/ip,5/5m/key", "reset_password": "20/h/ip,3/h/key"}
ACCOUNT_RATE_LIMITS["recipient"] = "20/m/ip"
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_ADAPTER = "staff.adapters.SecondFactor"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_FORMS = {"add_webauthn": "staff.factors.PasskeyForm", "edit_webauthn": "staff.factors.PasskeyNameForm"}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = SERVICE_NAME
SIGNED_COOKIE_LEGACY_SALT_FALLBACK = False

# Sessions: locked after 15 idle minutes, ended after 10 hours (springfield/middleware.py)
IDLE_SECONDS = 15 * 60
SESSION_SECONDS = 10 * 60 * 60
# The row outlives its session, which opens nothing by then: so words posted the next morning still find their writer.
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
PASSWORD_RESET_TIMEOUT = 72 * 60 * 60
SESSION_ENGINE = "staff.sessions"  # each row says whose it is and where
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = not DEMO
DEVICE_COOKIE_NAME = "device"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "springfield.errors.csrf"
if not DEMO:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    DEVICE_COOKIE_NAME = "__Host-device"
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    CSRF_TRUSTED_ORIGINS = [BASE_URL]
    if ALLAUTH_TRUSTED_PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# What is posted and kept
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["records.attaching.handler.InMemory"]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FILES = 20
TEXT_GATEWAY_URL = env.str("TEXT_GATEWAY_URL", default="")  # takes a POST of {"to", "text"}: codes go by text as well
TEXT_GATEWAY_TOKEN = env.str("TEXT_GATEWAY_TOKEN", default="")
if TEXT_GATEWAY_URL and not DEMO and not TEXT_GATEWAY_URL.startswith("https://"):
    raise ImproperlyConfigured("TEXT_GATEWAY_URL must start with https://: codes and the token go there.")
CLAMD_SOCKET = env.str("CLAMD_SOCKET", default="")  # where ClamAV listens, such as /run/clamav/clamd.ctl

# Words, places, times
LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "Europe/London"  # shown; UTC is stored

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder", "springfield.finders.PackageFinder"]
WHITENOISE_USE_FINDERS = DEMO
STORAGES = {
    "default": {"BACKEND": "springfield.storage.OnDisk", "OPTIONS": {"location": FILES_DIR}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Mail is an outbox row first; `manage.py tick` sends it
EMAIL_BACKEND = (
    "django.core.mail.backends.filebased.EmailBackend" if DEMO else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_FILE_PATH = MAIL_DIR
if not DEMO or "EMAIL_URL" in os.environ:
    vars().update(env.email_url("EMAIL_URL", default="smtp+ssl://localhost:465"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", default="no-reply@example.org")

# No mail to administrators, no values in tracebacks; ids only
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"no_tokens": {"()": "springfield.portal.NoTokens"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no_tokens"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
DEFAULT_EXCEPTION_REPORTER_FILTER = "springfield.errors.NothingPersonal"
