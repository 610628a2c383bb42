"""Which records a search asks for, and which those are: a page of data sets and the exact total.

Parameters as OGC API Records part 1 (20-004r1) has them; how they are read is `http`'s.
"""
# ruff: noqa: S608  names are quoted or of this module, values are parameters

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from idea.engines.catalog import queries
from idea.engines.catalog.faces import load
from idea.engines.catalog.faces.records.table import TYPES, cursor
from idea.engines.catalog.types import Dataset
from idea.engines.features import api as features
from idea.engines.features.errors import BadParameter
from idea.engines.features.types import CRS84, Bounds, Crs, Interval
from idea.kernel import duck
from idea.kernel.clock import TAIPEI

SORTABLE: Final = {name: kind for name, kind in TYPES.items() if name not in ("keywords", "type")}
_NEWEST: Final = (("updated", True),)
_MOST_WORDS: Final = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search (clauses on the query parameters for records, sorting and filtering)."""

    words: str = ""  # q: commas between what may stand alone
    types: Sequence[str] = ()
    ids: Sequence[str] = ()
    external: Sequence[str] = ()  # value, scheme:value, or scheme:
    bbox: Bounds | None = None
    bbox_crs: Crs = CRS84
    interval: Interval | None = None
    equals: Mapping[str, str] | None = None  # queryables as parameters
    filter: str = ""
    filter_json: bool = False
    filter_crs: Crs = CRS84
    sortby: Sequence[tuple[str, bool]] = ()
    limit: int = 10
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    datasets: list[Dataset]  # with their files elsewhere
    total: int


def search(wanted: Wanted) -> Found:
    """Return a page, in a number of queries that does not grow. Raises BadParameter, BadFilter."""
    sql, values = _where(wanted)
    with cursor() as own:
        # Counted with the page: one look at the table, as it is at one time.
        rows = own.execute(
            f"SELECT key, count(*) OVER () FROM records WHERE {sql} ORDER BY {_order(wanted)} "
            f"LIMIT {wanted.limit} OFFSET {wanted.offset}",
            values,
        ).fetchall()
        total = rows[0][1] if rows else 0
        if not rows and wanted.offset:
            counted = own.execute(f"SELECT count(*) FROM records WHERE {sql}", values).fetchone()
            total = counted[0] if counted else 0
    return Found(load.whole(queries.by_ids([UUID(key) for key, _total in rows])), total)


def extent() -> tuple[Bounds | None, int]:
    """Return the box around all records with places, and how many records there are."""
    with cursor() as own:
        found = own.execute(
            "SELECT min(ST_XMin(geometry)), min(ST_YMin(geometry)), max(ST_XMax(geometry)), "
            "max(ST_YMax(geometry)), count(*) FROM records"
        ).fetchone()
    if found is None or found[0] is None:
        return None, found[4] if found else 0
    return found[:4], found[4]


def _where(wanted: Wanted) -> tuple[str, list[object]]:
    tests: list[tuple[str, Sequence[object]]] = [("true", ())]
    if wanted.words:
        tests.append(_said(wanted.words))
    for column, listed in (("type", wanted.types), ("id", wanted.ids)):
        if listed:
            tests.append((f"{column} IN (SELECT unnest(?))", (list(listed),)))
    if wanted.external:
        tests.append(_external(wanted.external))
    for name, value in (wanted.equals or {}).items():
        tests.append((f"{duck.quote(name)} = CAST(? AS {TYPES[name]})", (value,)))
    if wanted.bbox is not None:
        box = features.touching(wanted.bbox, wanted.bbox_crs)
        tests.append((box.sql, box.values))
    if wanted.interval is not None:
        tests.append(_during(wanted.interval))
    if wanted.filter:
        made = features.selection(
            wanted.filter, TYPES, as_json=wanted.filter_json, crs=wanted.filter_crs
        )
        tests.append((made.sql, made.values))
    return " AND ".join(sql for sql, _values in tests), [v for _sql, vs in tests for v in vs]


def _said(words: str) -> tuple[str, Sequence[object]]:
    """Commas part what may stand alone; words with spaces stand in this order, side by side."""
    terms = [term for part in words.split(",") if (term := _folded(part).split())]
    if len(terms) > _MOST_WORDS:
        raise BadParameter(_("“q” takes up to %(most)d terms.") % {"most": _MOST_WORDS})
    if not terms:
        return "true", ()
    tests = [
        "contains(words, ?)" if len(term) == 1 else "regexp_matches(words, ?)" for term in terms
    ]
    values = [term[0] if len(term) == 1 else r"\s+".join(map(re.escape, term)) for term in terms]
    return f"({' OR '.join(tests)})", values


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()


def _external(listed: Sequence[str]) -> tuple[str, Sequence[object]]:
    said = '"externalId" <> \'\' AND ("externalId" IN (SELECT unnest(?)) OR '
    said += "scheme <> '' AND (scheme || ':' || \"externalId\" IN (SELECT unnest(?)) "
    said += "OR scheme || ':' IN (SELECT unnest(?))))"
    return f"({said})", [list(listed)] * 3


def _during(interval: Interval) -> tuple[str, Sequence[object]]:
    """Whole days, as data sets say them: a moment is in the day it has in Taiwan."""
    first, last = interval
    tests: list[tuple[str, object]] = [("begins IS NOT NULL AND ?", True)]
    if first is not None:
        tests.append(("ends >= ?", first.astimezone(TAIPEI).date()))
    if last is not None:
        tests.append(("begins <= ?", last.astimezone(TAIPEI).date()))
    return " AND ".join(sql for sql, _value in tests), [value for _sql, value in tests]


def _order(wanted: Wanted) -> str:
    for name, _down in wanted.sortby:
        if name not in SORTABLE:
            raise BadParameter(
                _("Records cannot be sorted by “%(name)s”.") % {"name": name[:80]},
                remedy=_("Known are: %(names)s.") % {"names": ", ".join(SORTABLE)},
            )
    keys = [
        f"{duck.quote(name)} {'DESC' if down else 'ASC'} NULLS LAST"
        for name, down in wanted.sortby or _NEWEST
    ]
    return ", ".join([*keys, "key"])
