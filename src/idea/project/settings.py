"""Django's settings, derived from `idea.project.config`.

Wires packages together and holds no choice of its own: what an installation may change is in
`SiteSettings`.
"""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

from idea.kernel import gdal
from idea.project.config import site

gdal.confine()  # before any engine loads GDAL
SITE = site()
PACKAGE = Path(__file__).resolve().parents[1]
FRONTEND = PACKAGE.parents[1] / "frontend" / "dist"

# --- the house -------------------------------------------------------------------------------
IDEA_HOME = SITE.home
IDEA_SITE_URL = SITE.site_url
IDEA_SITE_NAME = {"zh-hant": SITE.name, "en": SITE.name_en}
IDEA_LAKE_URL = SITE.lake_url or (SITE.home / "lake").as_uri()
IDEA_BOUNDARIES = FRONTEND / "boundaries"
IDEA_TILES = {"url": SITE.tile_url, "attribution": SITE.tile_attribution}

SECRET_KEY = SITE.read_secret()
DEBUG = SITE.debug
_host = urlsplit(SITE.site_url)
ALLOWED_HOSTS = sorted(
    {"localhost", "127.0.0.1", "[::1]", _host.hostname or "", *SITE.allowed_hosts}
)
CSRF_TRUSTED_ORIGINS = [SITE.site_url]
SECURE_TRANSPORT = _host.scheme == "https"

INSTALLED_APPS = [
    "idea.portal",
    "idea.domains.maps",
    "idea.domains.opendata",
    "idea.engines.catalog",
    "idea.engines.features",
    "idea.engines.sources",
    "idea.engines.identity",
    "idea.kernel.search",
    "idea.kernel.events",
    "idea.kernel.jobs",
    "idea.kernel.audit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "idea.kernel.middleware.RequestContextMiddleware",
    "idea.kernel.cors.OpenReadsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "idea.kernel.policy.PolicyMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "idea.kernel.middleware.ProblemMiddleware",
    "idea.engines.catalog.usage.http.middleware.UsageMiddleware",
]

ROOT_URLCONF = "idea.project.urls"
WSGI_APPLICATION = "idea.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": sorted(PACKAGE.glob("portal/*/templates")),  # parts of the portal with pages
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "idea.portal.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# --- storage ---------------------------------------------------------------------------------
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if SITE.database_url:
    _db = urlsplit(SITE.database_url)
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(_db.path.lstrip("/")),
            "USER": unquote(_db.username or ""),
            "PASSWORD": unquote(_db.password or ""),
            "HOST": _db.hostname or "",
            "PORT": str(_db.port or ""),
            "CONN_MAX_AGE": 300,
            "CONN_HEALTH_CHECKS": True,
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": SITE.home / "idea.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",  # a write lock taken late deadlocks under load
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                "PRAGMA cache_size=-8000; PRAGMA temp_store=MEMORY;",
            },
        }
    }

if SITE.cache_url:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": SITE.cache_url,
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- files -----------------------------------------------------------------------------------
STATIC_URL = "/static/"
# Made from this checkout, so all its sites share it; `current` is a link, followed once at start,
# so that a site that runs keeps its files while a newer one collects others.
COLLECTED = FRONTEND.with_name("collected")
STATIC_ROOT = (COLLECTED / "current").resolve()
STATICFILES_DIRS = [("idea", FRONTEND / "idea")] if FRONTEND.exists() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
MEDIA_ROOT = SITE.home / "media"
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- language and time -----------------------------------------------------------------------
LANGUAGE_CODE = "zh-hant"
LOCALE_PATHS = [
    PACKAGE / "kernel" / "locale",
    PACKAGE / "project" / "locale",
    *sorted(PACKAGE.glob("portal/*/locale")),  # a part keeps its own words, as an app does
    *sorted(PACKAGE.glob("engines/*/*/locale")),
]
LANGUAGES = [("zh-hant", "正體中文"), ("en", "English")]
USE_TZ = True
TIME_ZONE = "Asia/Taipei"

# --- people ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "identity.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
CSRF_FAILURE_VIEW = "idea.portal.errors.csrf_failed"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:my"
LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_ADAPTER = "idea.engines.identity.vault.Vault"
MFA_TOTP_ISSUER = SITE.name_en
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE_TRANSPORT  # browsers trust http://localhost only

ALLAUTH_TRUSTED_PROXY_COUNT = SITE.proxies

DEFAULT_FROM_EMAIL = SITE.email_from
if SITE.email_url:
    _mail = urlsplit(SITE.email_url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname or "localhost"
    EMAIL_PORT = _mail.port or (465 if _mail.scheme == "smtps" else 587)
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = _mail.scheme == "smtp" and bool(_mail.username)
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

# --- pages of other sites --------------------------------------------------------------------
IDEA_OPEN_PATHS = ["/api/", "/ogc/", "/stac/", "/feeds/", "/download/", "/catalog", "/data.json"]
IDEA_OWN_PATHS = ["/api/v1/identity/me", "/api/v1/identity/tokens", "/api/v1/jobs/"]
IDEA_OWN_PATHS += ["/api/v1/workbench/mine", "/api/v1/hooks"]

# --- safety ----------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = False  # the balancer in front does it
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_TRANSPORT else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_TRANSPORT else 0
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_TRANSPORT
# Cookies ignore ports: two sites on one machine would sign each other's people out.
SESSION_COOKIE_NAME = f"idea_session_{SITE.port}"
CSRF_COOKIE_NAME = f"idea_csrf_{SITE.port}"
LANGUAGE_COOKIE_NAME = f"idea_language_{SITE.port}"
X_FRAME_OPTIONS = "DENY"
_tile_origin = (
    [f"{urlsplit(SITE.tile_url).scheme}://{urlsplit(SITE.tile_url).netloc}"]
    if SITE.tile_url
    else []
)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *_tile_origin],
        "font-src": [SELF],
        "connect-src": [SELF, *_tile_origin],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LOGGING_CONFIG = None  # idea.kernel.logs sets up structlog and the standard library's logging
NINJA_PAGINATION_MAX_LIMIT = 1000
