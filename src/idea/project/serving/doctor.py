"""The checks behind `./idea doctor`: each looks at one thing and says how to mend it.

Looks only; it changes nothing, and one failing check never hides the next.
"""

import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from idea.project.config import SiteSettings, site
from idea.project.serving import state

FREE_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    subject: str
    state: Literal["ok", "warning", "wrong"]
    words: str
    mend: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def _python(settings: SiteSettings) -> Finding:  # noqa: ARG001
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", "ok", version)


def _home(settings: SiteSettings) -> Finding:
    probe = settings.home / "run" / "doctor"
    try:
        state.folder(settings.home)
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        mend = f"Give this user the right to write there, or set IDEA_HOME. ({error.strerror})"
        return Finding("Data folder", "wrong", f"{settings.home} cannot be written.", mend)
    free = shutil.disk_usage(settings.home).free
    if free < FREE_BYTES:
        words = f"only {free / 1e9:.1f} GB left on the disk of {settings.home}"
        return Finding("Data folder", "warning", words, "Make room before publishing large files.")
    return Finding("Data folder", "ok", f"{settings.home}, {free / 1e9:.0f} GB free")


def _frontend(settings: SiteSettings) -> Finding:  # noqa: ARG001
    from idea.project.settings import FRONTEND

    needed = ("idea/app.css", "idea/map.js", "boundaries/counties.geojson")
    missing = [name for name in needed if not (FRONTEND / name).exists()]
    if missing:
        words = f"not built: {', '.join(missing)}"
        return Finding("Front end", "wrong", words, "Run ./idea up, which builds it.")
    return Finding("Front end", "ok", "built")


def _database(settings: SiteSettings) -> Finding:
    from django.db import connection

    from idea.project.serving.prepare import pending_migrations

    where = connection.vendor
    try:
        waiting = pending_migrations()
    except Exception as error:  # noqa: BLE001  whatever the driver raises, it is the finding
        mend = "Check IDEA_DATABASE_URL and that the server runs and lets this user in."
        return Finding("Database", "wrong", f"{where}: {error}".strip(), mend)
    if waiting:
        words = f"{where}: {len(waiting)} migrations are waiting"
        mend = "Run ./idea up (it migrates), or ./idea down first when it runs."
        return Finding("Database", "warning", words, mend)
    shared = settings.home if where == "sqlite" else settings.database_url.rsplit("@", 1)[-1]
    return Finding("Database", "ok", f"{where} ({shared})")


def _lake(settings: SiteSettings) -> Finding:
    from django.conf import settings as django_settings

    from idea.kernel.lake import lake

    url = django_settings.IDEA_LAKE_URL
    key = "tmp/doctor"
    probe = settings.home / "run" / "doctor"
    try:
        probe.write_text("ok")
        if lake().exists(key):
            lake().delete(key)
        lake().put(probe, key)
        lake().delete(key)
    except Exception as error:  # noqa: BLE001  whatever the store raises, it is the finding
        mend = "Check IDEA_LAKE_URL, the store's credentials and that it can be reached."
        return Finding("Lake", "wrong", f"{url}: {error}", mend)
    finally:
        probe.unlink(missing_ok=True)
    return Finding("Lake", "ok", url)


def _spatial(settings: SiteSettings) -> Finding:  # noqa: ARG001
    from idea.kernel.duck import connect

    try:
        connect().execute("SELECT ST_AsText(ST_Point(121.5, 25))").fetchone()
    except Exception as error:  # noqa: BLE001  whatever DuckDB raises, it is the finding
        mend = "Remove .venv and run ./idea up: it installs the locked wheels again."
        return Finding("DuckDB spatial", "wrong", str(error), mend)
    return Finding("DuckDB spatial", "ok", "loads")


def _port(settings: SiteSettings) -> Finding:
    from idea.project.serving.supervisor import answers

    running = state.read(settings.home)
    if running is not None:
        if answers(running.port):
            return Finding("Site", "ok", f"serving at {running.url}/")
        mend = f"Look into {settings.home / 'log' / 'site.log'}; then ./idea down and ./idea up."
        return Finding("Site", "wrong", "running, but it does not answer", mend)
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex(("127.0.0.1", settings.port)) == 0:
            words = f"not running, and another program uses port {settings.port}"
            mend = f"Start on another one: ./idea up --port {settings.port + 1}"
            return Finding("Site", "warning", words, mend)
    return Finding("Site", "ok", f"not running; port {settings.port} is free")


def _processes(settings: SiteSettings) -> Finding:
    if settings.processes > 1 and not settings.cache_url:
        words = f"{settings.processes} web processes without a shared cache"
        mend = "Set IDEA_CACHE_URL to a Redis, so that rate limits count all processes together."
        return Finding("Cache", "warning", words, mend)
    return Finding("Cache", "ok", settings.cache_url.rsplit("@", 1)[-1] or "in memory")


def _public(settings: SiteSettings) -> Finding:
    if not settings.url:
        return Finding("Public address", "ok", f"none set; this machine only: {settings.site_url}")
    wrongs = []
    if not settings.url.startswith("https://"):
        wrongs.append("IDEA_URL is not https: passkeys and safe cookies need it")
    if not settings.email_url:
        wrongs.append("IDEA_EMAIL_URL is not set: letters only appear in the log")
    if settings.debug:
        wrongs.append("IDEA_DEBUG shows inner details to everybody")
    if wrongs:
        mend = "Set them as docs/how-to/https.md says."
        return Finding("Public address", "warning", "; ".join(wrongs), mend)
    return Finding("Public address", "ok", settings.site_url)


def _audit(settings: SiteSettings) -> Finding:  # noqa: ARG001
    from idea.kernel.audit.api import verify

    found = verify()
    if not found.ok:
        mend = "Compare with the newest backup: ./idea audit verify names the entry."
        return Finding("Audit log", "wrong", f"broken at entry {found.first_bad}", mend)
    return Finding("Audit log", "ok", f"{found.entries} entries, chain whole")


CHECKS: tuple[Callable[[SiteSettings], Finding], ...] = (
    _python, _home, _frontend, _spatial, _database, _lake, _audit, _port, _processes, _public,
)  # fmt: skip


def findings() -> Iterator[Finding]:
    from idea.project.serving.prepare import start_django

    settings = site()
    start_django()
    for check in CHECKS:
        try:
            yield check(settings)
        except Exception as error:  # noqa: BLE001  a check that fails is a finding too
            name = check.__name__.strip("_").capitalize()
            yield Finding(name, "wrong", f"could not be checked: {error}")
