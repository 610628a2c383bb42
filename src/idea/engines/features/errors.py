"""What can go wrong when features are asked for."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from idea.kernel.errors import BadInput, NotFound


class NoCollection(NotFound):
    code = "collection-not-found"
    title = _("No such collection")


class NoFeature(NotFound):
    code = "feature-not-found"
    title = _("No such feature")


class BadParameter(BadInput):
    """A query parameter that cannot be understood (OGC API Features part 1: status 400)."""

    code = "bad-parameter"
    status: ClassVar[int] = 400
    title = _("A parameter cannot be understood")


class NoGeometry(BadInput):
    code = "no-geometry"
    title = _("The table has no places")


class NoTile(NotFound):
    code = "tile-not-found"
    title = _("No such tile")
