"""A data set as a record of OGC API Records (OGC 20-004r1, clause 7): what GeoJSON says of it.

Links are absolute; those that depend on how the record was asked for are added by `http`.
"""

from typing import Any, Final

from idea.engines.catalog import labels
from idea.engines.catalog.faces.records.table import TYPE
from idea.engines.catalog.faces.ways import media_of, ways, web_page
from idea.engines.catalog.linked import api_url, features_url, page_url
from idea.engines.catalog.types import Dataset, Distribution, License

RECORD_CORE: Final = "http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/record-core"
_THEMES: Final = "http://publications.europa.eu/resource/authority/data-theme"
_MOMENT: Final = "%Y-%m-%dT%H:%M:%SZ"
_NAMES: Final = {"zh-Hant": "中文（繁體）", "en": "English"}


def record(dataset: Dataset, *, english: bool = False) -> dict[str, Any]:
    """Return the record; words in English where asked for and there are any."""
    said = {
        "created": dataset.published_at.strftime(_MOMENT),
        "updated": dataset.modified_at.strftime(_MOMENT),
        "type": TYPE,
        "title": (english and dataset.title_en) or dataset.title,
        "description": (english and dataset.description_en) or dataset.description,
        "keywords": list(dataset.keywords),
        "language": _language(dataset.language or "zh-Hant"),
        "externalIds": _external(dataset),
        "themes": _themes(dataset),
        "formats": _formats(dataset),
        "contacts": [_contact(dataset)],
        "license": dataset.license,
        "rights": _rights(dataset),
    }
    return {
        "id": dataset.slug,
        "type": "Feature",
        "conformsTo": [RECORD_CORE],
        "geometry": _geometry(dataset),
        "time": _time(dataset),
        "properties": {name: value for name, value in said.items() if value not in ("", [], None)},
        "links": _links(dataset),
    }


def _language(code: str) -> dict[str, str]:
    return {"code": code} | ({"name": _NAMES[code]} if code in _NAMES else {})


def _external(dataset: Dataset) -> list[dict[str, str]]:
    if not dataset.identifier:
        return []
    return [{"value": dataset.identifier} | ({"scheme": dataset.origin} if dataset.origin else {})]


def _themes(dataset: Dataset) -> list[dict[str, Any]]:
    if not dataset.theme:
        return []
    concept = {
        "id": dataset.theme,
        "title": labels.theme_label(dataset.theme),
        "url": labels.theme_uri(dataset.theme),
    }
    return [{"concepts": [concept], "scheme": _THEMES}]


def _formats(dataset: Dataset) -> list[dict[str, str]]:
    found = {item.format: media_of(item) for item in ways(dataset) if item.format}
    return [
        {"name": name} | ({"mediaType": media} if media else {}) for name, media in found.items()
    ]


def _contact(dataset: Dataset) -> dict[str, Any]:
    about = {"href": page_url(dataset.slug), "rel": "about", "type": "text/html"}
    said: dict[str, Any] = {
        "name": dataset.contact_name,
        "organization": dataset.organization,
        "emails": [{"value": dataset.contact_email}] if dataset.contact_email else [],
        # The standard's pattern wants the international form, which nobody may guess.
        "phones": [{"value": phone}] if (phone := dataset.contact_phone).startswith("+") else [],
        "links": [about],
        "roles": ["publisher", "pointOfContact"],
    }
    return {name: value for name, value in said.items() if value}


def _rights(dataset: Dataset) -> str:
    own = dataset.license_given if dataset.license is License.OTHER else ""
    return " ".join(filter(None, (labels.access_label(dataset.access), own, dataset.fee)))


def _geometry(dataset: Dataset) -> dict[str, Any] | None:
    layer = dataset.current.layer if dataset.current else None
    bounds = dataset.bbox or (layer.bbox if layer else None)
    if bounds is None:
        return None
    west, south, east, north = bounds
    if west > east:  # RFC 7946, clause 3.1.9: cut at the antimeridian
        parts = [_ring(west, south, 180.0, north), _ring(-180.0, south, east, north)]
        return {"type": "MultiPolygon", "coordinates": [[part] for part in parts]}
    return {"type": "Polygon", "coordinates": [_ring(west, south, east, north)]}


def _ring(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def _time(dataset: Dataset) -> dict[str, Any] | None:
    if not (dataset.start or dataset.end):
        return None
    return {"interval": [day.isoformat() if day else ".." for day in (dataset.start, dataset.end)]}


def _links(dataset: Dataset) -> list[dict[str, Any]]:
    slug = dataset.slug
    made = [
        {"href": page_url(slug), "rel": "describes", "type": "text/html", "title": dataset.title},
        {"href": api_url(slug), "rel": "describedby", "type": "application/json"},
    ]
    if dataset.offered and dataset.has_map:
        made.append({"href": features_url(slug), "rel": "item", "type": "application/json"})
    url = dataset.license_url or labels.LICENSE_URLS.get(dataset.license, "")
    if url:
        made.append({"href": url, "rel": "license"})
    made += [{"href": page, "rel": "related"} for page in web_page(dataset)]
    return [*made, *map(_way, (item for item in ways(dataset) if item.url))]


def _way(item: Distribution) -> dict[str, Any]:
    media = media_of(item)
    return {
        "href": item.url,
        "rel": "item" if item.service else "enclosure",
        "title": item.title or item.format.upper(),
    } | ({"type": media} if media else {})
