"""Fixtures for the tests of the whole house."""

import pytest

from tests.sites import Site, free_port


@pytest.fixture
def make_site(tmp_path):
    sites: list[Site] = []

    def make(**environment: str) -> Site:
        home = tmp_path / f"home{len(sites)}"
        sites.append(Site(home, free_port(), environment))
        return sites[-1]

    yield make
    for site in sites:
        if site.home.exists():
            site.run("down", code=None)
