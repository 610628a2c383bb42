"""Test fixtures for the whole project: a data folder of its own, the real files, plain static files."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent
os.environ["IDEA_HOME"] = tempfile.mkdtemp(prefix="idea-test-")
DATA = Path(os.environ.get("IDEA_TEST_DATA", ROOT.parent / "shared" / "data"))


def pytest_configure() -> None:
    from idea.project.cli.messages import compile_all

    compile_all()  # tests read Chinese pages


def pytest_unconfigure() -> None:
    shutil.rmtree(os.environ["IDEA_HOME"], ignore_errors=True)


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def shared_data():
    """Return a function from a path below ../shared/data to a real file; skips where it is absent."""

    def find(relative: str) -> Path:
        path = DATA / relative
        if not path.exists():
            pytest.skip(f"real data not here: {relative}")
        return path

    return find
