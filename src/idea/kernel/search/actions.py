"""Writes of the index, in the caller's transaction: what is rolled back is never found."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db import transaction

from idea.kernel import bulk
from idea.kernel.progress import Progress, silent
from idea.kernel.registry import Registry
from idea.kernel.search.backends import Tokens, backend
from idea.kernel.search.models import Entry, Text
from idea.kernel.search.text import clean, fold, tokens
from idea.kernel.search.types import Document

BODY = 20_000  # characters of a body that are indexed and kept
_BATCH = 500
_TITLE = 500

T = TypeVar("T")
Prepared = Sequence[Any]  # key, values of the entry, body, body_en, words by field; plain as JSON
Supply = Callable[[], Iterable[Document]]
supplies: Registry[Supply] = Registry("search supply")


def supply(kind: str) -> Callable[[Supply], Supply]:
    """Register the function that yields every document of `kind`, for `rebuild`."""

    def bind(function: Supply) -> Supply:
        return supplies.register(kind, function)

    return bind


def index(documents: Iterable[Document]) -> int:
    """Make documents findable, or renew those whose key is there; returns how many.

    Of two documents with one key the later one counts.
    """
    count = 0
    with transaction.atomic():
        for batch in _batches(documents):
            _write(list({document.key: document for document in batch}.values()))
            count += len(batch)
    return count


def remove(keys: Iterable[str]) -> int:
    """Take documents out of the index; keys that are not there are passed over."""
    count = 0
    with transaction.atomic():
        for batch in _batches(keys):
            _, by_model = Entry.objects.filter(key__in=batch).delete()
            count += by_model.get("search.Entry", 0)
    return count


def rebuild(kinds: Iterable[str] = (), *, progress: Progress = silent) -> dict[str, int]:
    """Index anew what the registered supplies yield; returns documents by kind.

    Entries of a kind that its supply does not yield any more are removed. Each kind is one
    transaction: a search meanwhile finds the old state.
    """
    done: dict[str, int] = {}
    for kind in list(kinds) or supplies.keys():
        with transaction.atomic():
            seen: set[str] = set()
            for batch in _batches(supplies[kind]()):
                index(batch)
                seen.update(document.key for document in batch)
                progress(len(seen), None, kind)
            there = Entry.objects.filter(kind=kind).values_list("key", flat=True)
            remove([key for key in there if key not in seen])
            done[kind] = len(seen)
    return done


def prepare(documents: Iterable[Document]) -> Iterator[Prepared]:
    """Yield what `lay_down` writes, for whoever would not work out words inside a transaction."""
    for document in documents:
        entry = next(bulk.ready([_entry(document)]))
        body, body_en = clean(document.body[:BODY]), clean(document.body_en[:BODY])
        words = [" ".join(column) for column in _tokens(document).columns()]
        yield [document.key, entry, body, body_en, words]


def lay_down(prepared: Iterable[Prepared]) -> int:
    """Write what `prepare` made, in the caller's transaction; returns how many."""
    count = 0
    for batch in bulk.in_batches(prepared, _BATCH):
        _lay_down(list({item[0]: item for item in batch}.values()))
        count += len(batch)
    return count


def _write(documents: list[Document]) -> None:
    _lay_down(list(prepare(documents)))


def _lay_down(batch: list[Prepared]) -> None:
    bulk.insert(
        Entry,
        [item[1] for item in batch],
        unique=["key"],
        update=[name for name in bulk.columns(Entry) if name != "key"],
    )
    ids = dict(Entry.objects.filter(key__in=[item[0] for item in batch]).values_list("key", "id"))
    bulk.insert(
        Text,
        [[ids[key], body, body_en] for key, _entry, body, body_en, _words in batch],
        unique=["entry_id"],
        update=["body", "body_en"],
    )
    backend().write([(ids[item[0]], Tokens(*(part.split() for part in item[4]))) for item in batch])


def _entry(document: Document) -> Entry:
    title, title_en = clean(document.title[:_TITLE]), clean(document.title_en[:_TITLE])
    return Entry(
        key=document.key,
        kind=document.kind,
        url=document.url,
        title=title,
        title_en=title_en,
        organization=clean(document.organization[:200]),
        folded=fold(title).strip()[:_TITLE],
        folded_en=fold(title_en).strip()[:_TITLE],
        boost=document.boost,
        updated_at=document.updated_at,
    )


def _tokens(document: Document) -> Tokens:
    return Tokens(
        tokens(f"{document.title}\n{document.title_en}"),
        tokens(document.keywords),
        tokens(document.organization),
        tokens(f"{document.body[:BODY]}\n{document.body_en[:BODY]}"),
    )


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    batch: list[T] = []
    for item in items:
        batch.append(item)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
