"""A file of features as contributions: GPX, KML, GeoJSON, OpenStreetMap or any other with places.

Reads and tells what would be proposed; nothing is kept until it is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import orjson
import shapely
from django.utils.translation import gettext as _

from idea.engines.features.contributions.errors import BadContribution
from idea.engines.features.contributions.posting import as_offer, checked
from idea.engines.features.contributions.queries import fields, open_collection
from idea.engines.features.contributions.types import MOST_AT_ONCE, MOST_CORNERS, Offer
from idea.engines.features.live.types import Field, FieldType
from idea.engines.sources import api as sources
from idea.kernel import duck
from idea.kernel.clock import TAIPEI
from idea.kernel.errors import Issue, Problem

# What columns of common files are called where the collection's own fields are called otherwise.
_NAMES: Final = ("name", "名稱", "title", "標題", "name:zh")
_WORDS: Final = ("description", "說明", "備註", "comment", "note", "desc")


@dataclass(frozen=True, slots=True)
class Preview:
    """What of a file can be proposed, and which rows cannot."""

    offers: tuple[Offer, ...]
    issues: tuple[Issue, ...]


def read_file(collection_id: str, path: Path, *, filename: str) -> Preview:
    """Return what a file would add to a collection; rows that do not fit are named.

    Columns are taken where the collection has a field of their name or title. Raises what
    `sources` raises for unreadable files, and BadContribution where it has no places or too many.
    """
    live, _rule = open_collection(collection_id)
    shown = fields(live)
    with TemporaryDirectory() as folder:
        staged = sources.read(path, filename=filename, workdir=Path(folder))
        if staged.geometry is None:
            raise BadContribution(
                _("The file has no places."),
                remedy=_("Give GPX, KML, GeoJSON or OpenStreetMap XML."),
            )
        if staged.rows > MOST_AT_ONCE:
            raise BadContribution(
                _("The file has %(count)d features; at most %(most)d can be sent at a time.")
                % {"count": staged.rows, "most": MOST_AT_ONCE},
                remedy=_("Cut the file into parts."),
            )
        names = [column.name for column in staged.columns]
        quoted = ", ".join(duck.quote(name) for name in names)
        connection = duck.connect(staged.database, read_only=True)
        try:
            rows = connection.execute(
                f"SELECT _row, ST_AsGeoJSON(geometry), {quoted} FROM rows ORDER BY _row"  # noqa: S608
            ).fetchall()
        finally:
            connection.close()
    columns = _matched(shown, names)
    offers, issues, corners = [], list(staged.issues), 0
    for number, place, *cells in rows:
        words = dict(zip(names, cells, strict=True))
        given = {field.name: _value(field, words[column]) for field, column in columns.items()}
        feature = {"geometry": orjson.loads(place) if place else None, "properties": given}
        offer = as_offer(feature, [field.name for field in shown])
        try:
            offers.append(checked(live, offer))
        except Problem as problem:
            issues.append(Issue(problem.code, _told(problem, shown), row=number))
        else:
            corners += shapely.get_num_coordinates(shapely.from_geojson(place))
    if corners > MOST_CORNERS:
        raise BadContribution(
            _("The shapes of the file have more than %(most)s corners.")
            % {"most": f"{MOST_CORNERS:,}"},
            remedy=_("Cut the file into parts, or draw more simply."),
        )
    return Preview(tuple(offers), tuple(issues))


def _told(problem: Problem, shown: tuple[Field, ...]) -> str:
    """Return what is wrong in the words of the page: fields by their titles, not by pointers."""
    titles = {f"/properties/{field.name}": field.title or field.name for field in shown}
    said = [
        ": ".join(filter(None, [titles.get(issue.column or ""), issue.message]))
        for issue in problem.issues
    ]
    return " ".join(said) or problem.detail


def _matched(shown: tuple[Field, ...], names: list[str]) -> dict[Field, str]:
    """Return the column that each field is read from."""
    folded = {name.casefold(): name for name in names}
    found: dict[Field, str] = {}
    for field in shown:
        own = (field.name, field.title, field.title_en)
        others = next((each for each in (_NAMES, _WORDS) if set(own) & set(each)), ())
        for name in (*own, *others):
            if name and name.casefold() in folded:
                found[field] = folded[name.casefold()]
                break
    return found


def _value(field: Field, cell: Any) -> Any:
    """Return a cell of the table as JSON has it; a text where the field keeps texts."""
    if cell is None:
        return None
    if isinstance(cell, datetime):
        cell = cell.replace(tzinfo=cell.tzinfo or TAIPEI).isoformat()
    elif isinstance(cell, date):
        cell = cell.isoformat()
    return str(cell) if field.type is FieldType.STRING else cell


def as_geojson(offers: tuple[Offer, ...]) -> list[Mapping[str, Any]]:
    """Return offers as GeoJSON features, numbered from 1."""
    return [
        {"type": "Feature", "id": number, "geometry": each.geometry, "properties": each.properties}
        for number, each in enumerate(offers, 1)
    ]
