"""Opens what people send as 3D Tiles: a zip of a whole tileset, or its root document alone.

Reads documents only; which entries of the zip may be trusted is decided by who gives their names.
"""

import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from idea.kernel.tiles3d.documents import MOST_BYTES, BadTileset
from idea.kernel.tiles3d.survey import ROOT, Survey, survey

# What a torn, locked or unusual zip raises on the way.
FAULTS: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError,
)  # fmt: skip


def look(path: Path, files: Mapping[str, str] | None) -> Survey:
    """Survey the tileset at `path`; `files`: names in the zip by names within the tileset.

    None: `path` is the root document, whose contents are elsewhere.
    """
    if files is None:
        with path.open("rb") as file:
            head = file.read(MOST_BYTES + 1)
        return survey(lambda name: head if name == ROOT else None, None)
    try:
        with zipfile.ZipFile(path) as archive:

            def load(name: str) -> bytes | None:
                if name not in files:
                    return None
                with archive.open(files[name]) as file:
                    return file.read(MOST_BYTES + 1)

            return survey(load, files.__contains__)
    except FAULTS:
        raise BadTileset(
            _("The archive is broken or cut off."),
            remedy=_("Download or save it again; compare its size with the original."),
        ) from None
