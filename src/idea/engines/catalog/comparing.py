"""What changed from one version of a data set to another: rows added, removed and changed.

Chooses how rows are matched and remembers the answer, which never changes; the comparison itself
is `diffing.py`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from threading import BoundedSemaphore
from typing import Final

from django.core.cache import cache
from django.utils.translation import gettext as _

from idea.engines.catalog import queries
from idea.engines.catalog.diffing import ROW, Diff, Kind, diff, likely_key
from idea.engines.catalog.errors import VersionNotFound
from idea.engines.catalog.types import Version
from idea.kernel.errors import TooMany

DAY: Final = 86_400
MOST: Final = 1_000
AT_ONCE: Final = 2  # comparisons one process makes at the same time
WAIT: Final = 3.0  # seconds

_turns = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A page of what differs between two versions of one data set."""

    old: Version
    new: Version
    diff: Diff


def compare(
    slug: str,
    number: int,
    *,
    against: int | None = None,
    key: Sequence[str] = (),
    kinds: Sequence[Kind] = tuple(Kind),
    limit: int = 50,
    offset: int = 0,
) -> Comparison:
    """Return what became of version `against` (the one before, if None) in version `number`.

    Rows are matched by the columns of `key`; where none are named, by the columns that were
    declared unique, else by the first column that identifies each row of both, else by all they
    hold. Raises VersionNotFound, BadRowsQuery, TooSlow, TooMany,
    DatasetWithdrawn.
    """
    new = queries.version(slug, number, with_issues=False)
    before = new.number - 1 if against is None else against
    if before < 1:
        raise VersionNotFound(_("There is no version before the first to compare it with."))
    old = queries.version(slug, before, with_issues=False)
    chosen = tuple(key) or _key(slug, old, new)
    limit, offset = max(0, min(limit, MOST)), max(0, offset)
    asked = f"{old.edition} {new.edition} {chosen} {kinds} {limit} {offset}"
    name = f"catalog.diff.{sha256(asked.encode()).hexdigest()}"
    found: Diff | None = cache.get(name)
    if found is None:
        with _turn():
            found = diff(old, new, chosen or None, limit, offset, kinds=kinds)
        cache.set(name, found, DAY)
    return Comparison(old, new, found)


@contextmanager
def _turn() -> Iterator[None]:
    """Wait a little for a turn: large versions take long, and threads that compare serve no pages.

    Raises TooMany where none comes.
    """
    if not _turns.acquire(timeout=WAIT):
        raise TooMany(
            _("As many versions are being compared now as this site allows at once."),
            remedy=_("Try again in a few seconds."),
            retry_after=10,
        )
    try:
        yield
    finally:
        _turns.release()


def _key(slug: str, old: Version, new: Version) -> tuple[str, ...]:
    """Return the columns that tell a row of both versions; none: only all it holds does."""
    both = {column.name for column in old.columns} & {column.name for column in new.columns}
    declared = queries.dataset(slug).declared
    unique = tuple(column.name for column in declared if column.unique and column.name in both)
    if unique:
        return unique[:1]
    likely = likely_key(new)
    return likely if likely != (ROW,) and set(likely) <= both else ()
