"""What can go wrong with geographies."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from idea.kernel.errors import BadInput, NotFound


class NoGeography(NotFound):
    code = "geography-not-found"
    title = _("No such set of areas")


class NoUnit(NotFound):
    code = "area-not-found"
    title = _("No such area")


class NotAGeography(BadInput):
    """A layer that cannot be one: no polygons, no such column, codes that are missing."""

    code = "not-a-geography"
    title = _("The layer cannot be a set of areas")


class BadPoints(BadInput):
    code = "bad-points"
    title = _("The points cannot be read")
    status: ClassVar[int] = 422
