"""A folder of files becomes layers of the map: those with places are published, the others named.

Each file's short name comes from its own name, so a second run renews what changed and nothing
else. What a layer is called is declared by domains (`features.plugin`). A layer that fits the
near-me page is shown there, unless somebody decided about it.
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from idea.engines.catalog import queries
from idea.engines.catalog.errors import DatasetNotFound
from idea.engines.catalog.naming import slug_of, title_of
from idea.engines.catalog.publishing import publish
from idea.engines.catalog.types import Draft, Published
from idea.engines.features.plugin import LayerKind, layer_kinds
from idea.engines.features.residents import api as residents
from idea.engines.sources import api as sources
from idea.kernel import boundaries
from idea.kernel.audit.types import Actor
from idea.kernel.boundaries import Area, Kind
from idea.kernel.errors import Problem
from idea.kernel.progress import Progress, silent

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d{2}(?:[01]\d[0-3]\d)?(?!\d)")
ENDINGS: Final = (
    *(".csv", ".tsv", ".xlsx", ".ods", ".json", ".jsonl", ".geojson", ".gpkg"),
    *(".geoparquet", ".parquet", ".kml", ".gpx", ".osm", ".tif", ".tiff", ".zip"),
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file: published, without places (both None), or refused."""

    path: Path
    published: Published | None = None
    problem: Problem | None = None


def files_of(folder: Path) -> list[Path]:
    """Return the files below a folder (or the file itself) that may be layers, by their path."""
    every = [folder] if folder.is_file() else sorted(folder.rglob("*"))
    return [path for path in every if path.is_file() and path.suffix.lower() in ENDINGS]


def load(
    path: Path,
    *,
    actor: Actor,
    organization: str = "",
    license_id: str = "",
    progress: Progress = silent,
) -> Loaded:
    """Publish a file that has places as a layer; what is refused is told, not raised.

    What an officer has said of a layer since it was first loaded stays as it is.
    """
    try:
        if sources.inspect(path, filename=path.name).geometry is None:
            return Loaded(path)
        draft = draft_of(path.name)
        if _is_known(draft.slug):
            draft = Draft(slug=draft.slug)
        else:
            draft = replace(draft, organization=organization, license=license_id)
        published = publish(actor=actor, path=path, draft=draft, progress=progress)
        layer = published.version.layer
        if layer is not None and layer.tileset is None:  # outlines of documents name no places
            residents.accept_proposal(actor=actor, collection_id=published.dataset.slug)
        return Loaded(path, published)
    except Problem as problem:
        return Loaded(path, problem=problem)


def draft_of(filename: str) -> Draft:
    """Return what is said of a new layer by the name of its file alone."""
    slug = slug_of(title_of(filename))
    kind = _kind(filename)
    if kind is None:
        return Draft(slug=slug)
    title, title_en = kind.title, kind.title_en
    county, year = _county(filename), _year(filename)
    if marks := [mark for mark in (county.name if county else "", year) if mark]:
        title += f"（{'，'.join(marks)}）"
    if marks := [mark for mark in (county.name_en if county else "", year) if mark]:
        title_en += f" ({', '.join(marks)})"
    return Draft(
        slug=slug, title=title, title_en=title_en, theme=kind.theme, keywords=kind.keywords
    )


def _is_known(slug: str) -> bool:
    try:
        queries.dataset(slug)
    except DatasetNotFound:
        return False
    return True


def _kind(filename: str) -> LayerKind | None:
    name = filename.lower()
    fitting = [(len(word), kind) for kind in layer_kinds for word in kind.names if word in name]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def _county(filename: str) -> Area | None:
    """Return the county that the file's name speaks of, where it speaks of one alone.

    `chiayi-city` is one, `chiayi` may be two, `chiayi-penghu` are three.
    """
    words = title_of(filename).split()
    found: set[str] = set()
    while words:
        pair = boundaries.county(" ".join(words[:2])) if len(words) > 1 else None
        if pair is not None and boundaries.county(words[1]) is None:
            found.add(pair.code)
            words = words[2:]
            continue
        found.update(each.county_code for each in boundaries.find_areas(words[0]) if _is_all(each))
        words = words[1:]
    return boundaries.area(found.pop()) if len(found) == 1 else None


def _is_all(area: Area) -> bool:
    return area.kind is Kind.COUNTY


def _year(filename: str) -> str:
    years = {found[:4] for found in _YEAR.findall(filename)}
    return years.pop() if len(years) == 1 else ""
