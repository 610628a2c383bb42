"""The worker process: threads that run jobs, deliver events and keep house, until told to stop."""

import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

import structlog
from django.db import close_old_connections, connections

from idea.kernel.events import api as events
from idea.kernel.jobs import housekeeping, queue, workers
from idea.kernel.jobs.actions import put_back
from idea.kernel.jobs.conf import JobSettings
from idea.kernel.jobs.registry import discover
from idea.kernel.jobs.run import active

log = structlog.get_logger(__name__)

POLL = 0.4  # seconds between two looks at an empty queue
BEAT = 5.0  # seconds between two heartbeats
_AFTER_ERROR = 3.0  # seconds; the database may be restarting


class Supervisor:
    """Starts the threads, beats for them, and ends them within the grace they are given."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.settings = JobSettings()
        works: list[tuple[str, Callable[[], object], float]] = [
            ("events", events.deliver, POLL),
            ("housekeeping", housekeeping.run_due, 1.0),
        ]
        works += [
            (f"jobs-{number + 1}", queue.run_one, POLL)
            for number in range(self.settings.worker_jobs)
        ]
        # Daemons: a job stuck in a native library must not keep the process from ending.
        self.threads = [
            threading.Thread(target=self._loop, args=(work, pause), name=name, daemon=True)
            for name, work, pause in works
        ]

    def run(self) -> bool:
        """Work until stopped; True where every thread came to its end."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._told)
        discover()  # now: a worker that cannot import its work is to fail at once and in sight
        events.discover()
        workers.this_process()
        log.info("worker_started", jobs=self.settings.worker_jobs)
        self._tend()  # first of all take back what a killed worker left
        for thread in self.threads:
            thread.start()
        beaten = time.monotonic()
        while not self.stop.wait(1.0):
            for run in active():
                self._try(run.flush)
            if time.monotonic() - beaten >= BEAT:
                beaten = time.monotonic()
                self._tend()
        return self._end()

    def _told(self, _signum: int, _frame: FrameType | None) -> None:
        if self.stop.is_set():  # told twice: no more grace
            self.settings = self.settings.model_copy(update={"worker_grace": 0.0})
        self.stop.set()

    def _tend(self) -> None:
        self._try(workers.beat)
        self._try(workers.take_back)

    def _try(self, work: Callable[[], object]) -> bool:
        """Call `work` and say whether it did anything; a failure is logged, and life goes on."""
        try:
            close_old_connections()
            return bool(work())
        except Exception:  # the database may be away for a while
            log.exception("worker_error", work=getattr(work, "__qualname__", str(work)))
            connections.close_all()
            self.stop.wait(_AFTER_ERROR)
            return False

    def _loop(self, work: Callable[[], object], pause: float) -> None:
        while not self.stop.is_set():
            if not self._try(work):
                self.stop.wait(pause)
        connections.close_all()

    def _end(self) -> bool:
        """Give running work its grace, then put it back in the queue."""
        log.info("worker_stopping", running=len(active()))
        asked = time.monotonic()
        while any(thread.is_alive() for thread in self.threads):
            if time.monotonic() - asked > self.settings.worker_grace:
                break
            time.sleep(0.05)
        for run in active():
            run.lost = True  # it ends at its next word of progress
            put_back(run.job_id, lease=run.lease, count=False)
        for thread in self.threads:
            thread.join(timeout=0.5)
        workers.sign_off()
        ended = not any(thread.is_alive() for thread in self.threads)
        log.info("worker_stopped", clean=ended)
        return ended


def run_worker() -> bool:
    """Run a worker in this process until SIGTERM or SIGINT; call it from the main thread.

    Return True where all threads ended; False where one is stuck: leave by `os._exit` then.
    """
    return Supervisor().run()
