"""What must be ready before a site serves: folders, messages, static files, tables, first data.

Each step looks first and does nothing when there is nothing to do, so it can run every time.
"""

import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.utils.translation import gettext as _

from idea.project.config import site

Say = Callable[[str], None]


def language() -> str:
    """Return the terminal's language: Chinese where the locale is Chinese, English elsewhere."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return "zh-hant" if spoken.lower().startswith("zh") else "en"


def start_django() -> None:
    """Load settings and apps, with the translations compiled and the terminal's language on."""
    from idea.project.cli.messages import compile_all

    site().home.mkdir(parents=True, exist_ok=True)
    compile_all()
    django.setup()
    from django.utils import translation

    translation.activate(language())


@contextmanager
def step(say: Say, words: str) -> Iterator[None]:
    began = time.monotonic()
    say(words + "…")
    yield
    took = time.monotonic() - began
    if took > 1:
        say("  " + _("done in %(seconds).1f s") % {"seconds": took})


def pending_migrations() -> list[str]:
    """Return the migrations that this code has and the database has not."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backward in plan]


def migrate(say: Say) -> None:
    from django.core.management import call_command

    waiting = pending_migrations()
    if waiting:
        words = _("Preparing the database (%(count)d steps)") % {"count": len(waiting)}
        with step(say, words):
            call_command("migrate", interactive=False, verbosity=0)


def _static_digest() -> str:
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static(say: Say) -> None:
    """Put the pages' files, with digests in their names, where the web server finds them.

    They are made in a folder beside and moved in whole, so that a kill leaves the old ones.
    """
    from django.conf import settings

    target = Path(settings.STATIC_ROOT)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second site of this checkout may start just now
        digest = _static_digest()
        stamp = target / ".stamp"
        if stamp.exists() and stamp.read_text() == digest:
            return
        with step(say, _("Preparing the pages' files")):
            _collect_into(target, digest)


def _collect_into(target: Path, digest: str) -> None:
    from django.core.files.storage import storages
    from django.core.management import call_command

    fresh, old = target.with_suffix(".new"), target.with_suffix(".old")
    for left in (fresh, old):
        shutil.rmtree(left, ignore_errors=True)
    storage = storages["staticfiles"]
    storage.location = str(fresh)  # type: ignore[attr-defined]  # FileSystemStorage's own
    call_command("collectstatic", interactive=False, verbosity=0)
    (fresh / ".stamp").write_text(digest)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def everything(say: Say) -> None:
    """Make the site's home complete; Django must have been started."""
    for name in ("run", "log", "work"):
        (site().home / name).mkdir(parents=True, exist_ok=True)
    collect_static(say)
    migrate(say)
