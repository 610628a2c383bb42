"""Each test has a data folder and a lake of its own."""

from idea.engines.catalog.tests.conftest import _own_home

__all__ = ["_own_home"]
