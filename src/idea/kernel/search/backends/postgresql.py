"""The index on PostgreSQL: a tsvector of our own tokens with positions and weights, under GIN.

No text search configuration takes part: literals are built here (postgresql.org, 8.11).
"""

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from idea.kernel.search.backends import EXACT, FIELDS, WEIGHTS, Ranking, Tokens, numbers
from idea.kernel.search.text import Term

CREATE = "ALTER TABLE search_entry ADD COLUMN tokens tsvector"
CREATE_INDEX = "CREATE INDEX search_entry_tokens ON search_entry USING gin (tokens)"
DROP = "ALTER TABLE search_entry DROP COLUMN tokens"

_LABELS = "ABCD"
_WEIGHTS = "{" + ", ".join(str(weight / WEIGHTS[0]) for weight in reversed(WEIGHTS)) + "}"
_LAST_POSITION = 16_383  # what a tsvector can tell apart; later ones count as this one
_POSITIONS = 255  # of one lexeme
_GAP = 10  # between two fields, so that no phrase begins in one and ends in the other
_LENGTH_LOG = 1  # ts_rank: divide by 1 + the logarithm of the document's length


class PostgresqlBackend:
    def write(self, entries: list[tuple[int, Tokens]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE search_entry SET tokens = %s::tsvector WHERE id = %s",
                [(_vector(tokens), entry) for entry, tokens in entries],
            )

    def rank(
        self, query: Ranking, *, kinds: tuple[str, ...], limit: int, offset: int
    ) -> list[tuple[int, float]]:
        text = (
            "SELECT id, ts_rank(%s, tokens, q, %s) * boost"
            " * CASE WHEN folded = %s OR folded_en = %s THEN %s ELSE 1 END AS score"
            " FROM search_entry, CAST(%s AS tsquery) AS q WHERE tokens @@ q"
            " AND (cardinality(%s::text[]) = 0 OR kind = ANY(%s::text[]))"
            " ORDER BY score DESC, updated_at DESC NULLS LAST, id LIMIT %s OFFSET %s"
        )
        exact: list[str | float] = [query.exact, query.exact, EXACT]
        parameters = [_WEIGHTS, _LENGTH_LOG, *exact, _match(query), list(kinds), list(kinds)]
        with connection.cursor() as cursor:
            cursor.execute(text, [*parameters, limit, offset])
            return [(int(entry), float(score)) for entry, score in cursor.fetchall()]

    def count(self, query: Ranking) -> dict[str, int]:
        text = (
            "SELECT kind, count(*) FROM search_entry WHERE tokens @@ CAST(%s AS tsquery)"
            " GROUP BY kind"
        )
        with connection.cursor() as cursor:
            cursor.execute(text, [_match(query)])
            return dict(cursor.fetchall())

    def match(self, query: Ranking, field: str = "") -> NDArray[np.int64]:
        label = _LABELS[FIELDS.index(field)] if field else ""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT string_agg(id::text, ',') FROM search_entry"
                " WHERE tokens @@ CAST(%s AS tsquery)",
                [_match(query, label)],
            )
            return numbers(cursor.fetchone()[0])


def _vector(tokens: Tokens) -> str:
    places: dict[str, list[str]] = {}
    position = 0
    for label, column in zip(_LABELS, tokens.columns(), strict=True):
        for token in column:
            position += 1
            found = places.setdefault(token, [])
            if len(found) < _POSITIONS:
                found.append(f"{min(position, _LAST_POSITION)}{label}")
        position += _GAP
    return " ".join(f"{_quote(token)}:{','.join(found)}" for token, found in places.items())


def _match(query: Ranking, label: str = "") -> str:
    suffix = "A" if query.titles else label
    return (" | " if query.any_of else " & ").join(_phrase(term, suffix) for term in query.terms)


def _phrase(term: Term, label: str) -> str:
    last = f"{'*' if term.prefix else ''}{label}"
    lexemes = [f"{_quote(token)}{f':{label}' if label else ''}" for token in term.tokens[:-1]]
    lexemes.append(f"{_quote(term.tokens[-1])}{f':{last}' if last else ''}")
    return f"({' <-> '.join(lexemes)})"


def _quote(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"
