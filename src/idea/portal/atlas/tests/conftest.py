from idea.portal.tests.conftest import _own_home, agency, person, publish

__all__ = ["_own_home", "agency", "person", "publish"]
