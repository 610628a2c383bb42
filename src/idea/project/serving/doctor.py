"""The checks behind `./idea doctor`: each looks at one thing and says how to mend it.

Looks only; it changes nothing, and one failing check never hides the next.
"""

import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from idea.project.config import SiteSettings, site
from idea.project.serving import state, variables

FREE_BYTES = 2_000_000_000
State = Literal["ok", "warning", "wrong"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What one check saw; `mend` says what to do where it is not well."""

    state: State
    words: str
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    subject: str
    state: State
    words: str
    mend: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def _python(settings: SiteSettings) -> Seen:  # noqa: ARG001
    return Seen("ok", ".".join(map(str, sys.version_info[:3])))


def _variables(settings: SiteSettings) -> Seen:  # noqa: ARG001
    strange = variables.unknown()
    if not strange:
        return Seen("ok", _("every IDEA_… variable is a setting, and fits"))
    words = _("nothing reads %(names)s") % {"names": ", ".join(strange)}
    near = ", ".join(f"{name} → {known}" for name, known in strange.items() if known)
    mend = _("Perhaps meant: %(names)s") % {"names": near} if near else _("Remove them.")
    return Seen("warning", words, mend)


def _home(settings: SiteSettings) -> Seen:
    probe = settings.home / "run" / "doctor"
    place = {"home": settings.home}
    try:
        state.folder(settings.home)
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        mend = _("Give this user the right to write there, or set IDEA_HOME. (%(why)s)")
        return Seen(
            "wrong", _("%(home)s cannot be written.") % place, mend % {"why": error.strerror}
        )
    gigabytes = shutil.disk_usage(settings.home).free / 1e9
    if gigabytes * 1e9 < FREE_BYTES:
        words = _("only %(free).1f GB left on the disk of %(home)s") % {**place, "free": gigabytes}
        return Seen("warning", words, _("Make room before publishing large files."))
    return Seen("ok", _("%(home)s, %(free).0f GB free") % {**place, "free": gigabytes})


def _frontend(settings: SiteSettings) -> Seen:  # noqa: ARG001
    from idea.project.settings import FRONTEND

    needed = ("idea/app.css", "idea/map.js", "boundaries/counties.geojson")
    missing = [name for name in needed if not (FRONTEND / name).exists()]
    if missing:
        words = _("not built: %(names)s") % {"names": ", ".join(missing)}
        return Seen("wrong", words, _("Run ./idea up, which builds it."))
    return Seen("ok", _("built"))


def _database(settings: SiteSettings) -> Seen:
    from django.db import connection

    from idea.project.serving.prepare import pending_migrations

    where = connection.vendor
    try:
        waiting = pending_migrations()
    except Exception as error:  # noqa: BLE001  whatever the driver raises, it is the finding
        mend = _("Check IDEA_DATABASE_URL and that the server runs and lets this user in.")
        return Seen("wrong", f"{where}: {error}".strip(), mend)
    if waiting:
        words = _("%(database)s: %(count)d migrations are waiting")
        mend = _("Run ./idea up (it migrates), or ./idea down first when it runs.")
        return Seen("warning", words % {"database": where, "count": len(waiting)}, mend)
    shared = settings.home if where == "sqlite" else settings.database_url.rsplit("@", 1)[-1]
    return Seen("ok", f"{where} ({shared})")


def _lake(settings: SiteSettings) -> Seen:
    from django.conf import settings as django_settings

    from idea.kernel.lake import lake

    url = str(django_settings.IDEA_LAKE_URL)
    key = "tmp/doctor"
    probe = settings.home / "run" / "doctor"
    try:
        probe.write_text("ok")
        if lake().exists(key):
            lake().delete(key)
        lake().put(probe, key)
        lake().delete(key)
    except Exception as error:  # noqa: BLE001  whatever the store raises, it is the finding
        mend = _("Check IDEA_LAKE_URL, the store's credentials and that it can be reached.")
        return Seen("wrong", f"{url.rsplit('@', 1)[-1]}: {error}", mend)
    finally:
        probe.unlink(missing_ok=True)
    return Seen("ok", url.rsplit("@", 1)[-1])


def _spatial(settings: SiteSettings) -> Seen:  # noqa: ARG001
    from idea.kernel.duck import connect

    try:
        connect().execute("SELECT ST_AsText(ST_Point(121.5, 25))").fetchone()
    except Exception as error:  # noqa: BLE001  whatever DuckDB raises, it is the finding
        mend = _("Remove .venv and run ./idea up: it installs the locked wheels again.")
        return Seen("wrong", str(error), mend)
    return Seen("ok", _("loads"))


def _site(settings: SiteSettings) -> Seen:
    from idea.project.serving.supervisor import answers

    running = state.read(settings.home)
    if running is not None:
        if answers(running.port):
            return Seen("ok", _("serving at %(url)s") % {"url": f"{running.url}/"})
        mend = _("Look into %(log)s; then ./idea down and ./idea up.")
        log = settings.home / "log" / "site.log"
        return Seen("wrong", _("running, but it does not answer"), mend % {"log": log})
    port = {"port": settings.port}
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex(("127.0.0.1", settings.port)) == 0:
            words = _("not running, and another program uses port %(port)d") % port
            mend = _("Start on another one: ./idea up --port %(port)d")
            return Seen("warning", words, mend % {"port": settings.port + 1})
    return Seen("ok", _("not running; port %(port)d is free") % port)


def _cache(settings: SiteSettings) -> Seen:
    if settings.processes > 1 and not settings.cache_url:
        words = _("%(count)d web processes without a shared cache") % {"count": settings.processes}
        mend = _("Set IDEA_CACHE_URL to a Redis, so that rate limits count all processes together.")
        return Seen("warning", words, mend)
    return Seen("ok", settings.cache_url.rsplit("@", 1)[-1] or _("in memory"))


def _public(settings: SiteSettings) -> Seen:
    if not settings.url:
        words = _("none set; this machine only: %(url)s") % {"url": settings.site_url}
        return Seen("ok", words)
    wrongs = []
    if not settings.url.startswith("https://"):
        wrongs.append(_("IDEA_URL is not https: passkeys and safe cookies need it"))
    if not settings.email_url:
        wrongs.append(_("IDEA_EMAIL_URL is not set: letters only appear in the log"))
    if settings.debug:
        wrongs.append(_("IDEA_DEBUG shows inner details to everybody"))
    if wrongs:
        return Seen("warning", "; ".join(wrongs), _("Set them as docs/how-to/https.md says."))
    return Seen("ok", settings.site_url)


def _audit(settings: SiteSettings) -> Seen:  # noqa: ARG001
    from idea.kernel.audit.api import verify
    from idea.project.serving.prepare import pending_migrations

    if any(name.startswith("audit.") for name in pending_migrations()):
        return Seen("ok", _("not begun yet"))
    found = verify()
    if not found.ok:
        words = _("broken at entry %(number)s") % {"number": found.first_bad}
        mend = _("Compare with the newest backup: ./idea audit verify names the entry.")
        return Seen("wrong", words, mend)
    return Seen("ok", _("%(count)d entries, chain whole") % {"count": found.entries})


CHECKS: dict[str, Callable[[SiteSettings], Seen]] = {
    gettext_noop("Python"): _python,
    gettext_noop("Settings"): _variables,
    gettext_noop("Data folder"): _home,
    gettext_noop("Front end"): _frontend,
    gettext_noop("DuckDB spatial"): _spatial,
    gettext_noop("Database"): _database,
    gettext_noop("Lake"): _lake,
    gettext_noop("Audit log"): _audit,
    gettext_noop("Site"): _site,
    gettext_noop("Cache"): _cache,
    gettext_noop("Public address"): _public,
}
# Of the kernel's own look at itself, what is not looked at more closely above.
KERNEL_CHECKS = {"worker": gettext_noop("Worker"), "events": gettext_noop("Events")}


def findings() -> Iterator[Finding]:
    """Yield what each check finds; ExceptionGroup of ValidationErrors where settings cannot be."""
    from idea.project.serving.prepare import start_django

    settings = site()
    variables.check()
    start_django()
    for subject, check in CHECKS.items():
        try:
            seen = check(settings)
        except Exception as error:  # noqa: BLE001  a check that fails is a finding too
            seen = Seen("wrong", _("could not be checked: %(why)s") % {"why": error})
        yield Finding(_(subject), seen.state, seen.words, seen.mend)
    yield from _of_kernel(settings)


def _of_kernel(settings: SiteSettings) -> Iterator[Finding]:
    from idea.kernel import health

    up = state.read(settings.home) is not None
    for check in health.checks():
        if check.name not in KERNEL_CHECKS:
            continue
        subject = _(KERNEL_CHECKS[check.name])
        if check.ok:
            words = (
                _("%(count)s alive") % {"count": check.detail} if check.detail else _("in order")
            )
            yield Finding(subject, "ok", words)
        elif check.name == "worker" and not up:
            yield Finding(subject, "ok", _("not running, as the site is not"))
        else:
            yield Finding(
                subject, "warning" if check.warning else "wrong", check.detail, check.remedy
            )
