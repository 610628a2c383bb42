"""What other parts of the site hold of a data set: its search entry and its map collection.

Written in the transaction of the change, so that neither shows what the catalog does not.
"""

from collections.abc import Iterator
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import override

from idea.engines.catalog import labels, models, queries
from idea.engines.catalog.naming import KIND
from idea.engines.catalog.opened import ensure
from idea.engines.catalog.records import dataset_of
from idea.engines.catalog.shelf import touch
from idea.engines.catalog.types import Dataset
from idea.engines.features import api as features
from idea.engines.features.types import Collection, Layer
from idea.kernel.geometry import TAIWAN
from idea.kernel.search import api as search
from idea.kernel.search.api import Document

NOWHERE = Layer(kind="Mixed", bbox=TAIWAN, count=0, rows=0)  # of a live layer without a snapshot


def key(dataset: Dataset) -> str:
    return f"{KIND}:{dataset.id}"


def show(dataset: Dataset) -> None:
    """Make the search and the map know the data set as it is now."""
    search.index([document(dataset)])
    touch([dataset.id])
    current = ensure(dataset.current) if dataset.current is not None else None
    layer, lake_key, columns = None, "", tuple[str, ...]()
    if current is not None and current.layer is not None:
        layer, lake_key = current.layer, current.lake_key
        columns = tuple(column.name for column in current.columns)
    elif dataset.offered and features.is_live(dataset.slug):  # its rows are its own
        layer = NOWHERE
        columns = tuple(each.name for each in features.live_collection(dataset.slug).fields)
    if layer is None or not dataset.offered:
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
            lake_key=lake_key,
            layer=layer,
            columns=columns,
            updated_at=dataset.modified_at,
        )
    )


def hide(dataset: Dataset) -> None:
    """Make the search and the map forget the data set."""
    search.remove([key(dataset)])
    touch([dataset.id])
    features.unregister(dataset.slug)


def document(dataset: Dataset) -> Document:
    """Return the search entry: titles, descriptions, keywords, agency and column names."""
    current = dataset.current
    columns = " ".join(
        dict.fromkeys(
            name
            for column in (current.columns if current else ())
            for name in (column.title, column.name)
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


@lru_cache(maxsize=8_192)  # lists ask for the same ones again, and a reverse is slow
def page_path(slug: str) -> str:
    """Return the path of the data set's page, in the default language."""
    with override("zh-hant"):
        return reverse("portal:dataset", args=[slug])


def _theme(dataset: Dataset, language: str) -> str:
    with override(language):
        return labels.theme_label(dataset.theme)
