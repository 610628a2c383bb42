"""Gives each process of the tests a data folder of its own; a plugin of pytest.

Named in pyproject.toml so that it is there before the settings are read: a folder's conftest is
not, and workers side by side would share one folder, or the developer's own site.
"""

import os
import shutil
import tempfile

os.environ["IDEA_HOME"] = tempfile.mkdtemp(prefix="idea-test-")
os.environ["IDEA_USAGE_FLUSH_SECONDS"] = "0"  # no thread writes into a test's database


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    shutil.rmtree(os.environ["IDEA_HOME"], ignore_errors=True)
