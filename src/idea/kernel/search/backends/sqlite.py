"""The index on SQLite: an FTS5 table of our own tokens (sqlite.org/fts5.html).

Its `ascii` tokenizer splits at spaces and keeps every other character as it comes, so that what
`text` made is what is found. A full stop within a number (pm2.5) is written as a middle dot.
"""

from collections.abc import Sequence

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from idea.kernel.search.backends import EXACT, WEIGHTS, Ranking, Tokens, numbers
from idea.kernel.search.text import Term

CREATE = """
CREATE VIRTUAL TABLE search_index USING fts5(
    title, keywords, organization, body, tokenize = 'ascii', prefix = '1'
)
"""
# Whoever deletes an entry, a flush of the tests included, deletes its tokens.
CREATE_TRIGGER = """
CREATE TRIGGER search_entry_forget AFTER DELETE ON search_entry
BEGIN DELETE FROM search_index WHERE rowid = old.id; END
"""
DROP_TRIGGER = "DROP TRIGGER search_entry_forget"
DROP = "DROP TABLE search_index"

_BM25 = f"bm25(search_index, {', '.join(str(weight) for weight in WEIGHTS)})"


class SqliteBackend:
    def write(self, entries: list[tuple[int, Tokens]]) -> None:
        rows: list[list[str | int]] = [
            [entry, *(_join(column) for column in tokens.columns())] for entry, tokens in entries
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT OR REPLACE INTO search_index (rowid, title, keywords, organization, body)"
                " VALUES (%s, %s, %s, %s, %s)",
                rows,
            )

    def rank(
        self, query: Ranking, *, kinds: tuple[str, ...], limit: int, offset: int
    ) -> list[tuple[int, float]]:
        where, parameters = _kinds(kinds)
        text = (
            f"SELECT e.id, -{_BM25} * e.boost"  # noqa: S608  constants of this module
            " * CASE WHEN e.folded = %s OR e.folded_en = %s THEN %s ELSE 1 END AS score"
            " FROM search_index JOIN search_entry e ON e.id = search_index.rowid"
            f" WHERE search_index MATCH %s{where}"
            " ORDER BY score DESC, e.updated_at DESC, e.id LIMIT %s OFFSET %s"
        )
        exact: list[str | float] = [query.exact, query.exact, EXACT]
        with connection.cursor() as cursor:
            cursor.execute(text, [*exact, _match(query), *parameters, limit, offset])
            return [(int(entry), float(score)) for entry, score in cursor.fetchall()]

    def count(self, query: Ranking) -> dict[str, int]:
        text = (
            "SELECT e.kind, count(*) FROM search_index"
            " JOIN search_entry e ON e.id = search_index.rowid"
            " WHERE search_index MATCH %s GROUP BY e.kind"
        )
        with connection.cursor() as cursor:
            cursor.execute(text, [_match(query)])
            return dict(cursor.fetchall())

    def match(self, query: Ranking, field: str = "") -> NDArray[np.int64]:
        terms = _match(query)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT group_concat(rowid) FROM search_index WHERE search_index MATCH %s",
                [f"{field} : ({terms})" if field else terms],
            )
            return numbers(cursor.fetchone()[0])


def _kinds(kinds: Sequence[str]) -> tuple[str, list[str]]:
    if not kinds:
        return "", []
    return f" AND e.kind IN ({', '.join(['%s'] * len(kinds))})", list(kinds)


def _match(query: Ranking) -> str:
    terms = (" OR " if query.any_of else " AND ").join(_phrase(term) for term in query.terms)
    return f"title : ({terms})" if query.titles else terms


def _phrase(term: Term) -> str:
    """Return an FTS5 phrase: tokens hold no quote, being letters and digits, and are quoted."""
    return f'"{_join(term.tokens)}"{" *" if term.prefix else ""}'


def _join(tokens: Sequence[str]) -> str:
    return " ".join(tokens).replace(".", "·")
