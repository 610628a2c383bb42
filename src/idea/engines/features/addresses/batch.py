"""Many addresses at once: a list in, a table out, at once or as a job with progress.

Lists name people's homes: they are kept for whoever sent them, for a day, and nobody else.
"""

import csv
import io
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from idea.engines.features.addresses.conf import conf
from idea.engines.features.addresses.errors import BadBatch
from idea.engines.features.addresses.index import index
from idea.engines.features.addresses.matching import geocode
from idea.engines.features.addresses.types import Found
from idea.kernel.audit.types import Actor
from idea.kernel.ids import uuid7
from idea.kernel.jobs import api as jobs
from idea.kernel.jobs.types import JobInfo
from idea.kernel.lake import lake
from idea.kernel.progress import Progress, silent

JOB = "addresses.batch"
FOLDER = "addresses/batches/"
STEP = 1000
FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # what spreadsheets would compute
COLUMNS = (
    "line",
    "address",
    "normalized",
    "matched",
    "level",
    "confirmed",
    "score",
    "lon",
    "lat",
    "accuracy_m",
    "county_code",
    "county",
    "town_code",
    "town",
    "village_code",
    "village",
    "postal_code",
    "reasons",
)
_ADDRESS = ("address", "地址", "門牌", "門牌地址", "住址", "全址")


class Located(NamedTuple):
    line: int  # from 1, the header of a CSV not counted
    address: str
    found: Found


def read_lines(data: bytes) -> list[str]:
    """Return the addresses of a text with one a line, or of a CSV with a column of addresses.

    UTF-8 or Big5. A CSV is one whose first line names a column: address, 地址, 門牌 … BadBatch:
    there is none, or more than may be asked for.
    """
    text = _decoded(data)
    first = next(iter(text.splitlines()), "")
    header = [name.strip().strip('"').lower() for name in first.replace("\t", ",").split(",")]
    column = next((header.index(name) for name in _ADDRESS if name in header), None)
    if column is None:
        lines = [line.strip() for line in text.splitlines()]
    else:
        rows = csv.reader(io.StringIO(text), delimiter="\t" if "\t" in first else ",")
        next(rows, None)
        lines = [one_line(row[column]) if column < len(row) else "" for row in rows]
    while lines and not lines[-1]:
        lines.pop()
    return checked(lines)


def one_line(text: str) -> str:
    """Return a cell without the line breaks that it may hold."""
    return " ".join(text.split())


def checked(lines: list[str]) -> list[str]:
    """Return the lines. BadBatch: nothing is in them, or they are more than may be asked for."""
    if not any(lines):
        raise BadBatch(
            _("There is no address in it."),
            remedy=_("Write one address a line, or send a CSV with a column “address”."),
        )
    if len(lines) > (most := conf().addresses_lines):
        raise BadBatch(
            ngettext(
                "A list may hold %(most)s address, this one holds %(count)s.",
                "A list may hold %(most)s addresses, this one holds %(count)s.",
                most,
            )
            % {"most": f"{most:,}", "count": f"{len(lines):,}"},
            remedy=_("Send it in parts."),
        )
    return lines


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp950", errors="replace")


def located(lines: Iterable[str]) -> Iterator[Located]:
    """Return each line with what it came to, in the same order."""
    known = index()
    for number, line in enumerate(lines, 1):
        yield Located(number, line, geocode(line, known=known))


def write_csv(lines: list[str], out: IO[str], progress: Progress = silent) -> dict[str, int]:
    """Write a row a line and return how many were found at which level; "none" at no level.

    UTF-8 with a byte order mark. What a spreadsheet would take for a formula begins with '.
    """
    counts: Counter[str] = Counter()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in located(lines):
        if one.line % STEP == 0:
            progress(one.line, len(lines), _("Positioning addresses"))
        counts[one.found.best.level if one.found.best else "none"] += 1
        row = as_row(one)
        writer.writerow([_safe(row[name]) for name in COLUMNS])
    return dict(counts)


def as_row(one: Located) -> dict[str, Any]:
    """Return a line and its best match by the names in COLUMNS; None where there is none."""
    best = one.found.best
    row: dict[str, Any] = dict.fromkeys(COLUMNS)
    row |= {
        "line": one.line,
        "address": one.address,
        "normalized": one.found.parts.text,
        "reasons": " ".join(one.found.reasons),
    }
    if best is not None:
        row |= {
            "matched": best.text,
            "level": str(best.level),
            "confirmed": str(best.confirmed),
            "score": best.score,
            "lon": best.lon,
            "lat": best.lat,
            "accuracy_m": best.accuracy_m,
            "county_code": best.county_code,
            "county": best.county,
            "town_code": best.town_code,
            "town": best.town,
            "village_code": best.village_code,
            "village": best.village,
            "postal_code": best.postal_code,
        }
    return row


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def start(*, actor: Actor, lines: list[str]) -> JobInfo:
    """Queue a list; its table is at `result_of` when the job is done. BadBatch: too many."""
    key = f"{FOLDER}{uuid7()}"
    with tempfile.TemporaryDirectory(prefix="addresses-") as folder:
        path = Path(folder) / "lines.txt"
        path.write_text("\n".join(checked(lines)), encoding="utf-8")
        lake().put(path, f"{key}.txt", move=True)
    return jobs.start(JOB, actor=actor, key=key)


def run(progress: Progress, key: str) -> dict[str, Any]:
    """Position a queued list. Doing it again gives the same table."""
    lines = lake().local(f"{key}.txt").read_text(encoding="utf-8").split("\n")
    with tempfile.TemporaryDirectory(prefix="addresses-") as folder:
        path = Path(folder) / "located.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            counts = write_csv(lines, out, progress)
        if not lake().exists(f"{key}.csv"):
            lake().put(path, f"{key}.csv", move=True)
    return {"file": f"{key}.csv", "lines": len(lines), "levels": counts}


def result_of(job: JobInfo) -> Path | None:
    """Return the table of a finished job; None where it is not ready, or deleted already."""
    key = str((job.result or {}).get("file", ""))
    if job.name != JOB or not key.startswith(FOLDER) or not lake().exists(key):
        return None
    return lake().local(key)


def forget_old() -> int:
    """Delete lists and tables that were kept long enough; return how many."""
    before = time.time() - conf().addresses_keep_hours * 3600
    old = [key for key in lake().keys(FOLDER) if _made_at(key) < before]
    for key in old:
        lake().delete(key)
    return len(old)


def _made_at(key: str) -> float:
    """Return when a list came: its name is a UUID that begins with the milliseconds."""
    return (UUID(key.removeprefix(FOLDER).partition(".")[0]).int >> 80) / 1000
