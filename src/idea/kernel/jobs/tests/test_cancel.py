"""A job that waits or runs can be stopped: it writes nothing more, and the log says who did."""

import pytest

from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.jobs import api, registry
from idea.kernel.jobs.tests.conftest import LIN
from idea.kernel.jobs.types import JobState

WANG = Actor("person", "p-2", "Wang")


@pytest.fixture
def ran(jobs):
    """Count the runs of job `tests.long`, which is stopped in its middle."""
    count = []

    @registry.job("tests.long", "Long")
    def long(progress):
        count.append("begun")
        api.cancel(api.latest(LIN.id)[0].id, actor=WANG)
        for step in range(1000):
            progress(step, 1000)
        count.append("ended")

    return count


def test_a_job_that_waits_is_never_begun(ran):
    started = api.start("tests.long", actor=LIN)
    assert api.cancel(started.id, actor=WANG)
    api.run_pending()
    found = api.get(started.id)
    assert ran == []
    assert (found.state, found.canceled, found.finished) == (JobState.FAILED, True, True)
    assert found.problem["code"] == "job-canceled"
    assert not api.cancel(started.id, actor=WANG), "it has ended"
    entry = audit.by_actor(WANG.id, 5)[0]
    assert (entry.action, entry.target) == ("jobs.canceled", f"job:{started.id}")


@pytest.mark.django_db(transaction=True)
def test_a_job_that_runs_ends_at_its_next_word_and_is_not_done_again(ran, monkeypatch):
    monkeypatch.setattr("idea.kernel.jobs.run.INTERVAL", 0)
    started = api.start("tests.long", actor=LIN)
    api.run_pending()
    api.run_pending()
    assert ran == ["begun"]
    found = api.get(started.id)
    assert found.canceled
    assert found.result is None
    assert api.unfinished() == []


def test_a_canceled_job_may_be_started_again_under_its_key(ran):
    first = api.start("tests.long", actor=LIN, idempotency_key="k")
    api.cancel(first.id, actor=LIN)
    assert api.start("tests.long", actor=LIN, idempotency_key="k").id != first.id
