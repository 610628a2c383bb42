"""What the faces know beside the catalog's own types."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SeriesInfo:
    """Data sets that belong together, e.g. one a year (dcat:DatasetSeries)."""

    id: UUID
    slug: str
    title: str
    title_en: str
    description: str
    organization_id: UUID
    organization: str
    organization_en: str
    organization_slug: str
    members: int
    created_at: datetime
