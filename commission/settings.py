"""Settings of the portal, read from environment variables alone (table in README.md).

Order: what it is, who may reach it, data, mail, feeds, files, security, logging.
"""

from pathlib import Path

from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

from commission import environment

BASE_DIR = Path(__file__).resolve().parent.parent

# What it is -----------------------------------------------------------------
DEBUG = False
DEMO = environment.flag("DEMO", default=False)
SECRET_KEY = environment.text("SECRET_KEY", at_least=50)
SITE_URL = environment.text("SITE_URL").rstrip("/")
ROOT_URLCONF = "commission.urls"
WSGI_APPLICATION = "commission.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "commission.apps.CommissionConfig",
    "commission.contact",
    "commission.pages",
    "commission.site_search",
    "press",
    "appeals",
    "crispy_forms",
    "django_prose_editor",
    "commission.admin_site.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "commission.middleware.arrival",
    "commission.middleware.strict_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "commission.middleware.refuse_bad_address",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "commission.middleware.refuse_bad_body",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

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
                "commission.site.context",
            ],
        },
    },
]
FORM_RENDERER = "commission.form_renderer.FormRenderer"
CRISPY_TEMPLATE_PACK = "forms"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["forms"]
CRISPY_FAIL_SILENTLY = False

# Names and languages: another commission changes these and no code
COMMISSION_NAME = {
    "az": environment.text("COMMISSION_NAME_AZ", "Mərkəzi Seçki Komissiyası"),
    "en": environment.text("COMMISSION_NAME_EN", "Central Election Commission"),
    "ru": environment.text("COMMISSION_NAME_RU", "Центральная избирательная комиссия"),
}
LANGUAGE_CODE = "az"
LANGUAGES = [("az", _("Azerbaijani")), ("en", _("English")), ("ru", _("Russian"))]
LOCALE_PATHS = [BASE_DIR / "commission" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.text("TIME_ZONE", "Asia/Baku")
FORMAT_MODULE_PATH = ["commission.formats"]
# The end of the last day of every time limit
LAST_DAY_ENDS_AT = environment.time_of_day("LAST_DAY_ENDS_AT", "24:00")

# Who may reach it -----------------------------------------------------------
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS")
HTTPS = environment.flag("HTTPS", default=True)
ARRIVAL_HEADER = environment.text("ARRIVAL_HEADER", "")
TRUSTED_PROXIES = environment.words("TRUSTED_PROXIES", [])
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"

# Data -----------------------------------------------------------------------
DATABASES = {"default": environment.database()}
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
# behind PgBouncer the next statement may reach another server, which knows no such cursor; and a list of choices
# costs one round trip in place of three. What is long is read in portions (commission/portions.py)
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
DATABASES["default"]["OPTIONS"] = {
    "connect_timeout": 3,
    "keepalives_idle": 10,
} | DATABASES["default"]["OPTIONS"]
# in the process: parts of templates that are the same on every page, never anything of a visitor
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "template_fragments")
}
SESSION_COOKIE_AGE = 12 * 3600
MESSAGES_KEPT_DAYS = environment.number("MESSAGES_KEPT_DAYS", 730, lowest=1)
LETTERS_KEPT_DAYS = environment.number("LETTERS_KEPT_DAYS", 90, lowest=1)
FILINGS_KEPT_DAYS = environment.number("FILINGS_KEPT_DAYS", 1_825, lowest=1)
BEGUN_FILINGS_KEPT_DAYS = environment.number("BEGUN_FILINGS_KEPT_DAYS", 7, lowest=1)  # after they were last touched
DRAFT_RELEASES_KEPT_DAYS = environment.number("DRAFT_RELEASES_KEPT_DAYS", 0)
SUBSCRIPTIONS_UNCONFIRMED_KEPT_DAYS = environment.number("SUBSCRIPTIONS_UNCONFIRMED_KEPT_DAYS", 7, lowest=1)
# after its end; and so long the letters to readers, which hold their addresses
SUBSCRIPTIONS_ENDED_KEPT_DAYS = environment.number("SUBSCRIPTIONS_ENDED_KEPT_DAYS", 7, lowest=1)
TYPED_WORDS_KEPT_DAYS = environment.number("TYPED_WORDS_KEPT_DAYS", 14, lowest=1)  # after the last key
ADMIN_LOG_KEPT_DAYS = environment.number("ADMIN_LOG_KEPT_DAYS", 730, lowest=1)

# Mail -----------------------------------------------------------------------
LETTERS_FOLDER = environment.text("LETTERS_FOLDER", "")
if LETTERS_FOLDER:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = LETTERS_FOLDER
EMAIL_HOST = environment.text("EMAIL_HOST", "localhost")
EMAIL_PORT = environment.number("EMAIL_PORT", 465, lowest=1)
EMAIL_HOST_USER = environment.text("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_PASSWORD", "")
EMAIL_USE_SSL = environment.flag("EMAIL_USE_SSL", default=True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.text("MAIL_FROM")
CONTACT_MAILBOX = environment.text("CONTACT_MAILBOX", DEFAULT_FROM_EMAIL)
# Staff are reminded when so many percent of a limit to decide have passed, and told daily at this local hour what runs
REMINDERS_AT = environment.percentages("REMINDERS_AT", "0.5,0.8,1.0")
DIGEST_HOUR = environment.number("DIGEST_HOUR", 8, highest=23)
# Who reads releases by e-mail once a day gets them from this local hour on
RELEASES_DIGEST_HOUR = environment.number("RELEASES_DIGEST_HOUR", 18, highest=23)

# Feeds ----------------------------------------------------------------------
WEBSUB_HUB = environment.web_address("WEBSUB_HUB")  # empty: readers of feeds come and look

# Files ----------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(environment.text("STATIC_ROOT", str(BASE_DIR / "var" / "static")))
FILES_ROOT = Path(environment.text("FILES_ROOT"))
STORAGES = {
    "default": {
        "BACKEND": "commission.files.DurableStorage",
        "OPTIONS": {"location": FILES_ROOT / "media", "base_url": "/media/"},
    },
    "originals": {
        "BACKEND": "commission.files.DurableStorage",
        "OPTIONS": {"location": FILES_ROOT / "originals", "base_url": None},
    },
    "evidence": {
        "BACKEND": "commission.files.DurableStorage",
        "OPTIONS": {"location": FILES_ROOT / "evidence", "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# what a browser asks for only where somebody looks for an error is half of all there is to compress
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map", "md", "txt")
FILE_UPLOAD_TEMP_DIR = str(FILES_ROOT / "incoming")
Path(FILE_UPLOAD_TEMP_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)  # an upload would fail without it
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_500_000
# a public form has at most 60 fields; the widest of the admin, a group with every right checked, has 270, four for
# each further model. Nobody needs more, and what is beyond is refused before it is stored (F13)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 450
REQUEST_MAX_BYTES = 210_000_000
EVIDENCE_FILE_MAX_BYTES = environment.number("EVIDENCE_FILE_MAX_BYTES", 100_000_000, lowest=1)
EVIDENCE_FILING_MAX_BYTES = environment.number("EVIDENCE_FILING_MAX_BYTES", 200_000_000, lowest=1)
EVIDENCE_MAX_FILES = environment.number("EVIDENCE_MAX_FILES", 10, lowest=1)
# twice as many are still read, so that who chose some too many is told beside the field and keeps the others; the form
# of a release with all its pictures and files has 46 fields for them, and each counts, also if nothing is chosen
DATA_UPLOAD_MAX_NUMBER_FILES = max(2 * EVIDENCE_MAX_FILES, 50)
# what the public may send in an hour: from one network (/24), and together; and what they leave free on the disk.
# Object storage has no disk to look at: with it the limits of an hour hold alone, and the bucket needs a quota
UPLOADS_OF_NETWORK_BYTES = environment.number("UPLOADS_OF_NETWORK_BYTES", 10_000_000_000, lowest=1)
UPLOADS_OF_ALL_BYTES = environment.number("UPLOADS_OF_ALL_BYTES", 100_000_000_000, lowest=1)
FREE_BYTES_RESERVED = environment.number("FREE_BYTES_RESERVED", 1_000_000_000)
BEGUN_FILINGS_MAX_BYTES = environment.number("BEGUN_FILINGS_MAX_BYTES", 5_000_000_000, lowest=1)  # of text, in all
CLAMD_ADDRESS = environment.endpoint("CLAMD_ADDRESS")  # empty: nothing is scanned

# Security -------------------------------------------------------------------
CODE_KEY = environment.text("CODE_KEY", at_least=32)
CODE_PEPPER = environment.text("CODE_PEPPER", at_least=32)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "commission.errors.csrf_failure"
SIGNED_COOKIE_LEGACY_SALT_FALLBACK = False
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Logging --------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "commission.logs.JsonFormatter"}},
    "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}},
    "root": {"handlers": ["stdout"], "level": environment.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": ["stdout"], "propagate": False},
        "django": {"handlers": [], "propagate": True},
    },
}
