"""What can go wrong when features are asked for."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from idea.kernel.errors import BadInput, NotFound, Problem


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


class BadFilter(BadParameter):
    """A filter that is no CQL2, or that asks what the collection cannot say (part 3)."""

    code = "bad-filter"
    title = _("The filter cannot be understood")


class LayerChanged(Problem):
    """The next page of a version that is no longer served: its order was another."""

    code = "layer-changed"
    status: ClassVar[int] = 410
    title = _("The layer has changed since the page before")


class NoGeometry(BadInput):
    code = "no-geometry"
    title = _("The table has no places")


class NoTile(NotFound):
    code = "tile-not-found"
    title = _("No such tile")


class NoTileFile(NotFound):
    code = "tile-file-not-found"
    title = _("No such file in the tileset")


class NoMatrixSet(NotFound):
    code = "tile-matrix-set-not-found"
    title = _("No such tile matrix set")


class TooLong(Problem):
    """Drawing took longer than the setting allows."""

    code = "drawing-too-long"
    status: ClassVar[int] = 503
    title = _("Drawing takes too long")


class TooManyFeatures(Problem):
    """More than one file, or one request, should hold."""

    code = "too-many-features"
    status: ClassVar[int] = 413
    title = _("Too much for one file")


class BadRaster(BadInput):
    """A raster whose cells cannot be read to their end, or not drawn."""

    code = "bad-raster"
    title = _("The raster cannot be served")
