"""Reads of the index: ranked pages of hits, counts by kind, suggestions while one types."""

from collections.abc import Iterator, Sequence

import numpy as np
from django.db import connection
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import get_language
from numpy.typing import NDArray

from idea.kernel.search.backends import EXACT, FIELDS, WEIGHTS, Ranking, backend
from idea.kernel.search.models import Entry
from idea.kernel.search.snippets import marks, snippet
from idea.kernel.search.text import QUERY_LENGTH, Term, clean, fold, loosen, terms
from idea.kernel.search.types import Found, Hit, Results, Suggestion

RANKED = 1_000  # matches that are ranked in full for an engine that filters them further
DEEPEST = 10_000  # hits that can be reached; a crawler that asks for more gets none
_NEWEST = (F("updated_at").desc(nulls_last=True), "id")


def search(text: str, *, kinds: Sequence[str] = (), limit: int = 20, offset: int = 0) -> Results:
    """Return the documents that hold all words of `text`, best first.

    Where there are none, those that hold some (`relaxed`). An empty text gives all, the newest
    first. Each hit is quoted from, which takes its time: long lists ask `keys`. No text is an
    error.
    """
    limit, offset = max(0, min(limit, DEEPEST)), max(0, offset)
    wanted = tuple(clean(kind) for kind in kinds)
    if not text.strip():
        return _newest(wanted, limit, offset)
    ranking, counts = _ask(text)
    total = _total(counts, wanted)
    ranked = []
    if limit and offset < min(total, DEEPEST):
        ranked = backend().rank(ranking, kinds=wanted, limit=limit, offset=offset)
    return Results(total, _hits(ranked, ranking.terms), counts, ranking.any_of and total > 0)


def matches(text: str, *, kind: str) -> Found:
    """Return what `search` finds, with scores: for an engine that filters and orders it itself.

    Few are ranked as `search` ranks them. Many get the sum of the weights of the fields that
    hold all the words, which takes a tenth of the time; what is equal, the engine orders, and
    entries of other kinds than `kind` may be among them. An empty text finds nothing.
    """
    for ranking in _rankings(text):
        ids = backend().match(ranking)
        if len(ids) > RANKED:
            return Found(ids, _weighed(ranking, ids))
        if len(ids):
            ranked = backend().rank(ranking, kinds=(kind,), limit=len(ids), offset=0)
            found = np.array(ranked, dtype=np.float64).reshape(-1, 2)
            return Found(found[:, 0].astype(np.int64), found[:, 1])
    return Found(np.zeros(0, dtype=np.int64), np.zeros(0))


def keys(text: str, *, kinds: Sequence[str] = (), limit: int = DEEPEST) -> list[str]:
    """Return the keys alone of what `search` finds, best first."""
    wanted = tuple(clean(kind) for kind in kinds)
    limit = max(0, min(limit, DEEPEST))
    if not text.strip():
        newest = Entry.objects.filter(kind__in=wanted) if wanted else Entry.objects.all()
        return list(newest.order_by(*_NEWEST).values_list("key", flat=True)[:limit])
    ranking, counts = _ask(text)
    if not counts or not limit:
        return []
    ranked = backend().rank(ranking, kinds=wanted, limit=limit, offset=0)
    found = Entry.objects.in_bulk([entry for entry, _ in ranked])
    return [found[entry].key for entry, _ in ranked if entry in found]


def entries(kind: str, keys: Sequence[str] | None = None) -> dict[str, int]:
    """Return the ids of entries, as `matches` names them, by key; of `keys` alone if given."""
    found = Entry.objects.filter(kind=kind)
    if keys is not None:
        found = found.filter(key__in=keys)
    return dict(found.values_list("key", "id"))


def _rankings(text: str) -> Iterator[Ranking]:
    """Yield what to rank by: strict, then relaxed, for when nothing holds all the words."""
    text = clean(text[:QUERY_LENGTH])
    asked = terms(text)
    if asked:
        yield Ranking(asked, exact=fold(text).strip())
    if len(loose := loosen(asked)) > 1:
        yield Ranking(loose, any_of=True)


def _ask(text: str) -> tuple[Ranking, dict[str, int]]:
    """Return what to rank by, and how many entries of each kind match."""
    ranking, counts = Ranking([]), {}
    for ranking in _rankings(text):
        if counts := backend().count(ranking):
            break
    return ranking, counts


def _weighed(ranking: Ranking, ids: NDArray[np.int64]) -> NDArray[np.float64]:
    scores = np.zeros(len(ids))
    for field, weight in zip(FIELDS[:-1], WEIGHTS, strict=False):
        scores[np.isin(ids, backend().match(ranking, field))] += weight
    exact = Entry.objects.filter(Q(folded=ranking.exact) | Q(folded_en=ranking.exact))
    scores[np.isin(ids, list(exact.values_list("pk", flat=True)))] *= EXACT
    return scores


def suggest(text: str, limit: int = 8) -> list[Suggestion]:
    """Return documents whose title begins with `text`, then those whose title holds its words."""
    limit = max(0, min(limit, 100))
    text = clean(text[:QUERY_LENGTH])
    folded, asked = fold(text).strip(), terms(text)
    if not asked or not limit:
        return []
    found = list(
        Entry.objects.filter(_begins("folded", folded) | _begins("folded_en", folded)).order_by(
            "-boost", "folded"
        )[:limit]
    )
    if len(found) < limit:
        ranked = backend().rank(
            Ranking(_typing(asked), titles=True), kinds=(), limit=limit, offset=0
        )
        have = {entry.pk for entry in found}
        more = [entry for entry, _ in ranked if entry not in have][: limit - len(found)]
        found.extend(_in_order(Entry.objects.all(), more))
    return [Suggestion(e.key, e.kind, e.url, e.title, e.title_en) for e in found]


def _typing(asked: list[Term]) -> list[Term]:
    """Let the last word be the beginning of one: it is still being typed."""
    last = asked[-1]
    return [*asked[:-1], Term(last.text, last.tokens, prefix=True)]


def _begins(column: str, folded: str) -> Q:
    if connection.vendor == "postgresql":
        return Q(**{f"{column}__startswith": folded})  # its index serves LIKE
    return Q(**{f"{column}__gte": folded, f"{column}__lt": folded + "\U0010ffff"})


def _newest(kinds: tuple[str, ...], limit: int, offset: int) -> Results:
    counts = dict(
        Entry.objects.order_by().values("kind").annotate(n=Count("id")).values_list("kind", "n")
    )
    entries = Entry.objects.filter(kind__in=kinds) if kinds else Entry.objects.all()
    page = entries.order_by(*_NEWEST).select_related("text")
    hits = [_hit(entry, 0.0, []) for entry in page[offset : offset + limit]]
    return Results(_total(counts, kinds), hits, counts)


def _hits(ranked: list[tuple[int, float]], asked: list[Term]) -> list[Hit]:
    scores = dict(ranked)
    entries = _in_order(Entry.objects.select_related("text"), [entry for entry, _ in ranked])
    return [_hit(entry, scores[entry.pk], asked) for entry in entries]


def _total(counts: dict[str, int], kinds: tuple[str, ...]) -> int:
    return sum(n for kind, n in counts.items() if not kinds or kind in kinds)


def _in_order(entries: "QuerySet[Entry]", ids: list[int]) -> list[Entry]:
    found = entries.in_bulk(ids)
    return [found[entry] for entry in ids if entry in found]


def _hit(entry: Entry, score: float, asked: list[Term]) -> Hit:
    bodies = [entry.text.body, entry.text.body_en]
    if (get_language() or "").startswith("en"):
        bodies.reverse()
    piece, places = snippet(bodies, asked)
    return Hit(
        key=entry.key,
        kind=entry.kind,
        url=entry.url,
        title=entry.title,
        title_en=entry.title_en,
        snippet=piece,
        score=score,
        updated_at=entry.updated_at,
        organization=entry.organization,
        title_marks=marks(entry.title, asked),
        title_en_marks=marks(entry.title_en, asked),
        snippet_marks=places,
    )
