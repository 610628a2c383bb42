"""Progress is written three times a second at most, and never by a run that lost its job."""

import uuid
from itertools import pairwise

import pytest

from idea.kernel.jobs import run as runs
from idea.kernel.jobs.models import Job


class Clock:
    now = 100.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(runs, "time", clock)
    return clock


@pytest.fixture
def going(transactional_db):
    job = Job.objects.create(
        name="tests.x",
        title="x",
        arguments="{}",
        state="running",
        lease=uuid.uuid4(),
        actor_kind="system",
        actor_id="x",
        language="en",
    )
    return job, runs.Run(job.id, job.lease)


def seen(job):
    job.refresh_from_db()
    return job.done, job.total, job.message


def test_writes_at_most_three_times_a_second(going, clock, monkeypatch):
    _, run = going
    writes = []
    update = runs.Run.update
    monkeypatch.setattr(
        runs.Run, "update", lambda self, **f: writes.append(clock.now) or update(self, **f)
    )
    for step in range(10_000):
        clock.now = 100 + step / 1000  # ten seconds
        run(step, 10_000, "reading")
    assert 25 <= len(writes) <= 30
    assert min(b - a for a, b in pairwise(writes)) >= 1 / 3


def test_the_last_word_is_written_by_a_later_flush(going, clock):
    job, run = going
    run(1, 10, "first")
    run(2, 10, "second")
    assert seen(job) == (1, 10, "first")
    run.flush()
    assert seen(job) == (1, 10, "first")  # still too early
    clock.now += 1
    run.flush()
    assert seen(job) == (2, 10, "second")


def test_a_number_without_a_word_keeps_the_last_word(going, clock):
    job, run = going
    run(1, 10, "reading")
    clock.now += 1
    run(2, 10)
    assert seen(job) == (2, 10, "reading")


def test_long_messages_are_cut(going, clock):
    job, run = going
    run(1, None, "字" * 2000)
    assert len(seen(job)[2]) == 500


def test_a_run_that_lost_its_lease_writes_nothing_and_ends(going, clock):
    job, run = going
    run(1, 10, "mine")
    Job.objects.update(lease=uuid.uuid4())
    clock.now += 1
    with pytest.raises(runs.Abandoned):
        run(2, 10, "not mine any more")
    with pytest.raises(runs.Abandoned):
        run(3)
    assert not run.update(message="x")
    assert seen(job) == (1, 10, "mine")


def test_an_abandoned_run_is_not_swallowed_by_the_job():
    assert not issubclass(runs.Abandoned, Exception)


def test_inside_a_transaction_it_waits(going, clock):
    from django.db import transaction

    job, run = going
    with transaction.atomic():
        run(5, 10, "inside")
    assert seen(job) == (0, None, "")
    run(6, 10, "outside")
    assert seen(job) == (6, 10, "outside")
