"""Records laid aside before anything is written: on disk, with a small index in memory.

Decides which records of one answer are taken, repeated or refused; what they mean for the
catalog is worked out in `planning.py`.
"""

import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import IO, Final, Self

from idea.engines.catalog.harvest import coding
from idea.engines.catalog.harvest.compose import issue
from idea.engines.catalog.harvest.known import Keys, keys_of
from idea.engines.catalog.harvest.types import Bad, Record, Series
from idea.engines.catalog.inventory.gate import Class
from idea.engines.catalog.types import License
from idea.kernel.errors import Issue
from idea.kernel.search.text import fold

ISSUES: Final = 200  # shown in the report of a run
PER_KIND: Final = 25  # of one kind, so that one fault everywhere does not hide the others


def named(agency: str, title: str) -> tuple[str, str]:
    """Return agency and title as they are compared: width, case and spaces make no difference."""
    return "".join(fold(agency).split()), "".join(fold(title).split())


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a staged record lies, and what it says in short."""

    offset: int
    length: int
    digest: str
    title: bytes
    keys: Keys
    url: str


@dataclass(slots=True)
class Found:
    """Issues, counted by kind; the first ones are kept."""

    counts: Counter[str] = field(default_factory=Counter)
    first: list[Bad] = field(default_factory=list)

    def add(self, identifier: str, found: Issue) -> None:
        self.counts[found.code] += 1
        if self.counts[found.code] <= PER_KIND and len(self.first) < ISSUES:
            self.first.append(Bad(identifier, found))


class Stage:
    """What one run read. Use as a context: its file is removed at the end."""

    def __init__(
        self, folder: Path, *, license_: str, limited: Mapping[tuple[str, str], Class] | None = None
    ) -> None:
        """`limited`: what may not be listed openly, by agency and title as `named` gives them."""
        folder.mkdir(parents=True, exist_ok=True)
        self._license = license_
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder, prefix="stage-")  # noqa: SIM115
        self._end = 0
        self.index: dict[str, Entry] = {}
        self.refused: set[str] = set()  # identifiers of records that cannot be used this time
        self.found = Found()
        self.read = self.repeated = self.rejected = self.unnamed = self.links = 0
        self.whole = True  # False: the source has more than it gave
        self.agencies: Counter[str] = Counter()  # records of each; 0: none that is taken
        self.series: dict[str, Series] = {}
        self._limited = limited or {}
        self.classed: dict[str, Class] = {}  # records the inventory keeps from being open

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_args: object) -> None:
        self._file.close()

    def add(self, record: Record) -> None:
        """Take a record, or note why not. Of two with one identifier the first one counts."""
        self.read += 1
        for each in record.issues:
            self.found.add(record.identifier, each)
        if not record.usable:
            self.rejected += 1
            if record.identifier:
                self.refused.add(record.identifier)
            else:
                self.unnamed += 1
            return
        title = blake2b(
            "".join(fold(record.draft.title).split()).encode(errors="replace"), digest_size=8
        ).digest()
        known = self.index.get(record.identifier)
        if known is not None:
            self._again(record, same=known.title == title)
            return
        blob = coding.encode(self._licensed(record))
        self._file.seek(self._end)
        self._file.write(blob)
        self.index[record.identifier] = Entry(
            self._end, len(blob), coding.digest(blob), title, keys_of(record), record.url
        )
        self._end += len(blob)
        self.links += len(record.distributions)
        self.agencies[record.draft.organization] += 1
        if record.series is not None:
            self.series.setdefault(record.series.identifier, record.series)
        if self._limited:
            titles = (record.draft.title, record.draft.title_en)
            names = [named(record.draft.organization, title) for title in titles if title]
            found = next((self._limited[each] for each in names if each in self._limited), None)
            if found is not None:
                self.classed[record.identifier] = found

    def keep_out(self, identifier: str) -> None:
        """Take back a record that may not be listed here, and name it."""
        record = self.get(identifier)
        found = self.classed.pop(identifier)
        del self.index[identifier]
        self.refused.add(identifier)
        self.rejected += 1
        self.links -= len(record.distributions)
        self.agencies[record.draft.organization] -= 1
        told = issue(
            f"class-{found.access}", column="access", value=record.draft.title, severity="error"
        )
        self.found.add(identifier, told)

    def keep_class(self, identifier: str) -> None:
        """Name a record whose data set keeps the class the inventory decided."""
        found = self.classed[identifier]
        self.found.add(identifier, issue("class-kept", column="access", value=str(found.access)))

    def get(self, identifier: str) -> Record:
        return coding.decode(identifier, self.blob(identifier))

    def blob(self, identifier: str) -> bytes:
        entry = self.index[identifier]
        self._file.seek(entry.offset)
        return self._file.read(entry.length)

    def _again(self, record: Record, *, same: bool) -> None:
        """Note a second record of one identifier: a repetition, or another data set's claim."""
        if same:
            self.repeated += 1
            code, severity = "repeated", "info"
        else:
            self.rejected += 1
            code, severity = "identifier-taken", "error"
        found = issue(
            code,
            column="identifier",
            value=record.draft.title,
            row=record.row,
            severity=severity,
        )
        self.found.add(record.identifier, found)

    def _licensed(self, record: Record) -> Record:
        """Fill in the license a source gives to all it names none for; never guess one."""
        if record.draft.license:
            return record
        return replace(
            record, draft=replace(record.draft, license=self._license or str(License.OTHER))
        )
