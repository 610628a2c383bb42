"""Proposes whether a layer fits the near-me page, by what it holds.

Proposes only; `actions` decides, for an officer or for who loads a folder of layers.
"""

from typing import Final

from idea.engines.features import store
from idea.engines.features.residents.types import Reason
from idea.engines.features.types import Collection

_POINTS: Final = ("Point", "MultiPoint")
_AREAS: Final = ("Polygon", "MultiPolygon")


def reason(layer: Collection) -> Reason:
    """Return why the layer fits or does not; may open its file to see the columns."""
    if layer.layer.raster is not None:
        return Reason.RASTER
    if not layer.layer.count:
        return Reason.EMPTY
    if layer.layer.kind not in (*_POINTS, *_AREAS):
        return Reason.LINES
    if not any(
        each.type == "string" and not each.format for each in store.schema(layer).properties
    ):
        return Reason.NAMELESS
    return Reason.PLACES if layer.layer.kind in _POINTS else Reason.AREAS
