"""The site's fixtures of pages."""

from idea.portal.tests.conftest import _own_home, agency, other_agency, person, publish

__all__ = ["_own_home", "agency", "other_agency", "person", "publish"]
