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
KEPT_COLLECTIONS = 3


def language() -> str:
    """Return the terminal's language: Chinese where the locale is Chinese, English elsewhere."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return "zh-hant" if spoken.lower().startswith("zh") else "en"


def start_django() -> None:
    """Load settings and apps, with the translations compiled and the terminal's language on."""
    from idea.project.cli.messages import compile_all

    site().make_home()
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

    Each collection has a folder of its own, named by what it was made from; a link to it is put
    in place when it is whole, so that neither a kill nor a site that runs is left without files.
    """
    from django.conf import settings

    collected = Path(settings.COLLECTED)
    collected.mkdir(parents=True, exist_ok=True)
    with (collected / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second site of this checkout may start just now
        wanted = collected / _static_digest()[:16]
        current = collected / "current"
        if current.exists() and current.resolve() == wanted:
            return
        with step(say, _("Preparing the pages' files")):
            _collect_into(wanted)
            link = collected / "next"
            link.unlink(missing_ok=True)
            link.symlink_to(wanted.name)
            link.replace(current)
            _prune(collected)
    settings.STATIC_ROOT = wanted


def _collect_into(target: Path) -> None:
    from django.core.files.storage import storages
    from django.core.management import call_command

    fresh = target.with_suffix(".new")
    for left in (fresh, target):
        shutil.rmtree(left, ignore_errors=True)
    storage = storages["staticfiles"]
    storage.location = str(fresh)  # type: ignore[attr-defined]  # FileSystemStorage's own
    call_command("collectstatic", interactive=False, verbosity=0)
    fresh.rename(target)


def _prune(collected: Path) -> None:
    """Remove all but the newest collections: sites that still run may serve from those."""
    folders = [path for path in collected.iterdir() if path.is_dir() and not path.is_symlink()]
    folders.sort(key=lambda path: path.stat().st_mtime)
    for path in folders[:-KEPT_COLLECTIONS]:
        shutil.rmtree(path, ignore_errors=True)


def everything(say: Say) -> None:
    """Make the site's home complete; Django must have been started."""
    for name in ("run", "log", "work"):
        (site().home / name).mkdir(parents=True, exist_ok=True)
    collect_static(say)
    migrate(say)
