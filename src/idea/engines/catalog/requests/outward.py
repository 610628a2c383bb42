"""What the search holds of a request; written in the transaction of the change."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import override

from idea.engines.catalog import models
from idea.engines.catalog.requests.queries import KIND, whole
from idea.kernel.search import api as search
from idea.kernel.search.api import Document


def show(row: models.DataRequest) -> None:
    """Make the search know the request as it is now; a hidden one is forgotten."""
    if row.hidden_at is not None:
        search.remove([_key(row)])
    else:
        search.index([_document(row)])


def documents() -> Iterator[Document]:
    """Yield every request's entry, for a search index that is built anew."""
    for row in whole().filter(hidden_at__isnull=True).iterator(chunk_size=500):
        yield _document(row)


def page_path(number: int) -> str:
    """Return the path of a request's page, in the default language."""
    with override("zh-hant"):
        return reverse("portal:request", args=[number])


def _key(row: models.DataRequest) -> str:
    return f"{KIND}:{row.id}"


def _document(row: models.DataRequest) -> Document:
    agency = row.organization
    return Document(
        key=_key(row),
        kind=KIND,
        url=page_path(row.number),
        title=row.title,
        body=f"{row.what}\n{row.use}",
        organization=f"{agency.name} {agency.name_en}".strip() if agency else "",
        updated_at=row.changed_at,
        boost=0.8,  # data that are there come before data that are asked for
    )
