"""The look the server draws a layer's style with, named so that pictures of it can be kept."""

import hashlib
import json
from functools import lru_cache

from idea.engines.features.styles import queries, reading
from idea.engines.features.styles.painting import PLAIN, Look, look
from idea.engines.features.styles.types import Style
from idea.engines.features.types import Collection


def look_of(layer: Collection, style: Style | None = None) -> Look:
    """Return the look of a style, of the layer's default where none is given.

    What nobody saved, and what an expert wrote for browsers, is drawn plainly.
    """
    found = style or queries.style(layer)
    of = found.symbology
    if of is None or of == queries.plain(layer, found.id).symbology:
        return PLAIN
    said = json.dumps(reading.as_json(of), sort_keys=True, ensure_ascii=False)
    return look(of, layer, hashlib.sha256(said.encode()).hexdigest()[:16])


@lru_cache(maxsize=4_096)
def drawn_by(layer: Collection) -> tuple[str, ...]:
    """Return the columns the layer's styles are drawn by, which its full tiles keep.

    Kept: a layer is another one as soon as one of its styles is (`Collection.styled`).
    """
    found = [each.symbology for each in queries.styles(layer) if each.symbology is not None]
    return tuple(sorted({n for of in found for n in (of.column, of.label, of.height) if n}))
