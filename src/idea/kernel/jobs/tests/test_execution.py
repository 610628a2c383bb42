"""A job ends as done or failed, says how far it is, and what went wrong in words for people."""

import logging

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from idea.kernel.errors import BadInput, Issue, NotFound
from idea.kernel.jobs import api
from idea.kernel.jobs.models import Job
from idea.kernel.jobs.tests.conftest import LIN


def test_a_job_is_queued_then_done_with_its_result(run):
    @api.job("tests.add", "Add")
    def add(progress, a: int, b: tuple[int, ...] = (2,)):
        progress(1, 2, "half")
        return {"sum": a + sum(b)}

    started = api.start("tests.add", actor=LIN, a=1)
    assert (started.state, started.title, started.percent) == (api.JobState.QUEUED, "Add", None)
    assert api.run_pending() == 1
    found = api.get(str(started.id))
    assert (found.state, found.result) == (api.JobState.DONE, {"sum": 3})
    assert (found.done, found.total, found.percent, found.message) == (2, 2, 100, "half")
    assert found.finished
    assert found.finished_at >= found.started_at >= found.created_at
    assert found.attempts == 1
    assert api.run_pending() == 0


def test_a_problem_is_kept_whole(run):
    @api.job("tests.refuse", "Refuse")
    def refuse(progress):
        raise BadInput("Row 3 is empty.", remedy="Fill it.", issues=(Issue("empty", "x", row=3),))

    found = run("tests.refuse")
    assert found.state is api.JobState.FAILED
    assert found.problem["code"] == "bad-input"
    assert found.problem["detail"] == "Row 3 is empty."
    assert found.problem["remedy"] == "Fill it."
    assert found.problem["issues"][0]["row"] == 3


@pytest.mark.parametrize("error", [ZeroDivisionError("s3cret"), SystemExit(1), MemoryError()])
def test_a_fault_is_logged_with_its_traceback_and_told_without(run, caplog, error):
    @api.job("tests.break", "Break")
    def break_(progress):
        raise error

    with caplog.at_level(logging.ERROR):
        found = run("tests.break")
    assert found.state is api.JobState.FAILED
    assert found.problem["code"] == "internal"
    assert "s3cret" not in str(found.problem)
    assert str(found.id) in found.problem["remedy"]
    assert any(record.exc_info or "Traceback" in str(record.msg) for record in caplog.records)


def test_a_result_that_cannot_be_kept_is_the_jobs_fault(run):
    @api.job("tests.odd", "Odd")
    def odd(progress):
        return {"value": object()}

    assert run("tests.odd").state is api.JobState.FAILED


def test_who_started_it_and_its_id_are_handed_over(run):
    seen = []

    @api.job("tests.who", "Who")
    def who(progress, actor, job_id):
        seen.append((actor, job_id))

    found = run("tests.who")
    assert seen == [(LIN, found.id)]
    assert found.result is None
    assert [job.id for job in api.latest("p-1")] == [found.id]
    assert api.latest("p-2") == []


def test_it_speaks_the_language_of_who_started_it(run):
    seen = []

    @api.job("tests.language", gettext_lazy("Yes"))
    def language(progress):
        seen.append(translation.get_language())

    with translation.override("en"):
        run("tests.language")
    with translation.override("zh-hant"):
        found = run("tests.language")
    assert seen == ["en", "zh-hant"]
    assert found.title == "是"


def test_a_key_makes_a_second_start_the_first(run):
    @api.job("tests.once", "Once")
    def once(progress, *, fail: bool = False):
        if fail:
            raise BadInput("no")

    first = api.start("tests.once", actor=LIN, idempotency_key="k", fail=True)
    assert api.start("tests.once", actor=LIN, idempotency_key="k").id == first.id
    assert Job.objects.count() == 1
    api.run_pending()
    again = api.start("tests.once", actor=LIN, idempotency_key="k")
    assert again.id != first.id  # after a failure one may try again
    api.run_pending()
    assert api.start("tests.once", actor=LIN, idempotency_key="k").id == again.id


def test_unknown_jobs_and_arguments_are_refused_when_started(jobs):
    @api.job("tests.known", "Known")
    def known(progress, a: int):
        pass

    with pytest.raises(KeyError, match=r"tests\.known"):
        api.start("tests.other", actor=LIN)
    with pytest.raises(TypeError, match="b"):
        api.start("tests.known", actor=LIN, b=1)
    assert not Job.objects.exists()


@pytest.mark.parametrize("wrong", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_no_such_job(db, wrong):
    with pytest.raises(NotFound):
        api.get(wrong)


def test_who_started_it_can_be_forgotten(run):
    @api.job("tests.quiet", "Quiet")
    def quiet(progress):
        pass

    run("tests.quiet")
    assert api.forget("p-1") == 1
    assert not Job.objects.filter(actor_label="Lin").exists()


def test_counts_tell_every_state(run):
    @api.job("tests.count", "Count")
    def count(progress):
        pass

    run("tests.count")
    api.start("tests.count", actor=LIN)
    assert {state.value: n for state, n in api.counts().items()} == {
        "queued": 1,
        "running": 0,
        "done": 1,
        "failed": 0,
    }
