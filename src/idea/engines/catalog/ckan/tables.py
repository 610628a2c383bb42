"""The datastore actions: rows of our own tables, in CKAN's words.

Names are checked against the columns and quoted, values are bound.
"""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _

from idea.engines.catalog import models, queries, reader
from idea.engines.catalog.ckan import shapes
from idea.engines.catalog.ckan.calls import Call, read
from idea.engines.catalog.ckan.errors import InvalidCall, NotThere
from idea.engines.catalog.ckan.finding import resource_of
from idea.engines.catalog.conf import conf
from idea.engines.catalog.types import Access, Dataset, Version
from idea.engines.catalog.workbench import api as workbench
from idea.engines.catalog.workbench.http.anybody import asked as asked_by
from idea.engines.sources.types import ColumnType
from idea.kernel.duck import quote

MOST: Final = 32_000  # rows of one answer, as in CKAN
_TYPES: Final = {
    ColumnType.STRING: "text",
    ColumnType.INTEGER: "int8",
    ColumnType.NUMBER: "float8",
    ColumnType.BOOLEAN: "bool",
    ColumnType.DATE: "date",
    ColumnType.DATETIME: "timestamp",
    ColumnType.TIME: "time",
}
_NAMES = re.compile(r'"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"', re.IGNORECASE)
_ORDER = re.compile(
    r'\s*(?:"(?P<quoted>[^"]+)"|(?P<plain>[^\s,"]+))(?:\s+(?P<way>asc|desc))?\s*', re.IGNORECASE
)


@read
def datastore_search(call: Call) -> dict[str, Any]:
    """Return rows of the table of `resource_id` (the id of a CSV resource of this site).

    `filters` is an object: column to value, or to a list of values; `q` finds text in any
    column, or is an object: column to text. `fields` (a list), `sort` (`name desc, other`),
    `limit` (100; 32000 at most), `offset`, `distinct`, `include_total`. The total is exact.
    """
    _dataset, version, key = _table(call)
    columns = _columns(call, version)
    where, values = _where(call, version)
    limit = call.integer("limit", 100, most=MOST)
    offset = call.integer("offset", 0, most=10**12)
    distinct = call.flag("distinct")
    names = ", ".join(quote(name) for name in columns)
    source = f"{reader.table(version.lake_key)} WHERE {where}"
    chosen = f"SELECT {'DISTINCT ' if distinct else '_row, '}{names} FROM {source}"  # noqa: S608  quoted, bound
    order = _order(call, version, distinct=distinct)
    with reader.cursor(seconds=conf().catalog_query_seconds) as cursor:
        rows = cursor.execute(f"{chosen} {order} LIMIT {limit} OFFSET {offset}", values).fetchall()
        counted = f"SELECT count(*) FROM ({chosen})"  # noqa: S608  quoted, bound
        total = cursor.execute(counted, values).fetchone()
    shown = columns if distinct else ["_id", *columns]
    fields = [{"id": name, "type": _type(version, name)} for name in shown]
    answer: dict[str, Any] = {
        "resource_id": key,
        "fields": fields,
        "records": [dict(zip(shown, map(_plain, row), strict=True)) for row in rows],
        "records_format": "objects",
        "limit": limit,
        "offset": offset,
        "include_total": call.flag("include_total", default=True),
        "_links": _links(call, limit, offset),
    }
    if answer["include_total"]:
        answer |= {"total": total[0] if total else 0, "total_was_estimated": False}
    return answer


@read
def datastore_info(call: Call) -> dict[str, Any]:
    """Return the columns of the table of `resource_id` (or `id`), and how many rows it has."""
    dataset, version, key = _table(call)
    promised = {column.name: column for column in dataset.declared}
    fields = [
        {
            "id": column.name,
            "type": _TYPES[column.type],
            "info": {
                "label": (said.title if (said := promised.get(column.name)) else "")
                or column.title,
                "notes": said.description if said else column.note,
                "unit": said.unit if said else "",
            },
            "schema": {"native_type": _TYPES[column.type], "notnull": bool(said and said.required)},
        }
        for column in version.columns
    ]
    return {
        "meta": {
            "id": key,
            "count": version.rows,
            "size": version.size,
            "table_type": "BASE TABLE",
        },
        "fields": fields,
    }


@read
def datastore_search_sql(call: Call) -> dict[str, Any]:
    """Return the rows an SQL query gives; tables are named by resource id: `FROM "<id>"`.

    It runs in the site's workbench, within its limits; the data set's name may be used too.
    """
    sql = call.needed("sql")
    named = _NAMES.sub(_table_name, sql)
    result = workbench.answer(named, asked=asked_by(call.request), rows=MOST)
    call.uses(*dict.fromkeys(source.slug for source in result.sources))
    names = [column.name for column in result.columns]
    return {
        "sql": sql,
        "fields": [{"id": column.name, "type": str(column.type)} for column in result.columns],
        "records": [dict(zip(names, map(_plain, row), strict=True)) for row in result.rows],
    }


def _table(call: Call) -> tuple[Dataset, Version, str]:
    dataset, key = resource_of(call.text("resource_id") or call.needed("id"))
    offered = dataset.current is not None and dataset.access is Access.OPEN
    if not offered or key != shapes.own_id(dataset, shapes.TABLE):
        raise NotThere(
            _("The rows of this file are not on this site."),
            remedy=_("Ask for a resource with datastore_active."),
        )
    call.uses(dataset.slug)
    return dataset, queries.version(dataset.slug), key


def _columns(call: Call, version: Version) -> list[str]:
    wanted = [str(name) for name in call.listed("fields") if name != "_id"]
    known = [column.name for column in version.columns]
    _all_known(wanted, known, "fields")
    return wanted or known


def _all_known(wanted: list[str], known: list[str], what: str) -> None:
    unknown = [name for name in wanted if name not in known]
    if unknown:
        message = _("There is no column %(name)s.") % {"name": unknown[0][:80]}
        raise InvalidCall({what: [message]})


def _where(call: Call, version: Version) -> tuple[str, list[Any]]:
    conditions, values = ["true"], []
    for name, wanted in call.mapping("filters").items():
        several = wanted if isinstance(wanted, list) else [wanted]
        column = _name(version, str(name), "filters")
        marks = ", ".join("?" for _value in several) or "NULL"
        # Compared as texts and as values: 3 finds 3.0, 2026-01-01 finds the day.
        kind = "BIGINT" if column == "_row" else _cast(version, str(name))
        conditions.append(
            f"{quote(column)} IN (SELECT TRY_CAST(unnest AS {kind}) FROM unnest([{marks}]))"  # noqa: S608  quoted, bound
        )
        values += [_text(value) for value in several]
    words = call.data.get("q")
    if isinstance(words, str) and words.strip().startswith("{"):
        words = call.mapping("q")
    if isinstance(words, Mapping):
        for name, text in words.items():
            column = quote(_name(version, str(name), "q"))
            conditions.append(f"contains(lower({column}::VARCHAR), lower(?))")
            values.append(_text(text))
    elif words:
        haystack = " || chr(10) || ".join(
            f"coalesce({quote(column.name)}::VARCHAR, '')" for column in version.columns
        )
        conditions.append(f"contains(lower({haystack}), lower(?))")
        values.append(_text(words))
    return " AND ".join(conditions), values


def _order(call: Call, version: Version, *, distinct: bool) -> str:
    parts = []
    text = call.text("sort")
    for piece in filter(None, (part.strip() for part in text.split(","))):
        found = _ORDER.fullmatch(piece)
        if found is None:
            raise InvalidCall({"sort": [_("Write a sort as: name desc, other.")]})
        column = _name(version, found["quoted"] or found["plain"], "sort")
        way = "DESC" if (found["way"] or "").casefold() == "desc" else "ASC"
        parts.append(f"{quote(column)} {way} NULLS LAST")
    if not distinct:
        parts.append("_row")
    return f"ORDER BY {', '.join(parts)}" if parts else "ORDER BY ALL"


def _name(version: Version, name: str, what: str) -> str:
    if name == "_id":
        return "_row"
    _all_known([name], [column.name for column in version.columns], what)
    return name


def _cast(version: Version, name: str) -> str:
    kinds = {
        ColumnType.INTEGER: "HUGEINT",
        ColumnType.NUMBER: "DOUBLE",
        ColumnType.BOOLEAN: "BOOLEAN",
        ColumnType.DATE: "DATE",
        ColumnType.DATETIME: "TIMESTAMP",
        ColumnType.TIME: "TIME",
    }
    kind = next(column.type for column in version.columns if column.name == name)
    return kinds.get(kind, "VARCHAR")


def _type(version: Version, name: str) -> str:
    if name == "_id":
        return "int"
    return next(_TYPES[column.type] for column in version.columns if column.name == name)


def _links(call: Call, limit: int, offset: int) -> dict[str, str]:
    said = {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in call.data.items()
        if name != "offset" and value is not None
    }
    path = "/api/3/action/datastore_search"
    return {
        "start": f"{path}?{urlencode(said)}",
        "next": f"{path}?{urlencode(said | {'offset': str(offset + limit)})}",
    }


def _table_name(found: re.Match[str]) -> str:
    """Return the data set's name, as the workbench calls its table, for a resource's id."""
    try:
        key = UUID(found[1])
    except ValueError:
        return found[0]
    rows = models.Dataset.objects.filter(id__in=[key, *shapes.owners(key)])
    slug = rows.values_list("slug", flat=True).first()
    return quote(slug) if slug else found[0]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
