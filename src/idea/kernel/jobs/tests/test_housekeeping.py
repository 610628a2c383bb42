"""Periodic work runs when it is due, by one worker, and a failing one does not stop the others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from idea.kernel.jobs import api, housekeeping
from idea.kernel.jobs.models import Job, PeriodicRun
from idea.kernel.registry import Registry


@pytest.fixture(autouse=True)
def _nothing_else(monkeypatch, db):
    fresh = Registry("periodic work")
    monkeypatch.setattr("idea.kernel.jobs.registry.periodics", fresh)
    monkeypatch.setattr(housekeeping, "periodics", fresh)
    monkeypatch.setattr(housekeeping, "discover", lambda: None)
    monkeypatch.setattr(housekeeping, "_asked_at", {})


def ask_again():
    housekeeping._asked_at.clear()
    return housekeeping.run_due()


def test_runs_at_first_start_and_then_when_due():
    ran = []
    api.periodic("tests.tidy", 3600)(lambda: ran.append(1))
    assert housekeeping.run_due() == 1
    assert ask_again() == 0
    PeriodicRun.objects.update(started_at=timezone.now() - timedelta(seconds=3601))
    assert ask_again() == 1
    assert len(ran) == 2


def test_another_worker_that_was_quicker_is_respected():
    ran = []
    api.periodic("tests.tidy", 3600)(lambda: ran.append(1))
    PeriodicRun.objects.create(name="tests.tidy", started_at=timezone.now())
    assert housekeeping.run_due() == 0
    assert ran == []


def test_a_failure_is_noted_and_the_others_run():
    ran = []

    @api.periodic("tests.broken", 60)
    def broken():
        raise ValueError("no disk")

    api.periodic("tests.fine", 60)(lambda: ran.append(1))
    assert housekeeping.run_due() == 2
    assert ran == [1]
    row = PeriodicRun.objects.get(name="tests.broken")
    assert "no disk" in row.error
    assert row.finished_at


def test_the_database_is_not_asked_all_the_time(django_assert_num_queries):
    api.periodic("tests.tidy", 3600)(lambda: None)
    housekeeping.run_due()
    with django_assert_num_queries(0):
        housekeeping.run_due()


def test_old_jobs_are_swept():
    from idea.kernel.jobs.actions import sweep

    def add(**fields):
        Job.objects.create(
            name="x",
            title="x",
            arguments="{}",
            actor_kind="system",
            actor_id="x",
            language="en",
            **fields,
        )

    long_ago = timezone.now() - timedelta(days=91)
    add(state="done", finished_at=long_ago)
    add(state="running", created_at=long_ago)
    add(state="done", finished_at=timezone.now())
    assert sweep(90) == 1
    assert Job.objects.count() == 2
