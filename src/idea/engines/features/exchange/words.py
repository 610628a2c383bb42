"""Words in files for map programs: XML that no value can break, and which column is the name."""

import re
from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from idea.engines.features.http.services.xml import clean

_NAMES: Final = ("name", "名稱", "title", "標題", "姓名", "站名", "路名", "公園名稱")
_NAMED: Final = re.compile(r"名稱|名$|name$", re.IGNORECASE)


def text(value: object) -> str:
    """Return what stands between two marks."""
    return escape(clean(value))


def attribute(value: object) -> str:
    """Return a value in its quotes."""
    return quoteattr(clean(value))


def name_of(words: Mapping[str, str], otherwise: str) -> str:
    """Return what a feature is called: the value of a column that holds names."""
    for column in (*_NAMES, *filter(_NAMED.search, words)):
        if column in words:
            return words[column]
    return otherwise


def told(words: Mapping[str, str]) -> str:
    """Return all the words of a feature, a line each."""
    return "\n".join(f"{column}: {value}" for column, value in words.items())
