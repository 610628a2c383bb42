"""Between stored rows and the frozen types that leave this engine."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any, Final
from uuid import UUID

from idea.engines.catalog import models
from idea.engines.catalog.describe import describe
from idea.engines.catalog.opened import public
from idea.engines.catalog.types import (
    Access,
    Change,
    ChangeKind,
    Dataset,
    Declared,
    Distribution,
    Frequency,
    License,
    Version,
)
from idea.engines.features import api as features
from idea.engines.features.types import Layer
from idea.engines.sources.types import Column, ColumnType, Role
from idea.kernel.errors import Issue
from idea.kernel.ids import uuid7

_AS_STORED: Final = (
    "identifier",
    "contact_name",
    "contact_email",
    "contact_phone",
    "language",
    "start",
    "end",
    "place",
    "access_why",
    "fee",
    "fee_basis",
    "fee_law",
    "fee_url",
    "license_given",
    "license_url",
    "frequency_given",
    "conforms_to",
    "provenance",
    "notes",
    "extra",
    "origin",
    "origin_url",
    "quality_points",
    "quality_badge",
    "popularity",
)


def column_of(stored: dict[str, Any]) -> Column:
    known = {field.name for field in fields(Column)}
    values = {key: value for key, value in stored.items() if key in known}
    return Column(**values | {"type": ColumnType(values["type"]), "role": Role(values["role"])})


def layer_of(stored: dict[str, Any] | None) -> Layer | None:
    if stored is None:
        return None
    known = {field.name for field in fields(Layer)}
    values = {key: value for key, value in stored.items() if key in known}
    raster = features.raster_of(values.get("raster"))
    tileset = features.tileset_of(values.get("tileset"))
    return Layer(**values | {"bbox": tuple(values["bbox"]), "raster": raster, "tileset": tileset})


def stored_layer(layer: Layer | None) -> dict[str, Any] | None:
    return None if layer is None else asdict(layer)


def version_of(
    row: models.Version,
    *,
    with_issues: bool = True,
    declared: Sequence[Declared] | None = None,
    whole: bool = False,
) -> Version:
    """Return what the public may read of a version; `whole`: all of it, for its own agency.

    `declared` spares a look at the data set where the caller has what it promises of columns.
    """
    version = Version(
        id=row.id,
        number=row.number,
        created_at=row.created_at,
        created_by=row.created_by,
        note=row.note,
        filename=row.filename,
        format=row.format,
        encoding=row.encoding,
        source_url=row.source_url,
        payload_key=row.payload_key,
        payload_size=row.payload_size,
        lake_key=row.lake_key,
        sha256=row.sha256,
        size=row.size,
        rows=row.rows,
        rejected=row.rejected,
        columns=tuple(column_of(item) for item in row.columns),
        layer=layer_of(row.layer),
        issues=tuple(Issue(**item) for item in row.issues) if with_issues else (),
        issue_count=row.issue_count,
        notes=tuple(row.notes),
        has_chart=row.chart is not None,
    )
    if whole:
        return version
    if declared is None:
        declared = [declared_of(item) for item in row.dataset.declared]
    drawn = row.chart.get("of") if row.chart is not None else None
    return public(version, declared, drawn)


def dataset_of(row: models.Dataset, *, with_issues: bool = True) -> Dataset:
    declared = tuple(declared_of(item) for item in row.declared)
    current = None
    if row.current is not None:
        current = version_of(row.current, with_issues=with_issues, declared=declared)
    made = not row.description and current is not None
    return Dataset(
        id=row.id,
        slug=row.slug,
        title=row.title,
        title_en=row.title_en,
        description=describe(current, "zh-hant") if made and current else row.description,
        description_en=row.description_en or (describe(current, "en") if made and current else ""),
        described=bool(row.description or row.description_en),
        organization_id=row.organization.id,
        organization=row.organization.name,
        organization_en=row.organization.name_en,
        organization_slug=row.organization.slug,
        license=License(row.license),
        frequency=Frequency(row.frequency),
        **{name: getattr(row, name) for name in _AS_STORED},
        access=Access(row.access),
        bbox=_box(row.bbox),
        related=tuple(row.related),
        formats=tuple(row.formats),
        series=row.series.slug if row.series else "",
        series_title=row.series.title if row.series else "",
        declared=declared,
        theme=row.theme,
        keywords=tuple(row.keywords),
        landing_page=row.landing_page,
        synthetic=row.synthetic,
        published_at=row.published_at,
        modified_at=row.modified_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_why=row.withdrawn_why,
        current=current,
    )


def declared_of(stored: dict[str, Any]) -> Declared:
    known = {field.name for field in fields(Declared)}
    values = {key: value for key, value in stored.items() if key in known}
    codes = tuple((str(code), str(words)) for code, words in values.get("codes", ()))
    return Declared(**values | {"codes": codes})


def distribution_of(row: models.Distribution) -> Distribution:
    names = {field.name for field in fields(Distribution)} - {"license", "fields"}
    return Distribution(
        **{name: getattr(row, name) for name in names},
        license=License(row.license) if row.license else None,
        fields=tuple((str(name), str(words)) for name, words in row.fields),
    )


def stored_distribution(dataset_id: UUID, position: int, said: Distribution) -> models.Distribution:
    """Return an unsaved row of what is said of a file elsewhere."""
    values = {field.name: getattr(said, field.name) for field in fields(Distribution)}
    return models.Distribution(
        **values
        | {
            "id": said.id or uuid7(),
            "dataset_id": dataset_id,
            "position": position,
            "license": said.license or "",
            "fields": [list(pair) for pair in said.fields],
        }
    )


def _box(stored: list[float] | None) -> tuple[float, float, float, float] | None:
    if stored is None:
        return None
    west, south, east, north = stored
    return west, south, east, north


def change_of(row: models.Change) -> Change:
    return Change(
        id=row.id,
        kind=ChangeKind(row.kind),
        at=row.at,
        slug=row.dataset.slug,
        title=row.dataset.title,
        title_en=row.dataset.title_en,
        organization=row.organization.name,
        number=row.version.number if row.version else None,
        note=row.note,
    )
