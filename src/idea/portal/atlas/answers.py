"""What the map's script asks while somebody types: places, and layers. Shapes only."""

from django.http import HttpRequest, JsonResponse

from idea.portal.atlas.finding import spots
from idea.portal.atlas.tree import tree
from idea.portal.places import LONGEST

LAYERS = 5


def find(request: HttpRequest) -> JsonResponse:
    """Answer `{"places": [{title, note, lon, lat, zoom}], "layers": […]}` for the words `q`."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    layers = [entry for theme in tree(words).themes for entry in theme.entries] if words else []
    return JsonResponse(
        {
            "places": [spot.as_dict() for spot in spots(words)],
            "layers": [entry.as_dict() for entry in layers[:LAYERS]],
        }
    )


def layers(request: HttpRequest) -> JsonResponse:
    """Answer the layers by theme that hold the words `find`, or are of the theme `theme`."""
    found = tree(request.GET.get("find", "").strip()[:LONGEST], request.GET.get("theme", ""))
    return JsonResponse(
        {
            "total": found.total,
            "shown": found.shown,
            "themes": [
                {
                    "code": theme.code,
                    "label": theme.label,
                    "total": theme.total,
                    "layers": [entry.as_dict() for entry in theme.entries],
                }
                for theme in found.themes
            ],
        }
    )
