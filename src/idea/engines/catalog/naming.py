"""Titles from file names, and slugs: the short names in addresses and OGC collection ids.

A slug is ASCII where the publisher gave an English title, else it keeps the title's own
letters, Chinese among them (避難收容處所): readable, and percent-encoded on the wire. It is
given once and never changes, whatever happens to the title.
"""

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from django.utils.text import slugify

KIND = "dataset"  # what the search calls a data set
SLUG_LENGTH = 80
_ENDINGS = re.compile(
    r"(\.(csv|tsv|txt|xlsx?|ods|geojson|jsonl|ndjson|json|gpkg|geoparquet|parquet|shp|zip|gz|kml|gpx|osm|tiff?|3dtiles))+$",
    re.IGNORECASE,
)
# Last parts of addresses that say nothing of what is behind them.
_MEANINGLESS = {"", "download", "export", "rest", "data", "file", "index", "api", "dataset"}
# Words that stand where a slug stands in the addresses of the API, or of the map's collections.
RESERVED = frozenset({"jobs", "themes", "records"})


def filename_of(url: str) -> str:
    """Return the best file name an address suggests, e.g. `city.csv` of `…/city.csv?x=1`."""
    parts = urlsplit(url)
    path = PurePosixPath(unquote(parts.path))
    name = path.name
    if name == "tileset.json" and path.parent.name:  # every tileset of 3D Tiles is called so
        name = f"{path.parent.name}.3dtiles.json"
    return name or parts.hostname or "data"


def title_of(filename: str, url: str = "") -> str:
    """Return a title a person can read, made from a file name (`air_raid-shelters.csv`)."""
    name = PurePosixPath(filename.replace("\\", "/")).name
    stem = _ENDINGS.sub("", name)
    if stem.lower() in _MEANINGLESS and url:
        host = urlsplit(url).hostname or ""
        stem = f"{host} {stem}".strip()
    words = re.sub(r"[\s_+]+|(?<=\w)-(?=\w)", " ", unicodedata.normalize("NFC", stem)).strip()
    words = "".join(c for c in words if unicodedata.category(c)[0] != "C")[:200]
    return (words[:1].upper() + words[1:]) or "Data"


def slug_of(*candidates: str) -> str:
    """Return the slug of the first candidate that holds a letter or figure.

    ASCII names become lower-case ASCII words joined by hyphens; others keep their letters
    (NFKC, so full-width figures become plain).
    """
    for text in candidates:
        slug = slugify(unicodedata.normalize("NFKC", text), allow_unicode=True).strip("-_")
        slug = re.sub(r"-{2,}", "-", slug.replace("_", "-"))[:SLUG_LENGTH].strip("-")
        if slug:
            return f"{slug}-data" if slug in RESERVED else slug
    return "data"


def is_token(text: str) -> bool:
    """Tell whether `text` may name a format: csv, shp.zip, geo+json."""
    return bool(re.fullmatch(r"[a-z0-9][a-z0-9.+_-]{0,39}", text))


def is_slug(text: str) -> bool:
    """Tell whether a publisher may choose `text` as a slug."""
    return bool(text) and len(text) <= SLUG_LENGTH and text == slug_of(text)
