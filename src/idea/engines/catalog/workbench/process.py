"""The sandbox's processes, seen from outside: started bare, used once, ended for certain.

Carries messages and enforces the clock; what may be asked is decided by who calls.
"""

import atexit
import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Self

import structlog

import idea
from idea.engines.catalog.workbench.sandbox.refused import Refused

_PACKAGES: Final = str(Path(idea.__file__).parents[1])
_MAIN: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from idea.engines.catalog.workbench.sandbox.child import main; main()"
)
_TICK: Final = 0.1  # seconds between two looks at whether the query was cancelled
_CHUNK: Final = 1 << 18
_SAID: Final = 4000  # bytes of its last words that are logged

log = structlog.get_logger(__name__)

_lock = threading.Lock()
_spare: dict[int, subprocess.Popen[bytes]] = {}  # by process: a fork must not share one


class Sandbox:
    """One process for one query; leaving the `with` block ends it, whatever it does."""

    def __init__(self, *, seconds: float, room: int, cancelled: Callable[[], bool]) -> None:
        """`room`: bytes it may send. Both bounds stand even if the process keeps none itself."""
        self._deadline = time.monotonic() + seconds
        self._room = room
        self.received = 0  # bytes
        self._cancelled = cancelled
        self._buffer = b""

    def __enter__(self) -> Self:
        self._process = _take()
        self._selector = selectors.DefaultSelector()
        self._out = self._process.stdout
        self._in = self._process.stdin
        if self._out is None or self._in is None:
            raise RuntimeError("the sandbox has no pipes")
        os.set_blocking(self._out.fileno(), False)
        self._selector.register(self._out, selectors.EVENT_READ)
        return self

    def __exit__(self, *_error: object) -> None:
        self._selector.close()
        _end(self._process)
        _prepare()

    def send(self, message: dict[str, Any]) -> None:
        if self._in is None:
            raise RuntimeError("the sandbox is closed")
        try:
            self._in.write(json.dumps(message).encode() + b"\n")
            self._in.flush()
        except BrokenPipeError:
            raise self._died() from None

    def receive(self) -> dict[str, Any]:
        """Return its next message; Refused where it refused, died, was late or was cancelled."""
        while b"\n" not in self._buffer:
            if self._cancelled():
                raise Refused("cancelled")
            if time.monotonic() > self._deadline:
                raise Refused("time")
            if self._selector.select(_TICK):
                self._read()
        line, _newline, self._buffer = self._buffer.partition(b"\n")
        message = dict(json.loads(line))
        if "refused" in message:
            raise Refused(**message["refused"])
        return message

    def _read(self) -> None:
        chunk = os.read(self._out.fileno(), _CHUNK) if self._out else b""
        if not chunk:
            raise self._died()
        self.received += len(chunk)
        if self.received > self._room:
            raise Refused("large")
        self._buffer += chunk

    def _died(self) -> Refused:
        """Say why it ended: by its own clock, or because it took too much."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        code = self._process.returncode
        if code in (-signal.SIGALRM, -signal.SIGXCPU):
            return Refused("time")
        said = b""
        if self._process.stderr is not None and code is not None:
            said = self._process.stderr.read(_SAID)
        log.warning("sandbox_died", code=code, said=said.decode(errors="replace"))
        return Refused("died")


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", "-c", _MAIN, _PACKAGES],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"LC_ALL": "C.UTF-8"},  # nothing of ours: no key, no address, no path
        cwd="/",
        close_fds=True,
        start_new_session=True,
    )


def _take() -> subprocess.Popen[bytes]:
    """Return a process that has its libraries loaded, if one waits; else start one."""
    with _lock:
        ready = _spare.pop(os.getpid(), None)
    if ready is not None:
        if ready.poll() is None:
            return ready
        _end(ready)
    return _start()


def _prepare() -> None:
    """Start the next one while nobody waits for it."""
    with _lock:
        if os.getpid() not in _spare:
            _spare[os.getpid()] = _start()


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    process.wait()


@atexit.register
def close() -> None:
    """End the process that waits for work."""
    with _lock:
        ready = _spare.pop(os.getpid(), None)
    if ready is not None:
        _end(ready)
