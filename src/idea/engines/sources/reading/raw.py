"""A table as a reader hands it over: columns of text (or typed), in the order of the file.

Describes; typing and staging are for `staging`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from idea.engines.sources.types import ColumnType


class Doubt(Exception):  # noqa: N818  a signal to `plainly`
    """The careful way may read the file otherwise."""


@dataclass(frozen=True, slots=True)
class RawColumn:
    title: str  # as the file has it
    type: ColumnType | None = None  # None: text whose type is to be found out
    sql: str = ""  # how to read a typed column from the relation; "" means as it is


@dataclass(slots=True)
class Raw:
    """A table that was found but not yet typed.

    `relation` is what stands after FROM; it gives columns c0, c1, … and where `wkb` is set also
    `wkb` (BLOB, in `crs`). `beginning` gives the same, cheaper where only the first rows are read.

    `plain`, given codes of `kinds.Kind`, reads the same records several times faster where every
    cell has its kind's plainest form; it raises Doubt, perhaps after some tables, where not, and
    where a line is blank.

    `first_row` is the number of the relation's first record as a person sees it. `gaps` tells,
    after the relation was read to its end, the numbers of records that it left out; it may put
    `first_row`, `titles_row` and `rejected` right, which nobody asks for before.
    """

    relation: str
    columns: Sequence[RawColumn]
    first_row: int = 1
    wkb: bool = False
    crs: str = ""
    gaps: Callable[[duckdb.DuckDBPyConnection, "Raw"], list[int]] = field(default=lambda *_: [])
    titles_row: int | None = None  # the row that the titles stand in
    rewritten: bool = False  # bytes may have been replaced by U+FFFD
    rejected: int = 0  # records that the reader itself named and left out
    beginning: str = ""
    plain: Callable[[Sequence[str]], Iterator[pa.Table]] | None = None
    unbroken: bool = False  # read by `plain`: every line is a record
