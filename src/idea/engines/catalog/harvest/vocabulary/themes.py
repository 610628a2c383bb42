"""From the classes other catalogs use to the EU data themes this one uses."""

import re
from typing import Final

from idea.engines.catalog.faces.taiwan.words import CATEGORIES
from idea.engines.catalog.types import Theme

_T = Theme
_WORDS: Final = CATEGORIES | {  # 服務分類 of data.gov.tw
    # ISO 19115 topic categories.
    "farming": _T.AGRICULTURE, "economy": _T.ECONOMY, "environment": _T.ENVIRONMENT,
    "biota": _T.ENVIRONMENT, "climatologymeteorologyatmosphere": _T.ENVIRONMENT,
    "inlandwaters": _T.ENVIRONMENT, "oceans": _T.ENVIRONMENT, "health": _T.HEALTH,
    "society": _T.SOCIETY, "transportation": _T.TRANSPORT, "boundaries": _T.REGIONS,
    "planningcadastre": _T.REGIONS, "structure": _T.REGIONS, "location": _T.REGIONS,
    "imagerybasemapsearthcover": _T.REGIONS, "elevation": _T.REGIONS,
    "geoscientificinformation": _T.SCIENCE, "utilitiescommunication": _T.ENERGY,
    "intelligencemilitary": _T.JUSTICE,
}  # fmt: skip
_CODES: Final = {str(theme): theme for theme in Theme}


def theme_of(*said: str) -> Theme | None:
    """Return the theme one of the words or addresses names; None where none does."""
    for text in said:
        word = re.split(r"[/#]", text.strip().rstrip("/"))[-1]
        if word.upper() in _CODES:
            return _CODES[word.upper()]
        known = _WORDS.get(word.casefold())
        if known is not None:
            return known
    return None
