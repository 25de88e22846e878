"""Is the portal alive, is it ready, is it well: for load balancers and for the operator."""

import logging
import shutil
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min, Q
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appeals import health as appeals
from commission.findings import Finding
from commission.http import plain_text
from commission.models import Letter

log = logging.getLogger("portal.health")

OLDEST_LETTER = timedelta(minutes=15)
OLDEST_BULK_LETTER = timedelta(hours=6)  # letters to many readers wait for all others, and for each other
FREE_BYTES = 2_000_000_000


def database_answers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def missing_migrations():
    """Names of the migrations that the code brings and the database lacks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


class _Migrated:
    """Remembers that this process has seen a migrated database: migrations are not undone under a running portal."""

    seen = False


@require_safe
@never_cache
def alive(request):
    """200 while the process answers; the database is not asked."""
    return plain_text("alive\n")


@require_safe
@never_cache
def ready(request):
    """200 if the database is reachable and migrated, else 503 and the reason in a word."""
    try:
        database_answers()
        _Migrated.seen = _Migrated.seen or not missing_migrations()
    except (DatabaseError, InterfaceError):
        return _not_ready("database away\n")
    return plain_text("ready\n") if _Migrated.seen else _not_ready("migrations missing\n")


def _not_ready(reason):
    response = plain_text(reason)
    response.status_code = 503
    response["Retry-After"] = "10"
    return response


def findings(*, at=None, oldest_letter=OLDEST_LETTER, free_bytes=FREE_BYTES):
    """Everything an operator asks first, as Findings; the later ones are left out where the database is away."""
    yield _disk(free_bytes)
    try:
        database_answers()
    except (DatabaseError, InterfaceError) as error:
        yield Finding("database", False, type(error).__name__)
        return
    yield Finding("database", True, "answers")
    yield _writable()
    yield _role()
    missing = missing_migrations()
    yield Finding("migrations", not missing, ", ".join(missing) or "all applied")
    if not missing:
        at = at or timezone.now()
        yield from _letters(at, oldest_letter)
        yield from appeals.findings(at=at)


def _disk(free_bytes):
    try:
        free = shutil.disk_usage(settings.FILES_ROOT).free
    except OSError as error:
        return Finding("disk", False, f"FILES_ROOT: {error.strerror}")
    return Finding("disk", free >= free_bytes, f"{free // 1_000_000} MB free at FILES_ROOT")


def _writable():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('transaction_read_only'), pg_is_in_recovery()")
        read_only, in_recovery = cursor.fetchone()
    is_writable = read_only == "off" and not in_recovery
    return Finding("database writable", is_writable, "yes" if is_writable else "read-only")


# what lets a role take the guards of the database away: to own a table, its schema or the function of a trigger, by
# itself or through a role that it may become, and to switch triggers off for its session
_ROLE = """
SELECT
    (SELECT count(*) FROM pg_class
        WHERE relkind = 'r' AND relnamespace = to_regnamespace(current_schema()) AND pg_has_role(relowner, 'MEMBER')),
    (SELECT count(DISTINCT pg_proc.oid) FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
        WHERE NOT tgisinternal AND pg_has_role(proowner, 'MEMBER')),
    (SELECT pg_has_role(nspowner, 'MEMBER') FROM pg_namespace WHERE nspname = current_schema()),
    has_parameter_privilege('session_replication_role', 'SET')
"""


def _role():
    """Whether the portal's role owns nothing, as README demands: only then do the guards hold against the portal."""
    with connection.cursor() as cursor:
        cursor.execute(_ROLE)
        tables, guards, schema, switch = cursor.fetchone()
    may = [f"owns {tables} tables"] if tables else []
    may += [f"may replace {guards} guards"] if guards else []
    may += ["may drop every table"] if schema else []
    may += ["may switch triggers off"] if switch else []
    said = ", ".join([*may, "README (Deploy, 1) has a role that owns nothing"]) if may else "owns nothing"
    return Finding("database role", not may, said, is_alarm=False)


def _letters(at, oldest_letter):
    waiting = Letter.objects.waiting().aggregate(
        at=Min("created_at", filter=Q(is_bulk=False)), bulk_at=Min("created_at", filter=Q(is_bulk=True))
    )
    yield _oldest("letters", waiting["at"], at, oldest_letter)
    yield _oldest("letters to readers", waiting["bulk_at"], at, OLDEST_BULK_LETTER)


def _oldest(name, oldest, at, limit):
    if oldest is None:
        return Finding(name, True, "none waits")
    age = at - oldest
    return Finding(name, age <= limit, f"oldest unsent is {int(age.total_seconds() // 60)} minutes old")


TIME_OUTS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


def time_outs_missing_in(cursor):
    """The time-outs that are unlimited in the session of `cursor`, by name."""
    cursor.execute("SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = '0'", [list(TIME_OUTS)])
    return sorted(name for (name,) in cursor.fetchall())


def warn_of_missing_time_outs():
    """Log a warning that names the time-outs which README's `ALTER ROLE` sets and this role lacks."""
    try:
        with connection.cursor() as cursor:
            missing = time_outs_missing_in(cursor)
    except DatabaseError:
        return  # a database that is away is told by /readyz
    finally:
        connection.close()
    if missing:
        log.warning("the database's role lacks time-outs", extra={"missing": missing})
