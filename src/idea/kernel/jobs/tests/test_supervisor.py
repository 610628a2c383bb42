"""A real worker process: quick to begin, idle when idle, and no job is lost however it ends."""

import os
import signal
import time
from pathlib import Path

import pytest

from idea.kernel.jobs.tests.homes import Home, end, wait

pytestmark = pytest.mark.databases


@pytest.fixture(scope="module")
def shared_home(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("home"), os.environ.get("IDEA_DATABASE_URL", ""))
    yield home
    home.close()


@pytest.fixture
def home(shared_home):
    for leftover in ("var/notes", "worker.log"):
        (shared_home.folder / leftover).unlink(missing_ok=True)
    return shared_home


@pytest.fixture
def worker(home):
    """Return a function that starts a worker and waits until it works."""
    started = []

    def start():
        process = home.worker()
        started.append(process)
        wait(lambda: "worker_started" in home.log().rpartition("worker_stopped")[2])
        return process

    yield start
    for process in started:
        if process.poll() is None:
            end(process, signal.SIGKILL)


def busy_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_kill_9_in_the_middle_of_a_job_loses_nothing(home, worker):
    job = home.start("home.long", seconds=1.5)
    first = worker()
    wait(lambda: home.notes().count("begun") == 1)
    end(first, signal.SIGKILL)
    assert home.job(job)[:2] == ("running", 1)

    second = worker()
    wait(lambda: home.job(job)[0] == "done")
    assert home.job(job)[1] == 2
    assert [note for note in home.notes() if note != "tidied"] == ["begun", "begun", "ended"]
    assert end(second) == 0


def test_a_job_that_always_kills_its_worker_is_given_up(home, worker):
    job = home.start("home.long", seconds=60)
    for attempt in (1, 2, 3):
        process = worker()
        wait(lambda: home.notes().count("begun") == attempt)  # noqa: B023  called at once
        end(process, signal.SIGKILL)
    process = worker()
    wait(lambda: home.job(job)[0] == "failed")
    assert home.job(job)[1] == 3
    assert end(process) == 0


def test_work_is_picked_up_within_a_second_and_its_event_delivered(home, worker):
    process = worker()
    time.sleep(1)
    started = time.time()
    job = home.start("home.say", word="hello")
    queued = time.time()
    wait(lambda: home.job(job)[0] == "done")
    assert time.time() - queued < 1.0, queued - started
    took = wait(lambda: "heard hello" in home.notes())
    assert took < 1.0
    assert end(process) == 0


def test_an_idle_worker_costs_next_to_nothing(home, worker):
    process = worker()
    time.sleep(2)
    before = busy_seconds(process.pid)
    time.sleep(5)
    assert (busy_seconds(process.pid) - before) / 5 < 0.05  # of one core
    assert end(process) == 0


def test_sigterm_lets_a_short_job_finish(home, worker):
    process = worker()
    job = home.start("home.long", seconds=0.8)
    wait(lambda: "begun" in home.notes())
    assert end(process) == 0
    assert home.job(job)[0] == "done"
    assert '"clean":true' in home.log()


def test_sigterm_puts_a_long_job_back_without_counting_it(home, worker):
    process = worker()
    job = home.start("home.long", seconds=60)
    wait(lambda: "begun" in home.notes())
    began = time.monotonic()
    assert end(process) == 0
    assert time.monotonic() - began < 5
    assert home.job(job)[:2] == ("queued", 0)
    # Nobody is to wait a minute for it in the next test.
    home.python(
        "from idea.kernel.jobs.models import Job; from django_tasks_db.models import DBTaskResult\n"
        "Job.objects.filter(state='queued').delete(); DBTaskResult.objects.all().delete()"
    )


def test_a_job_that_does_not_listen_does_not_keep_the_worker(home, worker):
    process = worker()
    job = home.start("home.deaf", seconds=3600)
    wait(lambda: "begun" in home.notes())
    assert end(process) == 0
    assert home.job(job)[:2] == ("queued", 0)
    home.python(
        "from idea.kernel.jobs.models import Job; from django_tasks_db.models import DBTaskResult\n"
        "Job.objects.filter(state='queued').delete(); DBTaskResult.objects.all().delete()"
    )


def test_two_workers_share_the_queue_and_run_each_job_once(home, worker):
    jobs = [home.start("home.long", seconds=0.2) for _ in range(3)]
    home.python(
        "from idea.kernel.jobs import api\nfrom idea.kernel.audit.types import Actor\n"
        "for n in range(20): api.start('home.say', actor=Actor.system('t'), word=f'w{n}')"
    )
    processes = [home.worker(), home.worker()]
    try:
        wait(lambda: all(home.job(job)[0] == "done" for job in jobs))
        wait(lambda: len([n for n in home.notes() if n.startswith("heard w")]) == 20)
        time.sleep(0.5)
    finally:
        codes = [end(process) for process in processes]
    assert codes == [0, 0]
    heard = [note for note in home.notes() if note.startswith("heard w")]
    assert len(heard) == len(set(heard)) == 20
    assert home.notes().count("ended") == 3


def test_batch_does_what_waits_and_ends(home):
    home.start("home.say", word="batch")
    done = home.idea("worker", "--batch")
    assert "2 done" in done.stdout  # the job, then its event
    assert "heard batch" in home.notes()
    assert "0 events" in home.idea("worker", "--retry-parked").stdout


def test_a_worker_that_cannot_import_its_work_fails_in_sight(home):
    tasks = home.folder / "homeapp" / "tasks.py"
    good = tasks.read_text()
    tasks.write_text("import no_such_library")
    try:
        done = home.idea("worker", ok=False)
    finally:
        tasks.write_text(good)
    assert done.returncode == 1
    assert "no_such_library" in done.stderr + done.stdout


def test_audit_written_by_several_processes_is_one_chain(home):
    from concurrent.futures import ThreadPoolExecutor

    code = (
        "from django.db import transaction\nfrom idea.kernel.audit import api\n"
        "for n in range(25):\n"
        "    with transaction.atomic():\n"
        "        api.record(actor=api.Actor.system('t'), action='a.b', target='c:d', data={'n': n})\n"
    )
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(home.python, [code] * 3))
    said = home.idea("audit", "verify").stdout
    assert "75 entries" in said
    head = home.idea("audit", "head").stdout.strip()
    assert head.startswith("75:")
    assert "75 entries" in home.idea("audit", "verify", "--head", head).stdout

    home.sql("DROP TRIGGER audit_entry_update" + (" ON audit_entry" if home.url else ""))
    home.sql("UPDATE audit_entry SET target = 'x' WHERE seq = 40")
    broken = home.idea("audit", "verify", ok=False)
    assert broken.returncode == 1
    assert "entry 40" in broken.stderr
    assert home.idea("audit", "verify", "--head", "nonsense", ok=False).returncode == 2
