import pytest

from idea.engines.catalog.faces.records.tests.factories import catalog


@pytest.fixture
def slugs(db, tmp_path):
    return catalog(tmp_path)
