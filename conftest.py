"""Test fixtures for the whole project: the order of the tests, the real files, plain static files."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent
DATA = Path(os.environ.get("IDEA_TEST_DATA", ROOT.parent / "shared" / "data"))


def pytest_configure() -> None:
    from idea.project.cli.messages import compile_all

    compile_all()  # tests read Chinese pages


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what must run one after another, so that no worker ends with it alone.

    On a server run only what asks a database: the rest was run beside SQLite already.
    """
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)
    if "IDEA_DATABASE_URL" not in os.environ:
        return
    asked = [item for item in items if _asks_a_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(asked)])
    items[:] = asked


def _asks_a_database(item: pytest.Item) -> bool:
    marked = any(item.get_closest_marker(name) for name in ("django_db", "databases"))
    return marked or not {"db", "transactional_db"}.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _default_language():
    """Begin in the site's language: a page asked for in English leaves the thread in English."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture
def shared_data():
    """Return a function from a path below ../shared/data to a real file; skips where it is absent."""

    def find(relative: str) -> Path:
        path = DATA / relative
        if not path.exists():
            pytest.skip(f"real data not here: {relative}")
        return path

    return find
