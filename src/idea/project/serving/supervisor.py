"""Keeps the web server and the worker running, and stops both together.

Starts processes only; what must be ready before that is in `prepare.py`.
"""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from idea.project.config import SiteSettings
from idea.project.serving import state

GRACE = 20.0  # seconds the processes have to finish; more than the worker gives its jobs
PR_SET_PDEATHSIG = 1  # Linux prctl(2)


def _die_with_parent() -> None:
    """Ask Linux to end this process when the supervisor dies, even by kill -9."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One process that is started again when it ends, more slowly each time it fails at once."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    due: float = 0.0

    def start(self, output: IO[bytes] | None) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509  no threads here before the children
        )

    def tend(self, output: IO[bytes] | None) -> None:
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            self.signal(signal.SIGKILL)  # what it may have left of its own children
            self.failures = 0 if now - self.started > 60 else self.failures + 1  # noqa: PLR2004
            self.due = now + min(30, 2**self.failures / 2)
            self.process = None
        if self.process is None and now >= self.due:
            self.start(output)

    def signal(self, number: int) -> None:
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return

    def stop(self, deadline: float) -> None:
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.1, deadline - time.monotonic()))
        self.signal(signal.SIGKILL)
        self.process.wait()


@dataclass
class Supervisor:
    settings: SiteSettings
    log: Path | None = None  # None: the children write to this terminal
    stopping: bool = False
    children: list[Child] = field(default_factory=list)

    def commands(self) -> list[Child]:
        python, settings = sys.executable, self.settings
        web = [python, "-m", "granian", "--interface", "wsgi", "--host", settings.host]
        web += ["--port", str(settings.port), "--workers", str(settings.processes)]
        web += ["--blocking-threads", str(settings.threads), "--backlog", "1024", "--no-ws"]
        web += ["--respawn-failed-workers", "--log-level", "warning"]
        web += ["idea.project.wsgi:application"]
        return [Child("web", web), Child("worker", [python, "-m", "idea", "worker"])]

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT; the caller holds the site's lock."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        output = self.log.open("ab") if self.log else None
        self._share_metrics()
        self.children = self.commands()
        try:
            while not self.stopping:
                for child in self.children:
                    child.tend(output)
                time.sleep(0.2)
        finally:
            deadline = time.monotonic() + GRACE
            for child in self.children:
                child.signal(signal.SIGTERM)
            for child in self.children:
                child.stop(deadline)
            if output:
                output.close()

    def _share_metrics(self) -> None:
        """Let several web processes count together; what earlier ones counted is gone."""
        if self.settings.processes > 1:
            folder = state.folder(self.settings.home) / "metrics"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)

    def _stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        self.stopping = True


def answers(port: int, path: str = "/healthz") -> bool:
    """Whether a site on this machine answers on `port`."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2) as answer:
            return bool(answer.status == 200)  # noqa: PLR2004
    except (urllib.error.URLError, OSError):
        return False


def wait_for_answer(settings: SiteSettings, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answers(settings.port):
            return True
        time.sleep(0.05)
    return False


def stop(home: Path) -> bool:
    """Stop the site that runs on `home`; False when none runs."""
    running = state.read(home)
    if running is None:
        return False
    os.kill(running.pid, signal.SIGTERM)
    if not state.wait_until(home, held=False, seconds=GRACE + 5):
        os.kill(running.pid, signal.SIGKILL)
        state.wait_until(home, held=False, seconds=5)
    return True
