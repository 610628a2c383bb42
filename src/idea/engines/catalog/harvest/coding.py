"""A record as bytes and back: short, and the same for the same record for years.

Only what differs from a field's default is written, so that a new field of the catalog does not
make every record of every source look changed.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, replace
from datetime import date, datetime
from hashlib import blake2b
from typing import Any, Final

import orjson

from idea.engines.catalog.harvest.types import Record, Series
from idea.engines.catalog.types import Declared, Distribution, Draft, License

_EMPTY: Final = ("", None, (), False)
_DRAFT: Final = tuple(field.name for field in fields(Draft))
_LINK: Final = tuple(field.name for field in fields(Distribution) if field.name != "id")
_OPTIONS: Final = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z


def encode(record: Record) -> bytes:
    """Return what a record says; equal records give equal bytes."""
    draft, links = record.draft, record.distributions
    said = {
        name: value
        for name in _DRAFT
        if (value := getattr(draft, name)) not in _EMPTY and value != {}
    }
    whole = {
        "draft": said,
        "links": [
            {name: value for name in _LINK if (value := getattr(link, name)) not in _EMPTY}
            for link in links
        ],
        "url": record.url,
    }
    if record.series:  # what the series is called is its own: another title changes no member
        whole["series"] = record.series.identifier
    return orjson.dumps(whole, option=_OPTIONS)


def digest(blob: bytes) -> str:
    return blake2b(blob, digest_size=16).hexdigest()


def decode(identifier: str, blob: bytes | Mapping[str, Any]) -> Record:
    said = orjson.loads(blob) if isinstance(blob, bytes) else blob
    return Record(
        identifier=identifier,
        draft=Draft(**_typed(said["draft"], _OF_DRAFT)),
        distributions=tuple(Distribution(**_typed(link, _OF_LINK)) for link in said["links"]),
        url=said["url"],
        series=Series(said["series"], "") if "series" in said else None,
    )


def _typed(said: Mapping[str, Any], kinds: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
    return {name: kinds[name](value) if name in kinds else value for name, value in said.items()}


def _declared(said: list[dict[str, Any]]) -> tuple[Declared, ...]:
    known = {field.name for field in fields(Declared) if field.default is not MISSING}
    return tuple(
        Declared(
            name=item["name"],
            **{key: value for key, value in item.items() if key in known and key != "codes"},
            codes=tuple((code, words) for code, words in item.get("codes", ())),
        )
        for item in said
    )


def _pairs(said: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, words) for name, words in said)


_OF_DRAFT: Final[dict[str, Callable[[Any], Any]]] = {
    "keywords": tuple,
    "related": tuple,
    "bbox": tuple,
    "declared": _declared,
    "start": date.fromisoformat,
    "end": date.fromisoformat,
}
_OF_LINK: Final[dict[str, Callable[[Any], Any]]] = {
    "fields": _pairs,
    "issued": datetime.fromisoformat,
    "modified": datetime.fromisoformat,
    "license": License,
}


def bare(link: Distribution) -> Distribution:
    """Return a link without the key it has here, to be compared."""
    return replace(link, id=None)


def plain(blob: bytes) -> Any:
    return orjson.loads(blob)
