import pytest

from idea.kernel.search import api
from idea.kernel.search.tests.factories import CITY


@pytest.fixture
def city(db):
    """Index a handful of documents of one city."""
    api.index(CITY)
    return {document.key: document for document in CITY}
