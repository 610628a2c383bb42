"""Jobs to run in tests, and a registry that holds nothing else."""

import pytest

from idea.kernel.audit.types import Actor
from idea.kernel.jobs import api, registry, workers
from idea.kernel.registry import Registry

LIN = Actor("person", "p-1", "Lin")


@pytest.fixture
def jobs(monkeypatch, db):
    """Only what the test declares."""
    fresh = Registry("job")
    for module in ("registry", "actions", "execution"):
        monkeypatch.setattr(f"idea.kernel.jobs.{module}.jobs", fresh)
        if module != "registry":
            monkeypatch.setattr(f"idea.kernel.jobs.{module}.discover", lambda: None)
    monkeypatch.setattr(registry, "discover", lambda: None)
    monkeypatch.setattr(workers, "_mine", None)
    return fresh


@pytest.fixture
def run(jobs):
    """Start a job and run it here; return what became of it."""

    def run(name, **arguments):
        started = api.start(name, actor=LIN, **arguments)
        api.run_pending()
        return api.get(started.id)

    return run
