"""The ways a data set can be had, our downloads and files elsewhere alike, as checks see them."""

from dataclasses import dataclass
from datetime import datetime

from idea.engines.catalog import downloads, labels
from idea.engines.catalog.quality.types import LinkHealth, Subject
from idea.engines.catalog.types import Distribution, Download, License, Version


@dataclass(frozen=True, slots=True)
class Way:
    """One distribution. `here`: this site serves it, so that no address has to be asked."""

    title: str
    access_url: str
    download_url: str
    format: str
    media_type: str
    license: License | None
    size: int | None
    issued: datetime | None
    modified: datetime | None
    here: bool = False
    access: LinkHealth | None = None
    download: LinkHealth | None = None
    given: Distribution | None = None


def ways(subject: Subject) -> list[Way]:
    """Return every way to have the data set now."""
    found: list[Way] = []
    dataset = subject.dataset
    if dataset.current is not None:
        found.extend(
            _own(dataset.current, kind, dataset.license)
            for kind in downloads.formats(dataset.current)
        )
    for link in dataset.linked or ():
        access = link.access_url or link.download_url  # DCAT-AP: an access address there must be
        found.append(
            Way(
                title=link.title,
                access_url=access,
                download_url=link.download_url,
                format=link.format,
                media_type=link.media_type,
                license=link.license or dataset.license,
                size=link.size,
                issued=link.issued,
                modified=link.modified,
                access=subject.links.get(access),
                download=subject.links.get(link.download_url),
                given=link,
            )
        )
    return found


def _own(version: Version, kind: Download, license_: License) -> Way:
    size = {Download.PARQUET: version.size, Download.ORIGINAL: version.payload_size}.get(kind)
    return Way(
        title=str(kind),
        access_url="here",
        download_url="here",
        format=version.format if kind is Download.ORIGINAL else str(kind),
        media_type=labels.MEDIA_TYPES[kind].partition(";")[0],
        license=license_,
        size=size or None,
        issued=version.created_at,
        modified=version.created_at,
        here=True,
    )
