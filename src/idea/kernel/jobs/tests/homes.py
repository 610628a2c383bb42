"""A site of its own for tests that need real processes: data folder, database, a test app.

The database is a file (SQLite) or, where IDEA_DATABASE_URL names a server, one made there.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

SOURCE = Path(__file__).resolve().parents[4]
PYTHON = [sys.executable, "-m", "idea"]

SETTINGS = """
from idea.project.settings import *
KEEP = ("idea.kernel.", "idea.engines.identity", "django", "allauth", "csp")
INSTALLED_APPS = ["homeapp", *(app for app in INSTALLED_APPS if app.startswith(KEEP))]
INSTALLED_APPS.remove("idea.kernel.search")
"""

TASKS = """
import os, time
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar
from django.db import transaction
from idea.kernel.audit import api as audit
from idea.kernel.events import api as events
from idea.kernel.jobs import api as jobs

NOTES = Path(os.environ["IDEA_HOME"]) / "notes"

def note(text):
    with NOTES.open("a") as file:
        file.write(text + "\\n")

@dataclass(frozen=True, slots=True)
class Said(events.Event):
    name: ClassVar[str] = "home.said"
    word: str

@jobs.job("home.say", "Say")
def say(progress, word: str):
    with transaction.atomic():
        events.emit(Said(word))
    return {"at": time.time()}

@jobs.job("home.long", "Long")
def long(progress, seconds: float):
    note("begun")
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        progress(1, 10, "working")
        time.sleep(0.02)
    note("ended")
    return {"ended": True}

@jobs.job("home.deaf", "Deaf")
def deaf(progress, seconds: float):
    note("begun")
    time.sleep(seconds)

@jobs.periodic("home.tidy", 3600)
def tidy():
    note("tidied")
"""

SUBSCRIBERS = """
from homeapp.tasks import Said, note
from idea.kernel.events import api as events

@events.subscribe(Said, "home.listener")
def listen(event):
    note("heard " + event.word)
"""


class Home:
    """A data folder with a migrated database, and ways to look in and to act."""

    def __init__(self, folder: Path, server: str = "") -> None:
        self.folder = folder
        self.url = ""
        if server:
            name = f"idea_home_{os.getpid()}_{folder.name.replace('-', '_')}"
            self._server, self.name = server, name
            self._admin(f'CREATE DATABASE "{name}"')
            self.url = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        (folder / "homeapp").mkdir(parents=True)
        (folder / "homeapp" / "__init__.py").write_text("")
        (folder / "homeapp" / "tasks.py").write_text(TASKS)
        (folder / "homeapp" / "subscribers.py").write_text(SUBSCRIBERS)
        (folder / "homesettings.py").write_text(SETTINGS)
        self.idea("manage", "migrate", "--skip-checks", "-v0")

    @property
    def env(self) -> dict[str, str]:
        return os.environ | {
            "IDEA_HOME": str(self.folder / "var"),
            "IDEA_DATABASE_URL": self.url,
            "IDEA_WORKER_GRACE": "1",
            "IDEA_LOG_FORMAT": "json",
            "DJANGO_SETTINGS_MODULE": "homesettings",
            "PYTHONPATH": f"{self.folder}:{SOURCE}",
            "LANGUAGE": "en",
        }

    def idea(self, *args: str, ok: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [*PYTHON, *args], env=self.env, capture_output=True, text=True, timeout=120, check=False
        )
        assert not ok or done.returncode == 0, done.stdout + done.stderr
        return done

    def python(self, code: str) -> str:
        """Run `code` with Django set up and return what it prints."""
        done = subprocess.run(
            [sys.executable, "-c", "import django; django.setup()\n" + code],
            env=self.env,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self, name: str, **arguments: object) -> str:
        return self.python(
            "from idea.kernel.jobs import api\nfrom idea.kernel.audit.types import Actor\n"
            f"print(api.start({name!r}, actor=Actor.system('test'), **{arguments!r}).id)"
        )

    def worker(self) -> subprocess.Popen[bytes]:
        log = (self.folder / "worker.log").open("ab")
        with closing(log):
            return subprocess.Popen(
                [*PYTHON, "worker"], env=self.env, stdout=log, stderr=subprocess.STDOUT
            )

    def sql(self, query: str) -> list[tuple[object, ...]]:
        if self.url:
            import psycopg

            with psycopg.connect(self.url) as connection:
                cursor = connection.execute(query)
                return cursor.fetchall() if cursor.description else []
        with closing(sqlite3.connect(self.folder / "var" / "idea.sqlite3", timeout=20)) as base:
            rows = base.execute(query).fetchall()
            base.commit()
            return rows

    def job(self, job_id: str) -> tuple[object, ...]:
        """Return state, attempts and result."""
        shown = job_id if self.url else job_id.replace("-", "")
        (row,) = self.sql(f"SELECT state, attempts, result FROM jobs_job WHERE id = '{shown}'")  # noqa: S608
        return row

    def notes(self) -> list[str]:
        path = self.folder / "var" / "notes"
        return path.read_text().split("\n")[:-1] if path.exists() else []

    def log(self) -> str:
        return (self.folder / "worker.log").read_text()

    def close(self) -> None:
        if self.url:
            self._admin(f'DROP DATABASE "{self.name}" WITH (FORCE)')

    def _admin(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement)


def wait(what, seconds: float = 20.0):
    """Wait until `what()` is true and return the seconds that took."""
    began = time.monotonic()
    while not what():
        assert time.monotonic() - began < seconds, "waited in vain"
        time.sleep(0.02)
    return time.monotonic() - began


def end(process: subprocess.Popen[bytes], sign: int = signal.SIGTERM) -> int:
    process.send_signal(sign)
    return process.wait(timeout=30)
