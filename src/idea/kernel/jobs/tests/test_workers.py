"""The jobs of a dead worker go back to the queue, those of a living one are left alone."""

import os
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from idea.kernel.jobs import actions, api, workers
from idea.kernel.jobs import run as runs
from idea.kernel.jobs.models import Job, Worker
from idea.kernel.jobs.tests.conftest import LIN


def dead_pid():
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return pid


@pytest.fixture
def cut_off(jobs):
    """Return a job that a worker claimed and then died, as kill -9 leaves it behind."""

    @api.job("tests.long", "Long", attempts=2)
    def long(progress):
        return {"ran": True}

    def make(*, attempts=1, **worker):
        job = Job.objects.get(id=api.start("tests.long", actor=LIN).id)
        fields = {"host": workers.here(), "pid": dead_pid()} | worker
        job.worker_id = Worker.objects.create(**fields).id
        job.state, job.lease, job.attempts = "running", uuid.uuid4(), attempts
        job.save()
        DBTaskResult.objects.filter(id=job.task_id).update(status=TaskResultStatus.RUNNING)
        return job

    return make


def test_a_dead_workers_job_runs_again(cut_off):
    job = cut_off()
    assert api.run_pending() == 0
    assert workers.take_back() == 1
    found = api.get(job.id)
    assert (found.state, found.attempts) == (api.JobState.QUEUED, 1)
    assert found.message
    assert api.run_pending() == 1
    found = api.get(job.id)
    assert (found.state, found.attempts, found.result) == (api.JobState.DONE, 2, {"ran": True})
    assert not DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).exists()
    assert workers.take_back() == 0


def test_a_job_that_kills_its_workers_is_given_up(cut_off):
    job = cut_off(attempts=2)
    workers.take_back()
    found = api.get(job.id)
    assert found.state is api.JobState.FAILED
    assert found.problem["code"] == "internal"
    assert "2" in found.problem["detail"]
    assert api.run_pending() == 0


def test_a_living_workers_job_is_left_alone(cut_off):
    job = cut_off(pid=os.getppid())
    assert workers.take_back() == 0
    assert api.get(job.id).state is api.JobState.RUNNING


def test_a_worker_elsewhere_lives_by_its_heartbeat(cut_off):
    job = cut_off(host="elsewhere pid:[1]")
    assert workers.take_back() == 0
    Worker.objects.update(seen_at=timezone.now() - timedelta(seconds=31))
    assert workers.take_back() == 1
    assert api.get(job.id).state is api.JobState.QUEUED


def test_a_reused_pid_does_not_hold_a_job_for_ever(cut_off):
    cut_off(pid=os.getppid(), seen_at=timezone.now() - timedelta(minutes=6))
    assert workers.take_back() == 1


def test_the_same_pid_in_a_new_container_is_another_worker(cut_off):
    cut_off(pid=os.getpid())
    assert workers.take_back() == 1


def test_a_run_of_ours_that_we_know_nothing_of_is_taken_back(cut_off):
    job = cut_off()
    job.worker_id = workers.this_process()
    job.save()
    run = runs.Run(job.id, job.lease)
    runs.enter(run)
    assert workers.take_back() == 0
    runs.leave(run)
    assert workers.take_back() == 1


def test_claimed_but_not_begun_is_noticed(jobs):
    @api.job("tests.short", "Short")
    def short(progress):
        pass

    started = api.start("tests.short", actor=LIN)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)
    assert workers.take_back() == 0  # the worker may be about to begin
    Job.objects.update(queued_at=timezone.now() - timedelta(minutes=1))
    assert workers.take_back() == 1
    api.run_pending()
    assert api.get(started.id).state is api.JobState.DONE


def test_a_long_queue_is_no_reason_to_queue_again(jobs):
    @api.job("tests.short", "Short")
    def short(progress):
        pass

    api.start("tests.short", actor=LIN)
    Job.objects.update(queued_at=timezone.now() - timedelta(hours=1))
    assert workers.take_back() == 0
    assert DBTaskResult.objects.count() == 1


def test_a_stopped_worker_does_not_count_against_the_job(cut_off):
    job = cut_off(attempts=2)
    assert actions.put_back(job.id, lease=job.lease, count=False)
    assert not actions.put_back(job.id, lease=job.lease, count=False)
    found = api.get(job.id)
    assert (found.state, found.attempts, found.message) == (api.JobState.QUEUED, 1, "")


def test_listing_and_signing_off(jobs):
    workers.beat()
    (mine,) = api.workers()
    assert (mine.pid, mine.alive) == (os.getpid(), True)
    workers.sign_off()
    assert api.workers() == []
