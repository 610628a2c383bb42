"""Which data sets SQL may name, what they are called, and the file a query reads for one.

A table's name is the slug; `slug@3` is version 3. Withdrawn data sets, those that are not
open to all, and columns of personal data are not there.
"""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from idea.engines.catalog import labels, linked, models, queries, reader
from idea.engines.catalog.errors import DatasetNotFound
from idea.engines.catalog.kept import kept
from idea.engines.catalog.naming import KIND
from idea.engines.catalog.types import Access, Dataset, Download, Version
from idea.engines.catalog.workbench.errors import QueryRefused
from idea.engines.catalog.workbench.types import Source, Table, TableColumn
from idea.engines.sources.types import Column, Role
from idea.kernel.duck import literal, quote
from idea.kernel.lake import lake
from idea.kernel.search import api as search

GEOMETRY: Final = "geometry"
_FOUND: Final = 500  # tables a text may match; the rest rank too low for anybody to reach
_COORDINATES: Final = {Role.LONGITUDE, Role.LATITUDE, Role.EASTING, Role.NORTHING}
_NAME = re.compile(r"(?P<slug>[^@]{1,120})(?:@(?P<number>[0-9]{1,9}))?")


class NoSuchTable(DatasetNotFound):
    code = "no-such-table"


def is_open(column: Column) -> bool:
    """Tell whether a query may read the column: not if it seems to tell of persons.

    What was declared so is not among a version's columns (`opened.py`).
    """
    return column.role is not Role.PERSONAL


def find(name: str) -> tuple[Dataset, Version]:
    """Return the data set and version a name in a query stands for.

    Also `Bus_Stops` for `bus-stops`, which needs no quotes. Raises NoSuchTable,
    DatasetWithdrawn, DatasetNotOpen, NoRowsHere, VersionNotFound.
    """
    match = _NAME.fullmatch(name)
    if match is None:
        raise _no_such(name)
    given = match["slug"]
    for slug in dict.fromkeys((given, given.lower(), given.lower().replace("_", "-"))):
        try:
            found = queries.dataset(slug)
        except DatasetNotFound:
            continue
        number = int(match["number"]) if match["number"] else None
        version = queries.version(found.slug, number)
        return found, version
    raise _no_such(name)


def columns(version: Version) -> list[str]:
    """Return the columns of a version that queries may read; its shapes last, where it has any."""
    names = [column.name for column in version.columns if is_open(column)]
    placed = _COORDINATES & {column.role for column in version.columns}
    if version.layer is not None and not placed and GEOMETRY not in names:
        names.append(GEOMETRY)
    return names


def file(dataset: Dataset, version: Version) -> Path:
    """Return a Parquet file with the open columns. What is not open is not in it."""
    if all(is_open(column) for column in version.columns):
        return lake().local(version.lake_key)
    names = columns(version)
    if not names:
        raise QueryRefused(
            _("All columns of %(title)s hold personal data.") % {"title": dataset.title}
        )

    def write(version: Version, out: Path) -> None:
        listed = ", ".join(quote(name) for name in names)
        with reader.cursor() as cursor:
            cursor.execute(
                f"COPY (SELECT {listed} FROM {reader.table(version.lake_key)} "  # noqa: S608
                f"ORDER BY _row) TO {literal(str(out))} (FORMAT parquet, COMPRESSION zstd)"
            )

    mark = hashlib.sha256("\0".join(names).encode()).hexdigest()[:12]
    return kept(version, f"open-{mark}", write)


def source(name: str, dataset: Dataset, version: Version) -> Source:
    """Return what a result says of a table it was made from."""
    return Source(
        name=name,
        slug=dataset.slug,
        number=version.number,
        title=dataset.title,
        title_en=dataset.title_en,
        organization=dataset.organization,
        organization_en=dataset.organization_en,
        license=str(dataset.license),
        license_url=dataset.license_url or labels.LICENSE_URLS.get(dataset.license, ""),
        published_at=version.created_at,
        url=linked.page_url(dataset.slug),
        download_url=linked.download_url(dataset.slug, Download.PARQUET, version.number),
        columns=tuple(columns(version)),
    )


def tables(text: str = "", *, limit: int = 20, offset: int = 0) -> tuple[list[Table], int]:
    """Return the tables that match the words, best first, and how many there are."""
    rows = queries.whole().filter(models.LISTED, current__isnull=False, access=str(Access.OPEN))
    if text.strip():
        keys = search.keys(text, kinds=(KIND,), limit=_FOUND)
        best = [UUID(key.partition(":")[2]) for key in keys]
        there = set(rows.filter(id__in=best).values_list("id", flat=True))
        ids = [key for key in best if key in there]
        total, ids = len(ids), ids[offset : offset + limit]
    else:
        total = rows.count()
        page = rows.order_by("title", "id")[offset : offset + limit]
        ids = list(page.values_list("id", flat=True))
    return [table(dataset) for dataset in queries.by_ids(ids)], total


def there(names: Iterable[str]) -> set[str]:
    """Return those of the names that are tables now."""
    rows = models.Dataset.objects.filter(
        models.LISTED, current__isnull=False, access=str(Access.OPEN), slug__in=list(names)
    )
    return set(rows.values_list("slug", flat=True))


def table(dataset: Dataset) -> Table:
    """Return a data set as SQL sees it."""
    version = dataset.current
    if version is None:
        raise _no_such(dataset.slug)
    titles = {column.name: column for column in version.columns}
    names = columns(version)
    return Table(
        name=dataset.slug,
        title=dataset.title,
        title_en=dataset.title_en,
        organization=dataset.organization,
        organization_en=dataset.organization_en,
        number=version.number,
        rows=version.rows,
        columns=tuple(
            TableColumn(name, titles[name].title, str(titles[name].type))
            if name in titles
            else TableColumn(name, name, GEOMETRY)
            for name in names
        ),
        hidden=len(version.hidden) + sum(not is_open(column) for column in version.columns),
    )


def _no_such(name: str) -> NoSuchTable:
    return NoSuchTable(
        _("There is no table %(name)s.") % {"name": name[:80]},
        remedy=_(
            "A table's name is the data set's short name, in double quotes where it holds a "
            "hyphen or Chinese letters. The list of tables tells them."
        ),
    )
