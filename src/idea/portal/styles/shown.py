"""What a map page is told of a layer's style: MapLibre layers, and the legend with its counts."""

from typing import Any

from idea.engines.features import api as features
from idea.engines.features.errors import NoCollection
from idea.engines.features.styles import api as styles


def style_options(collection_id: str) -> dict[str, Any]:
    """Return `layers` and `legend` of the default style; {} where it is the plain one.

    The plain one is drawn by the page itself, in the colors of day or night.
    """
    try:
        layer = features.collection(collection_id)
    except NoCollection:
        return {}
    found = styles.style(layer)
    if not found.number:
        return {}
    return {
        "layers": styles.layers(found, layer.layer.kind),
        "legend": styles.legend_json(found, layer),
    }
