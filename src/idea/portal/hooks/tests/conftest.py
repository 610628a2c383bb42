"""The fixtures of the portal's tests: agencies, people, published data sets."""

from idea.portal.tests.conftest import (  # noqa: F401
    _own_home,
    agency,
    other_agency,
    person,
    publish,
)
