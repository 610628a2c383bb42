"""Walks a tileset from its root document to those it points to, and says what was found.

Reads through a function that is given names within the tileset; addresses outside are counted and
never asked.
"""

import posixpath
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urlsplit

import numpy as np
from django.utils.translation import gettext as _

from idea.kernel.tiles3d import documents, volumes
from idea.kernel.tiles3d.documents import BadTileset
from idea.kernel.tiles3d.volumes import Extent, Matrix

ROOT: Final = "tileset.json"
_MOST_BYTES: Final = 512 << 20  # of all documents: each is read whole
_NAMED: Final = 20  # missing files and places outside that are named; all are counted


@dataclass(frozen=True, slots=True)
class Part:
    """One tileset document: the root, or one that a tile points to."""

    name: str  # within the tileset
    version: str
    edition: str
    geometric_error: float
    tiles: int
    contents: int
    extent: Extent


@dataclass(slots=True)
class Survey:
    """What a tileset holds; the root is the first part."""

    parts: list[Part] = field(default_factory=list)
    missing: int = 0
    missing_names: list[str] = field(default_factory=list)
    outside: int = 0
    outside_hosts: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)  # what is wrong with documents below the root


class _TooMuch(BadTileset):
    """Of the tileset as a whole: not of one document that can be passed over."""

    code = "tiles3d-too-much"


@dataclass(frozen=True, slots=True)
class _Waiting:
    name: str
    to_earth: Matrix
    within: Extent | None  # of the tile that points here


def survey(load: Callable[[str], bytes | None], has: Callable[[str], bool] | None) -> Survey:
    """Walk from `tileset.json`; raise BadTileset where the root itself cannot be used.

    `load` returns a document within the tileset, None where it is not there. `has` tells whether a
    file is; None: nothing but the root is at hand, and nothing can be missing.
    """
    found = Survey()
    waiting = deque([_Waiting(ROOT, np.eye(4), None)])
    seen = {ROOT}
    read = 0
    while waiting:
        here = waiting.popleft()
        data = load(here.name)
        if data is None:
            raise BadTileset(_("There is no %(name)s.") % {"name": ROOT})
        try:
            document = documents.read(data, here.name)
            read = _sum(read, document.size)
            below = _visit(found, here, document, has)
        except _TooMuch:
            raise
        except BadTileset as problem:
            if here.name == ROOT:
                raise
            if len(found.torn) < _NAMED:
                found.torn.append(problem.detail)
            continue
        for link in below:
            if link.name not in seen:
                seen.add(link.name)
                waiting.append(link)
    return found


def _visit(
    found: Survey,
    here: _Waiting,
    document: documents.Document,
    has: Callable[[str], bool] | None,
) -> list[_Waiting]:
    """Add the document to what was found; return the documents it points to."""
    turns: dict[int, Matrix] = {}
    below: list[_Waiting] = []
    tiles = contents = 0
    own: Extent | None = None
    for tile, parent in documents.tiles(document.root):
        turn = volumes.matrix(tile, here.to_earth if parent is None else turns[id(parent)])
        turns[id(tile)] = turn
        tiles += 1
        if tile is document.root:
            own = volumes.extent(tile.get("boundingVolume"), turn) or here.within
            if own is None:
                raise BadTileset(
                    _("The bounding volume of its root does not lie on Earth."),
                    remedy=_(
                        "Give the root a region, or a box or sphere with a transform to "
                        "EPSG:4978, and export it again."
                    ),
                )
        for uri in documents.contents(tile):
            contents += 1
            name = _resolved(found, uri, here.name)
            if name is None or "{" in name or has is None:  # braces: a template of many names
                continue
            if not has(name):
                _note(found.missing_names, name)
                found.missing += 1
            elif name.lower().endswith(".json"):
                volume = volumes.extent(tile.get("boundingVolume"), turn)
                below.append(_Waiting(name, turn, volume or own))
    if own is None:
        raise BadTileset(_("%(name)s has no root with a bounding volume.") % {"name": here.name})
    found.parts.append(
        Part(
            name=here.name, version=document.version, edition=document.edition,
            geometric_error=document.geometric_error, tiles=tiles, contents=contents, extent=own,
        )
    )  # fmt: skip
    return below


def _sum(read: int, size: int) -> int:
    if read + size > _MOST_BYTES:
        raise _TooMuch(
            _("Its documents have more than %(most)d MB.") % {"most": _MOST_BYTES >> 20},
            remedy=_("Publish it in several parts."),
        )
    return read + size


def _resolved(found: Survey, uri: str, base: str) -> str | None:
    """Return the name within the tileset that a URI leads to; None where it leads out of it."""
    try:
        split = urlsplit(uri)
    except ValueError:  # brackets that hold no IPv6 address
        _note(found.missing_names, uri)
        found.missing += 1
        return None
    if split.scheme == "data":  # the content itself
        return None
    path = unquote(split.path)
    name = posixpath.normpath(posixpath.join(posixpath.dirname(base), path))
    if split.scheme or split.netloc or path.startswith("/") or name.split("/")[0] == "..":
        found.outside += 1
        _note(found.outside_hosts, split.netloc.rpartition("@")[2] or uri)
        return None
    return name


def _note(names: list[str], name: str) -> None:
    if len(names) < _NAMED and name[:200] not in names:
        names.append(name[:200])
