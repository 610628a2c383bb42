"""What can be found, and what a search gives back."""

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

Marks = tuple[tuple[int, int], ...]  # begin and end of each match, in characters of the text


@dataclass(frozen=True, slots=True)
class Document:
    """One thing to find. `key` is unique in the whole site, e.g. "dataset:air-quality".

    `title` and `body` are in the site's own language, `…_en` in English; `keywords` is a text of
    words, `boost` multiplies the score (1.0: like all others).
    """

    key: str
    kind: str
    url: str
    title: str
    title_en: str = ""
    body: str = ""
    body_en: str = ""
    keywords: str = ""
    organization: str = ""
    updated_at: datetime | None = None
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found. `snippet` is plain text; the marks tell where the words stand in it."""

    key: str
    kind: str
    url: str
    title: str
    title_en: str
    snippet: str
    score: float
    updated_at: datetime | None
    organization: str = ""
    title_marks: Marks = ()
    title_en_marks: Marks = ()
    snippet_marks: Marks = ()


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits. `kinds` counts all that matches by kind, whatever kinds were asked for.

    `relaxed`: nothing held all the words, so these hold some of them.
    """

    total: int
    hits: list[Hit]
    kinds: dict[str, int] = field(default_factory=dict)
    relaxed: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Entries by their ids, and how well each fits (greater is better)."""

    ids: NDArray[np.int64]
    scores: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Suggestion:
    key: str
    kind: str
    url: str
    title: str
    title_en: str
