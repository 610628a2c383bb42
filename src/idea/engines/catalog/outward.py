"""What other parts of the site hold of a data set: its search entry and its map collection.

Written in the transaction of the change, so that neither shows what the catalog does not.
"""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import override

from idea.engines.catalog import labels, models, queries
from idea.engines.catalog.records import dataset_of
from idea.engines.catalog.types import Dataset
from idea.engines.features import api as features
from idea.engines.features.types import Collection
from idea.kernel.search import api as search
from idea.kernel.search.api import Document

KIND = "dataset"


def key(dataset: Dataset) -> str:
    return f"{KIND}:{dataset.id}"


def show(dataset: Dataset) -> None:
    """Make the search and the map know the data set as it is now."""
    search.index([document(dataset)])
    layer = dataset.current.layer
    if layer is None:
        features.unregister(dataset.slug)
        return
    features.register(
        Collection(
            id=dataset.slug,
            title=dataset.title,
            title_en=dataset.title_en,
            description=dataset.description,
            description_en=dataset.description_en,
            attribution=f"{dataset.organization} · {dataset.license}",
            synthetic=dataset.synthetic,
            lake_key=dataset.current.lake_key,
            layer=layer,
            columns=tuple(column.name for column in dataset.current.columns),
            updated_at=dataset.modified_at,
        )
    )


def hide(dataset: Dataset) -> None:
    """Make the search and the map forget the data set."""
    search.remove([key(dataset)])
    features.unregister(dataset.slug)


def document(dataset: Dataset) -> Document:
    """Return the search entry: titles, descriptions, keywords, agency and column names."""
    columns = " ".join(
        dict.fromkeys(
            name for column in dataset.current.columns for name in (column.title, column.name)
        )
    )
    themes = [_theme(dataset, "zh-hant"), _theme(dataset, "en")]
    return Document(
        key=key(dataset),
        kind=KIND,
        url=page_path(dataset.slug),
        title=dataset.title,
        title_en=dataset.title_en,
        body=f"{dataset.description}\n{columns}",
        body_en=dataset.description_en,
        keywords=" ".join(filter(None, [*dataset.keywords, *themes])),
        organization=f"{dataset.organization} {dataset.organization_en}".strip(),
        updated_at=dataset.modified_at,
    )


def documents() -> Iterator[Document]:
    """Yield every listed data set's entry, for a search index that is built anew."""
    rows = queries.whole().filter(models.LISTED)
    for row in rows.iterator(chunk_size=500):
        yield document(dataset_of(row, with_issues=False))


def page_path(slug: str) -> str:
    """Return the path of the data set's page, in the default language."""
    with override("zh-hant"):
        return reverse("portal:dataset", args=[slug])


def _theme(dataset: Dataset, language: str) -> str:
    with override(language):
        return labels.theme_label(dataset.theme)
