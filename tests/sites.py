"""A site of its own, run by the real command line."""

import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Site:
    home: Path
    port: int
    environment: dict = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def variables(self) -> dict:
        kept = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith("IDEA_") and key != "DJANGO_SETTINGS_MODULE"
        }
        own = {"IDEA_HOME": str(self.home), "PYTHONPATH": str(ROOT / "src"), "LANG": "C.UTF-8"}
        return {**kept, **own, **self.environment}

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "idea", *words]

    def run(self, *words: str, code: int | None = 0, seconds: float = 120) -> str:
        """Run a command to its end; its output. Fails the test when it exits otherwise than `code`."""
        done = subprocess.run(
            self.command(*words),
            env=self.variables(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=seconds,
            check=False,
        )
        assert code is None or done.returncode == code, done.stdout
        return done.stdout

    def begin(self, *words: str) -> subprocess.Popen:
        return subprocess.Popen(
            self.command(*words),
            env=self.variables(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def up(self, *words: str) -> str:
        return self.run("up", "--detach", "--port", str(self.port), *words)


def kill_group(process: subprocess.Popen) -> None:
    """Kill -9 a command with all it started in its session."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
