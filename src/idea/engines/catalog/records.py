"""Between stored rows and the frozen types that leave this engine."""

from dataclasses import asdict, fields
from typing import Any

from idea.engines.catalog import models
from idea.engines.catalog.describe import describe
from idea.engines.catalog.types import (
    Change,
    ChangeKind,
    Dataset,
    Frequency,
    License,
    Version,
)
from idea.engines.features.types import Layer
from idea.engines.sources.types import Column, ColumnType, Role
from idea.kernel.errors import Issue


def column_of(stored: dict[str, Any]) -> Column:
    known = {field.name for field in fields(Column)}
    values = {key: value for key, value in stored.items() if key in known}
    return Column(**values | {"type": ColumnType(values["type"]), "role": Role(values["role"])})


def layer_of(stored: dict[str, Any] | None) -> Layer | None:
    if stored is None:
        return None
    known = {field.name for field in fields(Layer)}
    values = {key: value for key, value in stored.items() if key in known}
    return Layer(**values | {"bbox": tuple(values["bbox"])})


def stored_layer(layer: Layer | None) -> dict[str, Any] | None:
    return None if layer is None else asdict(layer)


def version_of(row: models.Version, *, with_issues: bool = True) -> Version:
    return Version(
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


def dataset_of(row: models.Dataset, *, with_issues: bool = True) -> Dataset:
    if row.current is None:
        raise TypeError(f"data set {row.slug} has no version")
    current = version_of(row.current, with_issues=with_issues)
    return Dataset(
        id=row.id,
        slug=row.slug,
        title=row.title,
        title_en=row.title_en,
        description=row.description or describe(current, "zh-hant"),
        description_en=row.description_en or ("" if row.description else describe(current, "en")),
        described=bool(row.description or row.description_en),
        organization_id=row.organization.id,
        organization=row.organization.name,
        organization_en=row.organization.name_en,
        organization_slug=row.organization.slug,
        license=License(row.license),
        frequency=Frequency(row.frequency),
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
