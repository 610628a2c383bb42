"""Each test has a data folder and a lake of its own, and counts its own uses."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    settings.IDEA_HOME = home
    settings.IDEA_LAKE_URL = (home / "lake").as_uri()
    cache.clear()
