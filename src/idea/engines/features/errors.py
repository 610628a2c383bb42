"""What can go wrong when features are asked for."""

from typing import ClassVar

from idea.kernel.errors import BadInput, NotFound


class NoCollection(NotFound):
    code = "features.no-collection"
    title = "No such collection"


class NoFeature(NotFound):
    code = "features.no-feature"
    title = "No such feature"


class BadParameter(BadInput):
    """A query parameter that cannot be understood (OGC API Features part 1: status 400)."""

    code = "features.bad-parameter"
    status: ClassVar[int] = 400
    title = "A parameter cannot be understood"


class NoGeometry(BadInput):
    code = "features.no-geometry"
    title = "The table has no places"


class NoTile(NotFound):
    code = "features.no-tile"
    title = "No such tile"
