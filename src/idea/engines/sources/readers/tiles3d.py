"""Reads 3D Tiles (OGC 22-025r4) as a table of its tileset documents, each with its outline.

The tiles themselves are no rows: they are kept and served where the tileset is published. Nothing
that a document points to elsewhere is fetched.
"""

from pathlib import Path
from typing import Any

import shapely
from django.utils.translation import gettext as _

from idea.engines.sources import archives
from idea.engines.sources.readers.placed import Placed
from idea.engines.sources.reading.raw import Raw
from idea.engines.sources.reading.staging import Context
from idea.kernel import tiles3d
from idea.kernel.tiles3d import Part, Survey


def read(context: Context, path: Path) -> tuple[Raw, str]:
    """Read a zip of a whole tileset, or its root document alone."""
    context.progress(5, 100, _("Looking at the 3D Tiles"))
    found = tiles3d.look(path, archives.tileset_files(path))
    table = Placed(context)
    for part in found.parts:
        table.add(_said(part), _outline(part))
    _tell(context, found)
    return table.raw(), "utf-8"


def _said(part: Part) -> dict[str, Any]:
    return {
        "document": part.name,
        "standard": f"3D Tiles {part.version}",
        "tileset_version": part.edition,
        "geometric_error": format(part.geometric_error, ".12g"),
        "tiles": str(part.tiles),
        "contents": str(part.contents),
        "lowest": _meters(part.extent.low),
        "highest": _meters(part.extent.high),
    }


def _meters(height: float | None) -> str:
    return "" if height is None else format(round(height, 2), ".12g")


def _outline(part: Part) -> Any:
    at = part.extent
    if at.west <= at.east:
        return shapely.box(at.west, at.south, at.east, at.north)
    sides = ((at.west, 180.0), (-180.0, at.east))  # of the antimeridian
    return shapely.MultiPolygon(
        [shapely.box(west, at.south, east, at.north) for west, east in sides]
    )


def _tell(context: Context, found: Survey) -> None:
    context.log.note(_("3D Tiles: each tileset document is a row."))
    for words in found.torn:
        context.log.add("tiles3d-document", words, severity="warning")
    for name in found.missing_names:
        context.log.add(
            "tiles3d-missing",
            _("A tile points to a file that is not there: %(name)s") % {"name": name},
            value=name,
            severity="warning",
        )
    context.log.more(found.missing - len(found.missing_names))
    if found.outside:
        context.log.note(
            _("Contents lie elsewhere and were not looked at: %(hosts)s.")
            % {"hosts": ", ".join(found.outside_hosts[:5])}
        )
