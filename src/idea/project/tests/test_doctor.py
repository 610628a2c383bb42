"""What the doctor makes of the kernel's own look at itself, and in which language."""

import os
import time

import pytest
from django.utils import translation

from idea.kernel import health
from idea.kernel.health import Check
from idea.project.config import SiteSettings
from idea.project.serving import doctor, state

SILENT = Check("worker", ok=False, detail="No worker runs.", remedy="./idea up", warning=True)


@pytest.fixture
def settings_of(tmp_path):
    return SiteSettings(home=tmp_path)


def found(monkeypatch, settings_of, *checks):
    monkeypatch.setattr(health, "checks", lambda: list(checks))
    with translation.override("en"):
        return {finding.subject: finding for finding in doctor._of_kernel(settings_of)}


def test_a_silent_worker_matters_where_the_site_runs(monkeypatch, settings_of):
    assert found(monkeypatch, settings_of, SILENT)["Worker"].state == "ok"
    with state.sole(settings_of.home):
        state.write(settings_of.home, state.Running(os.getpid(), 1, "http://x", time.time()))
        told = found(monkeypatch, settings_of, SILENT)["Worker"]
    assert (told.state, told.words, told.mend) == ("warning", SILENT.detail, SILENT.remedy)


def test_events_that_were_given_up_are_told(monkeypatch, settings_of):
    parked = Check("events", ok=False, detail="3 events", remedy="mend", warning=True)
    assert found(monkeypatch, settings_of, parked)["Events"].state == "warning"
    told = found(monkeypatch, settings_of, Check("events", ok=True), Check("lake", ok=False))
    assert {subject: finding.state for subject, finding in told.items()} == {"Events": "ok"}


def test_the_doctor_speaks_chinese(monkeypatch, settings_of):
    monkeypatch.setenv("IDEA_WORKER_JBOS", "2")
    with translation.override("zh-hant"):
        seen = doctor._variables(settings_of)
    assert seen.state == "warning"
    assert seen.words == "沒有任何程式使用 IDEA_WORKER_JBOS"
    assert "IDEA_WORKER_JOBS" in seen.mend
