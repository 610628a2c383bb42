"""Reads OpenStreetMap XML 0.6 and its JSON (Overpass): points, lines and areas with their tags.

Finds nodes, ways and relations; what becomes of them is for `osm_shapes`. Who drew them, which is
personal data, is left behind; the file's own license is told.
"""

from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any, Final

import orjson
from django.utils.translation import gettext as _

from idea.engines.sources.errors import UnreadableFile
from idea.engines.sources.readers import parts
from idea.engines.sources.readers.markup import Document
from idea.engines.sources.readers.osm_elements import Map, Relation, Way
from idea.engines.sources.readers.osm_shapes import Made, shaped
from idea.engines.sources.readers.placed import Placed, Spot, spot
from idea.engines.sources.readers.tree import parse, read_text
from idea.engines.sources.reading.log import Log
from idea.engines.sources.reading.raw import Raw
from idea.engines.sources.reading.staging import Context
from idea.engines.sources.types import Hints

_COLUMNS: Final = 80  # tags that get a column; the rarer ones stand together
_UNTOLD: Final = frozenset({"created_by", "source", "attribution"})  # say nothing of the thing
_EAST, _NORTH = 180, 90
_ODBL: Final = "Open Database License 1.0 (ODbL)"


def read_xml(context: Context, path: Path, hints: Hints) -> tuple[Raw, str]:
    parts.refuse(hints)
    document = Document(path, context.log)
    found, said = Map(), ""
    for record in document:
        if record.tag == "note":
            said = said or (record.text or "").strip()
            continue
        if record.tag not in ("node", "way", "relation"):
            continue
        tags = {tag.get("k", ""): tag.get("v", "") for tag in record.findall("tag")}
        whole = {
            **record.attrib,
            "type": record.tag,
            "tags": tags,
            "nodes": [nd.get("ref") for nd in record.findall("nd")],
            "members": [member.attrib for member in record.findall("member")],
        }
        _take(found, whole, context.log)
    if document.root == "osmChange":
        raise UnreadableFile(
            _("The file tells of changes to OpenStreetMap (osmChange), not of a map."),
            remedy=_("Give the map itself: a file that begins with <osm."),
        )
    said = document.said.get("license") or document.said.get("copyright") or said
    return _table(context, found, said), "utf-8"


def read_json(context: Context, path: Path, hints: Hints) -> tuple[Raw, str]:
    parts.refuse(hints)
    text, encoding = read_text(path, hints)
    value = parse(text, context.log)
    said = ""
    if isinstance(value, dict):
        about = value.get("osm3s")
        said = str(
            value.get("license") or (isinstance(about, dict) and about.get("copyright")) or ""
        )
        value = value.get("elements")
    found = Map()
    for element in value if isinstance(value, list) else []:
        _take(found, element, context.log)
    return _table(context, found, said), encoding


def _take(found: Map, element: Any, log: Log) -> None:
    """Keep a node, way or relation; what is none is named and left out."""
    try:
        kind, key = element["type"], int(element["id"])
        tags = {str(k): str(v) for k, v in (element.get("tags") or {}).items() if str(k)}
        if kind == "node":
            found.put(key, _on_earth(element))
            if tags := {k: v for k, v in tags.items() if k not in _UNTOLD}:
                found.tagged[key] = tags
        elif kind == "way":
            refs = tuple(int(ref) for ref in element.get("nodes") or ())
            found.ways[key] = Way(key, refs, tags)
        elif kind == "relation":
            members = tuple(
                (str(each["type"]), int(each["ref"]), str(each.get("role", "")))
                for each in element.get("members") or ()
            )
            found.relations[key] = Relation(key, members, tags)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        log.add(
            "element-unreadable",
            _("A node, way or relation cannot be read (no number, no place); it was left out."),
            value=_shown(element),
        )


def _on_earth(element: dict[str, Any]) -> Spot:
    """Return longitude and latitude; ValueError where the node has none of this planet."""
    place = spot(str(element.get("lon", "")), str(element.get("lat", "")))
    if place is None or abs(place[0]) > _EAST or abs(place[1]) > _NORTH:
        raise ValueError(place)
    return place


def _shown(element: Any) -> str:
    if not isinstance(element, dict):
        return str(element)[:200]
    return " ".join(
        f"{key}={element[key]}" for key in ("type", "id", "lon", "lat") if key in element
    )


def _table(context: Context, found: Map, said: str) -> Raw:
    made = list(shaped(found))
    named = _named(made)
    table = Placed(context)
    for each in made:
        if each.lost:
            context.log.add(
                "osm-incomplete", each.lost, row=table.row, value=each.id, severity="warning"
            )
        words = {key: value for key, value in each.tags.items() if key in named}
        others = {key: value for key, value in each.tags.items() if key not in named}
        rest = orjson.dumps(others).decode() if others else ""
        table.add({"osm_id": each.id, **words, "other_tags": rest}, each.shape)
    if any(not _drawable(relation) for relation in found.relations.values()):
        context.log.note(
            _("Relations that draw nothing (turn restrictions, networks) were left out.")
        )
    _tell_license(context.log, said)
    return table.raw()


def _drawable(relation: Relation) -> bool:
    return relation.tags.get("type") in ("multipolygon", "boundary", "route", "waterway")


def _named(made: Iterable[Made]) -> set[str]:
    """Return the tags that most things have."""
    counts: dict[str, int] = {}
    for key in chain.from_iterable(each.tags for each in made):
        counts[key] = counts.get(key, 0) + 1
    return set(sorted(counts, key=lambda key: (-counts[key], key))[:_COLUMNS])


def _tell_license(log: Log, said: str) -> None:
    """Say under which terms the file came: they bind whoever publishes it."""
    if not said or "openstreetmap" in said.lower() or "odbl" in said.lower():
        said = _ODBL
        words = _(
            "Data of OpenStreetMap stand under the {license}: name “© OpenStreetMap contributors” "
            "and publish them under the same license, apart from data under other terms."
        )
    else:
        words = _("The file says of its license: {license}. Publish it under these terms.")
    log.add("license-of-file", words.format(license=said[:200]), severity="warning")
