"""Whether the process lives, whether it can serve, and its numbers for Prometheus.

Looks at what the kernel stands on; `checks()` is also what the doctor asks.
"""

import hmac
import ipaddress
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson
import structlog
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from idea.kernel import metrics as numbers
from idea.kernel.conf_runtime import ObservabilitySettings
from idea.kernel.errors import Forbidden
from idea.kernel.ids import uuid7
from idea.kernel.problems import problem_response

log = structlog.get_logger(__name__)
_PROBE_EVERY = 30.0  # seconds; a remote lake is not written to at each look
_GROUND = frozenset({"database", "migrations"})
_lake_ok_at: float | None = None
_migrated = False


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. A warning does not keep the site from serving."""

    name: str  # database, migrations, lake, worker, events
    ok: bool
    detail: str = ""
    remedy: str = ""
    warning: bool = False


def checks() -> list[Check]:
    """Look at everything the kernel stands on; a check that fails itself is a check not ok.

    Without a database of this version the rest cannot be looked at, and is left out.
    """
    found = []
    for name, look in _LOOKS.items():
        try:
            found.append(look())
        except Exception as error:  # whatever is wrong, the others are still to be looked at
            log.exception("health_check_failed", check=name)
            # Only the kind: this is shown to anybody, and messages name hosts and paths.
            found.append(Check(name, ok=False, detail=type(error).__name__))
        if name in _GROUND and not found[-1].ok:
            break
    return found


def _database() -> Check:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Check("database", ok=True, detail=connection.vendor)


def _migrations() -> Check:
    global _migrated  # noqa: PLW0603  true once, true until the process ends; looking is slow
    if not _migrated:
        from django.db.migrations.executor import MigrationExecutor

        executor = MigrationExecutor(connection)
        targets = executor.loader.graph.leaf_nodes()
        waiting = len(executor.migration_plan(targets))
        if waiting:
            return Check(
                "migrations",
                ok=False,
                detail=gettext("The database is older than the program: %(count)d migrations wait.")
                % {"count": waiting},
                remedy="./idea up",
            )
        _migrated = True
    return Check("migrations", ok=True)


def _lake() -> Check:
    global _lake_ok_at  # noqa: PLW0603  see _PROBE_EVERY
    if _lake_ok_at is None or time.monotonic() - _lake_ok_at > _PROBE_EVERY:
        from idea.kernel.lake import lake

        key = f"health/{uuid7()}"
        with tempfile.TemporaryDirectory() as folder:
            probe = Path(folder) / "probe"
            probe.write_bytes(b"ok")
            lake().put(probe, key)
        lake().delete(key)
        _lake_ok_at = time.monotonic()
    return Check("lake", ok=True)


def _worker() -> Check:
    from idea.kernel.jobs import api as jobs

    now, patience = timezone.now(), ObservabilitySettings().worker_silence
    alive = [
        worker
        for worker in jobs.workers()
        if worker.alive and (now - worker.seen_at).total_seconds() < patience
    ]
    if alive:
        return Check("worker", ok=True, detail=str(len(alive)))
    return Check(
        "worker",
        ok=False,
        detail=gettext("No worker runs: jobs wait and events are not delivered."),
        remedy="./idea up",
        warning=True,
    )


def _events() -> Check:
    from idea.kernel.events import api as events

    parked = events.parked(limit=1000)
    if not parked:
        return Check("events", ok=True)
    names = ", ".join(sorted({f"{row.event} → {row.subscriber}" for row in parked}))
    return Check(
        "events",
        ok=False,
        detail=gettext("%(count)d events could not be delivered: %(names)s")
        % {"count": len(parked), "names": names},
        remedy=gettext("Mend the cause (see the log), then: ./idea worker --retry-parked"),
        warning=True,
    )


_LOOKS: dict[str, Callable[[], Check]] = {
    "database": _database,
    "migrations": _migrations,
    "lake": _lake,
    "worker": _worker,
    "events": _events,
}


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer as long as the process does; asks nothing of anybody else."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer 200 where requests can be served, 503 where not, with what was looked at."""
    found = checks()
    ready = all(check.ok or check.warning for check in found)
    body = {"ready": ready, "checks": [asdict(check) for check in found]}
    return HttpResponse(
        orjson.dumps(body, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE),
        status=200 if ready else 503,
        content_type="application/json",
    )


@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer Prometheus, where it is on this machine or knows the token."""
    if not _may_read(request):
        return problem_response(
            request,
            Forbidden(
                gettext("The site's numbers are for its operators."),
                remedy=gettext("Send the token that IDEA_METRICS_TOKEN names."),
            ),
        )
    return HttpResponse(numbers.render(), content_type=numbers.CONTENT_TYPE)


def _may_read(request: HttpRequest) -> bool:
    token = ObservabilitySettings().metrics_token.get_secret_value()
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if token and scheme.lower() == "bearer" and hmac.compare_digest(given.encode(), token.encode()):
        return True
    # Behind a proxy on this machine everybody comes from here: then the token is needed.
    if any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-Ip")):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
