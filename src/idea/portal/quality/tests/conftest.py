"""The site of the portal's tests."""

from idea.portal.tests.conftest import _own_home, agency, other_agency, person, publish

__all__ = ["_own_home", "agency", "other_agency", "person", "publish"]
