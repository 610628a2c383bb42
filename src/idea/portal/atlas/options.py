"""What the map script is told: addresses, the map's state, words. Read by frontend/js/atlas."""

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idea.engines.features.atlas import api as atlas
from idea.portal.atlas.state import State
from idea.portal.atlas.tree import layer_dict
from idea.portal.maps import base_options


def options(state: State) -> dict[str, Any]:
    """Return the options of the map page and of the embedded map."""
    language = get_language() or "zh-hant"
    made = base_options(language)
    return {
        **made,
        "state": {
            "layers": [
                {
                    **layer_dict(shown.layer),
                    "opacity": shown.laid.opacity,
                    "tone": shown.laid.tone,
                    "shown": shown.laid.shown,
                }
                for shown in state.layers
            ],
            "when": str(state.when or ""),
            "other": str(state.other or ""),
            "at": [state.at.lon, state.at.lat, state.at.zoom] if state.at else None,
        },
        "bbox": atlas.fitting([shown.layer for shown in state.layers]),
        "most": atlas.MOST,
        "tones": len(atlas.TONES),
        "site": settings.IDEA_SITE_URL,
        "icons": static("idea/icons.svg"),
        "urls": {
            "atlas": reverse("portal:atlas"),
            "embed": reverse("portal:atlas_embed"),
            "print": reverse("portal:atlas_print"),
            "here": reverse("portal:atlas_here"),
            "find": reverse("portal:atlas_find"),
            "layers": reverse("portal:atlas_layers"),
            "dataset": reverse("portal:dataset", args=["SLUG"]),
            "identify": "/api/v1/here",
            "collections": "/ogc/collections",
        },
        "strings": {**made["strings"], **_words()},
    }


def _words() -> dict[str, str]:
    return {
        "map": _(
            "Map. Arrow keys move it, plus and minus zoom, Enter tells what is at the middle."
        ),
        "up": _("Move up"),
        "down": _("Move down"),
        "opacity": _("Opacity"),
        "noTime": _("tells no time: always shown"),
        "asOf": _("On {day}"),
        "meet": _("Where the two dates meet"),
        "sides": _("Left of it {left}, right of it {right}: {n} percent from the left"),
        "percent": _("{n} percent"),
        "zoomTo": _("Zoom to the layer"),
        "remove": _("Take off the map"),
        "about": _("About the data"),
        "onMap": _("{title} is on the map."),
        "offMap": _("{title} was taken off the map."),
        "moved": _("{title} is now number {n} from the top."),
        "full": _("The map is full ({n} layers). Take one off first."),
        "none": _("No layer is on the map yet. Choose one below."),
        "features": _("{n} features"),
        "layerFailed": _("The layer “{title}” could not be loaded."),
        "retry": _("Try again"),
        "looking": _("Looking what is here…"),
        "nothing": _("None of the layers on the map has anything within {m}."),
        "noLayers": _("No layer is shown; all layers of this place are on its page."),
        "all": _("Everything at this place"),
        "inside": _("holds this place"),
        "away": _("{m} away"),
        "hereFailed": _("What is here could not be found out. Check the network and try again."),
        "found": _("Found here: {n} features of {layers} layers."),
        "nothingFound": _("Nothing was found for these words."),
        "searchFailed": _("The search did not work. Check the network and try again."),
        "hits": _("{n} found; choose one."),
        "places": _("Places"),
        "layers": _("Layers"),
        "shown": _("{shown} of {total} layers are listed. Search for the others."),
        "layersCount": _("{n} layers"),
        "distance": _("Distance"),
        "area": _("Surface area"),
        "perimeter": _("Perimeter"),
        "points": _("{n} points"),
        "measureHelp": _(
            "Click the map, or press Enter at the cross-hair, to set points. "
            "Backspace takes the last one back, Escape ends."
        ),
        "close": _("Close"),
        "clear": _("Start again"),
        "tableOf": _("{title}: {n} in view"),
        "tableFailed": _("The rows could not be loaded. Try again."),
        "earlier": _("Earlier rows"),
        "later": _("More rows"),
        "showOnMap": _("Show on the map"),
        "empty": _("Nothing of this layer is in view."),
        "copied": _("Copied"),
        "feature": _("Feature"),
        "hectare": _("ha"),
        "synthetic": _("made-up data"),
        "refused": _("Your browser did not say where you are. Write an address instead."),
        "points_": _("{n} together; zoom in to see each"),
    }
