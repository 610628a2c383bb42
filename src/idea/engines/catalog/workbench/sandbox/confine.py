"""Third wall, by the operating system: what this process may take, whatever runs in it.

Limits first (`early`), then files and system calls once the query's files are known (`late`).
"""

import os
import resource
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress

from idea.engines.catalog.workbench.sandbox import landlock, seccomp

MEGABYTE = 1 << 20
_SPARE_MB = 256  # what Python and DuckDB take beside the query's own memory
_FILES = 64
_NICE = 10  # pages are served first


def early() -> None:
    """Write no file, leave no core, start no process, and give way to everybody else."""
    _limit("RLIMIT_FSIZE", 0)
    _limit("RLIMIT_CORE", 0)
    _limit("RLIMIT_NOFILE", _FILES)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in the terminal is the parent's
    with suppress(OSError):
        os.nice(_NICE)


def late(paths: Iterable[str], *, seconds: float, memory_mb: int) -> None:
    """Bound memory and time, then see only these files and make no forbidden call.

    The alarm ends the process without asking it, should DuckDB not hear the interrupt.
    """
    _limit("RLIMIT_AS", _mapped() + (memory_mb + _SPARE_MB) * MEGABYTE)
    _limit("RLIMIT_CPU", int(seconds) + 2)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds + 2)
    _limit("RLIMIT_NPROC", 0)
    landlock.confine(paths)
    seccomp.confine()


def _limit(name: str, value: int) -> None:
    kind = getattr(resource, name, None)  # not every system has each
    if kind is None:
        return
    with suppress(ValueError, OSError):
        _soft, hard = resource.getrlimit(kind)
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (most, most))


def _mapped() -> int:
    """Return how much address space the libraries have taken so far; they differ by system."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123  before pathlib
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return (4096 if sys.platform == "darwin" else 1024) * MEGABYTE
