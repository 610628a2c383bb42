"""What a question in SQL is, and what comes back; no Django."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class Sharing(StrEnum):
    """Who may see a saved query."""

    PRIVATE = "private"  # its owner alone
    LINK = "link"  # whoever has its address
    PUBLIC = "public"  # listed for all


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks. `key` is counted against the limits; it is never shown."""

    key: str
    known: bool = False  # signed in, or with a token


@dataclass(frozen=True, slots=True)
class TableColumn:
    name: str
    title: str
    type: str  # in the words of Table Schema


@dataclass(frozen=True, slots=True)
class Table:
    """A data set as SQL sees it: its slug is the table's name."""

    name: str
    title: str
    title_en: str
    organization: str
    organization_en: str
    number: int
    rows: int
    columns: tuple[TableColumn, ...]
    hidden: int = 0  # columns of personal data, which cannot be asked for


@dataclass(frozen=True, slots=True)
class Source:
    """A table a result was made from: which version, whose, under which terms."""

    name: str  # as the query calls it
    slug: str
    number: int
    title: str
    title_en: str
    organization: str
    organization_en: str
    license: str
    license_url: str
    published_at: datetime
    url: str  # its page
    download_url: str  # exactly these rows
    columns: tuple[str, ...]  # that could be read


@dataclass(frozen=True, slots=True)
class ResultColumn:
    name: str
    type: str  # DuckDB's name of it, e.g. BIGINT, DECIMAL(9,2)


@dataclass(frozen=True, slots=True)
class Result:
    """Rows, and how they were made (PROV-O: `sql` is the plan, `sources` what was used)."""

    id: UUID
    sql: str
    columns: tuple[ResultColumn, ...]
    rows: tuple[tuple[Any, ...], ...]  # exact as JSON, else as text; see sandbox/cells.py
    truncated: bool  # there were more rows than were asked for
    seconds: float
    at: datetime
    sources: tuple[Source, ...]
    steady: bool = True  # the same versions always give these rows
    size: int = 0  # bytes, as the sandbox sent them


@dataclass(frozen=True, slots=True)
class SavedQuery:
    key: str  # in its address; not to be guessed
    title: str
    description: str
    sql: str
    sharing: Sharing
    owner_id: str
    created_at: datetime
    modified_at: datetime
