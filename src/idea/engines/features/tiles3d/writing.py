"""Keeps a tileset as one file: a zip whose entries are stored, so that each is a part of the file.

Nothing in the tiles is changed. Which entries of the zip are its files was decided where it was
read.
"""

import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from django.utils.translation import gettext as _

from idea.engines.features.types import Tileset
from idea.kernel import tiles3d
from idea.kernel.progress import Progress, silent
from idea.kernel.tiles3d import BadTileset

_CHUNK: Final = 1 << 20
_KINDS: Final = 8
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the same files make the same bytes


def write(
    path: Path,
    *,
    files: Mapping[str, str] | None,
    out: Path,
    key: str,
    address: str = "",
    progress: Progress = silent,
) -> Tileset:
    """Write the `files` of the zip at `path` as `out`, which will be `key` in the lake.

    `files`: names in the zip by names within the tileset; None: `path` is a root document whose
    tiles lie at `address`, and nothing is written. Raises BadTileset.
    """
    found = tiles3d.look(path, files)
    size = 0 if files is None else _pack(path, files, out, progress)
    lows = [part.extent.low for part in found.parts if part.extent.low is not None]
    highs = [part.extent.high for part in found.parts if part.extent.high is not None]
    root = found.parts[0]
    return Tileset(
        version=root.version,
        edition=root.edition,
        geometric_error=root.geometric_error,
        low=min(lows, default=None),
        high=max(highs, default=None),
        documents=len(found.parts),
        tiles=sum(part.tiles for part in found.parts),
        kinds=_kinds(files or {}),
        files=len(files or {}),
        size=size,
        missing=found.missing,
        outside=tuple(found.outside_hosts),
        key="" if files is None else key,
        address=address if files is None else "",
    )


def _pack(path: Path, files: Mapping[str, str], out: Path, progress: Progress) -> int:
    """Write the stored zip; return how many bytes the files have."""
    size = 0
    try:
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
            for done, (name, entry) in enumerate(files.items()):
                progress(done, len(files), _("Keeping the tiles"))
                packed = zipfile.ZipInfo(name, _EPOCH)
                packed.file_size = source.getinfo(entry).file_size
                with source.open(entry) as file, target.open(packed, "w") as kept:
                    while chunk := file.read(_CHUNK):
                        size += len(chunk)
                        kept.write(chunk)
    except tiles3d.FAULTS:
        out.unlink(missing_ok=True)
        raise BadTileset(
            _("The archive is broken or cut off."),
            remedy=_("Download or save it again; compare its size with the original."),
        ) from None
    return size


def _kinds(files: Mapping[str, str]) -> tuple[str, ...]:
    endings = Counter(PurePosixPath(name.lower()).suffix.lstrip(".") for name in files)
    return tuple(ending for ending, _count in endings.most_common(_KINDS) if ending)
