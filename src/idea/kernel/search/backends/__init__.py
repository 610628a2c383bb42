"""The two indexes behind one face: which one is used follows the database."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from idea.kernel.search.text import Term


class Backend(Protocol):
    """Keeps tokens by entry id and ranks entries for terms."""

    def write(self, entries: list[tuple[int, "Tokens"]]) -> None:
        """Keep or renew the tokens of entries. The rows of `Entry` are there already."""

    def rank(
        self, query: "Ranking", *, kinds: tuple[str, ...], limit: int, offset: int
    ) -> list[tuple[int, float]]:
        """Return ids and scores (greater is better), best first."""

    def count(self, query: "Ranking") -> dict[str, int]:
        """Return how many entries match, by kind."""

    def match(self, query: "Ranking", field: str = "") -> NDArray[np.int64]:
        """Return the ids of all entries that match, in `field` (FIELDS) alone if it is named."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one document, by weight."""

    title: list[str]
    keywords: list[str]
    organization: list[str]
    body: list[str]

    def columns(self) -> tuple[list[str], list[str], list[str], list[str]]:
        return self.title, self.keywords, self.organization, self.body


@dataclass(frozen=True, slots=True)
class Ranking:
    """What to rank by: all `terms` (or any of them), everywhere or in `titles` alone.

    `exact` is the folded query: a title that is just this comes first.
    """

    terms: list[Term]
    any_of: bool = False
    titles: bool = False
    exact: str = ""


FIELDS = ("title", "keywords", "organization", "body")
WEIGHTS = (10.0, 5.0, 3.0, 1.0)  # of FIELDS
EXACT = 5.0  # how much more a title counts that is the query


def backend() -> Backend:
    if connection.vendor == "postgresql":
        from idea.kernel.search.backends.postgresql import PostgresqlBackend

        return PostgresqlBackend()
    from idea.kernel.search.backends.sqlite import SqliteBackend

    return SqliteBackend()


def numbers(text: str | None) -> NDArray[np.int64]:
    """Return the numbers of "1,2,3": a text is the quickest way to carry many out of a database."""
    return np.fromstring(text or "", dtype=np.int64, sep=",")
