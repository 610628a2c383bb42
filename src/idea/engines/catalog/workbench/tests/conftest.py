"""Each test has a data folder and a lake of its own, a table to ask, and limits it may tighten."""

import pytest
from django.core.cache import cache

from idea.engines.catalog.tests.factories import publish
from idea.engines.catalog.workbench import process, results
from idea.engines.catalog.workbench.conf import conf


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    settings.IDEA_HOME = home
    settings.IDEA_LAKE_URL = (home / "lake").as_uri()
    cache.clear()
    results.clear()
    yield
    conf.cache_clear()


@pytest.fixture
def limits(monkeypatch):
    """Return a function that sets the workbench's settings for this test."""

    def set_them(**values):
        for name, value in values.items():
            monkeypatch.setenv(f"IDEA_WORKBENCH_{name.upper()}", str(value))
        conf.cache_clear()

    return set_them


@pytest.fixture
def stops(tmp_path):
    return publish(tmp_path, slug="stops").dataset


@pytest.fixture(scope="session", autouse=True)
def _no_process_stays():
    yield
    process.close()
