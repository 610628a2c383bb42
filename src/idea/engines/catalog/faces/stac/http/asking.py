"""Reads a STAC search from a query string or a JSON body; what cannot be understood is a 400."""

import json
from collections.abc import Mapping
from typing import Any, Final

import shapely
from django.http import HttpRequest
from django.utils.translation import gettext as _
from shapely.errors import ShapelyError

from idea.engines.catalog.faces.stac.search import MOST, Wanted
from idea.engines.features.errors import BadParameter
from idea.engines.features.http import params

KNOWN: Final = ("bbox", "datetime", "ids", "collections", "limit", "offset", "intersects")
_LARGEST: Final = 1 << 20  # bytes of a body
_DEEPEST: Final = 1_000_000


def body_of(request: HttpRequest) -> dict[str, Any]:
    if int(request.headers.get("content-length") or 0) > _LARGEST:
        raise BadParameter(_("The search is too long."))
    try:
        body = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        raise BadParameter(_("The search is no JSON.")) from None
    if not isinstance(body, dict) or (unknown := set(body) - set(KNOWN)):
        names = sorted(unknown) if isinstance(body, dict) else []
        raise BadParameter(
            _("The search is not understood: %(names)s.") % {"names": ", ".join(names)[:200]},
            remedy=_("Known are: %(names)s.") % {"names": ", ".join(KNOWN)},
        )
    return body


def wanted(given: Mapping[str, Any], only: str | None = None) -> Wanted:
    """Return the search; `only` names the collection whose items are asked for."""
    box = given.get("bbox")
    if isinstance(box, list):
        box = ",".join(map(str, box))
    if box and given.get("intersects"):
        raise BadParameter(_("Only one of bbox and intersects says where."))
    moment = given.get("datetime")
    collections = _listed(given.get("collections"), "collections")
    if only is not None:
        collections = [only]
    return Wanted(
        ids=_listed(given.get("ids"), "ids"),
        collections=collections or None,
        bbox=params.bbox(str(box)) if box else None,
        intersects=_shape(given.get("intersects")),
        interval=params.interval(str(moment)) if moment and moment not in ("..", "../..") else None,
        limit=min(MOST, _whole(given, "limit", 10, 1)),
        offset=min(_DEEPEST, _whole(given, "offset", 0, 0)),
    )


def _whole(given: Mapping[str, Any], name: str, default: int, least: int) -> int:
    value = given.get(name)
    text = None if value in (None, "") else str(value)
    return params.whole(name, text, default=default, least=least)


def _listed(value: Any, name: str) -> list[str]:
    if not value:
        return []
    listed = value.split(",") if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
        raise BadParameter(_("“%(name)s” is a list of names.") % {"name": name})
    return [part for each in listed if (part := each.strip())]


def _shape(value: Any) -> Any:
    if not value:
        return None
    text = value if isinstance(value, str) else json.dumps(value)
    try:
        made = shapely.from_geojson(text)
    except (ShapelyError, ValueError):
        made = None
    if made is None or shapely.is_empty(made) or not shapely.is_valid(made):
        raise BadParameter(_("“intersects” must be a geometry of GeoJSON."))
    return made
