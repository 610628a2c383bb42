"""Asks the addresses of files elsewhere whether they answer: gently, in a job, never in a page.

Each server is asked one thing at a time with a pause in between; a server that says "later"
is left alone until its next turn. What is asked goes through the guard against private networks.
"""

import csv
import io
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Q

from idea.engines.catalog import models
from idea.engines.catalog.elsewhere import SHOWN
from idea.engines.catalog.quality.conf import conf
from idea.engines.catalog.quality.recording import measure_datasets, url_key
from idea.kernel import clock
from idea.kernel.http.probe import Probed, probe
from idea.kernel.progress import Progress, silent

Ask = Callable[[str], Probed]
CHUNK: Final = 1000
RUN_SECONDS: Final = 45 * 60.0  # an hourly run ends before the next begins
_LATER: Final = frozenset({429, 503})
_HOST_LENGTH: Final = 255
_FIELDS: Final = (
    "due_at",
    "checked_at",
    "status",
    "ok",
    "problem",
    "media_type",
    "size",
    "charset",
    "header",
    "web_page",
    "failures",
)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run did."""

    asked: int
    ok: int
    measured: int


def check_links(
    *, ask: Ask | None = None, most: int | None = None, progress: Progress = silent
) -> Ran:
    """Ask the links that are due, store the answers, and measure the data sets they belong to."""
    enroll()
    limits = conf()
    asking = ask or (lambda url: probe(url, seconds=limits.quality_link_seconds))
    limit = limits.quality_links_each_run if most is None else most
    due = list(models.LinkCheck.objects.filter(due_at__lte=clock.now()).order_by("due_at")[:limit])
    by_host: dict[str, list[models.LinkCheck]] = defaultdict(list)
    for row in due:
        by_host[row.host].append(row)
    until = time.monotonic() + RUN_SECONDS
    asked = ok = 0
    news: list[str] = []
    with ThreadPoolExecutor(max_workers=limits.quality_hosts_at_once) as pool:
        turns = [pool.submit(_ask_host, rows, asking, until) for rows in by_host.values()]
        for turn in turns:
            answers = turn.result()
            for row, answer in answers:
                if _take(row, answer):
                    news.append(row.url)
            # Written here: threads with connections of their own would outlive the run.
            models.LinkCheck.objects.bulk_update([row for row, _a in answers], _FIELDS, 200)
            asked += len(answers)
            ok += sum(1 for row, _a in answers if row.ok)
            progress(asked, len(due))
    measured = measure_datasets(list(_datasets_of(news)))
    return Ran(asked, ok, measured)


def enroll() -> tuple[int, int]:
    """Make the list of links equal to the addresses of listed data sets; return (new, gone)."""
    known = set(models.LinkCheck.objects.values_list("url_sha256", flat=True))
    there: set[str] = set()
    fresh: list[models.LinkCheck] = []
    added = 0
    for url in _urls():
        key = url_key(url)
        if key in there:
            continue
        there.add(key)
        if key not in known:
            fresh.append(models.LinkCheck(url_sha256=key, url=url, host=host_of(url)))
        if len(fresh) >= CHUNK:
            added += _insert(fresh)
            fresh = []
    added += _insert(fresh)
    gone = list(known - there)
    for start in range(0, len(gone), CHUNK):
        models.LinkCheck.objects.filter(url_sha256__in=gone[start : start + CHUNK]).delete()
    return added, len(gone)


def host_of(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "")[:_HOST_LENGTH]
    except ValueError:
        return ""


def _insert(rows: list[models.LinkCheck]) -> int:
    models.LinkCheck.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _urls() -> Iterator[str]:
    rows = models.Distribution.objects.filter(SHOWN)
    pairs = rows.order_by().values_list("access_url", "download_url")
    for pair in pairs.iterator(chunk_size=CHUNK):
        yield from filter(None, pair)


def _ask_host(
    rows: Sequence[models.LinkCheck], ask: Ask, until: float
) -> list[tuple[models.LinkCheck, Probed]]:
    answers: list[tuple[models.LinkCheck, Probed]] = []
    for row in rows:
        if time.monotonic() >= until:
            break
        if answers:
            time.sleep(conf().quality_host_seconds)
        answer = ask(row.url)
        answers.append((row, answer))
        if answer.status in _LATER:
            break  # the others of this server wait for the next run
    return answers


def _take(row: models.LinkCheck, answer: Probed) -> bool:
    """Note the answer on the row; return whether it tells something new of the link."""
    now = clock.now()
    before = (row.checked_at is None, row.ok, row.status, row.charset, row.header, row.web_page)
    if answer.status in _LATER:
        row.due_at = now + timedelta(hours=6)
        return False
    row.checked_at, row.status, row.ok, row.problem = now, answer.status, answer.ok, answer.problem
    row.media_type, row.size = answer.media_type[:200], answer.size
    row.charset, row.header, row.web_page = _look(answer)
    row.failures = 0 if answer.ok else row.failures + 1
    days = conf().quality_link_days if answer.ok else min(1.0 * row.failures, 7.0)
    row.due_at = now + timedelta(days=days)
    return before != (False, row.ok, row.status, row.charset, row.header, row.web_page)


def _look(answer: Probed) -> tuple[str, list[str], bool]:
    """Return what a sample is readable as, its header line, and whether it is a web page."""
    sample = answer.sample
    page = answer.media_type in ("text/html", "application/xhtml+xml")
    if not sample or b"\0" in sample:
        return "", [], page
    start = sample.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    page = start.startswith((b"<!doctype html", b"<html"))
    whole = sample.rpartition(b"\n")[0] or sample  # the last character may be cut in two
    for encoding in ("ascii", "utf-8-sig", "cp950"):
        try:
            text = whole.decode(encoding)
        except UnicodeDecodeError:
            continue
        name = {"utf-8-sig": "utf-8", "cp950": "big5"}.get(encoding, encoding)
        return name, [] if page else _header(text), page
    return "", [], page


def _header(text: str) -> list[str]:
    first = text.partition("\n")[0].strip()
    if not first or first[0] in "{[<":
        return []
    delimiter = max(",\t;|", key=first.count)
    if not first.count(delimiter):
        return []
    try:
        cells = next(csv.reader(io.StringIO(first), delimiter=delimiter))
    except (csv.Error, StopIteration):
        return []
    return [cell.strip()[:100] for cell in cells][:500]


def _datasets_of(urls: Iterable[str]) -> set[UUID]:
    wanted = list(urls)
    found: set[UUID] = set()
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        rows = models.Distribution.objects.filter(Q(access_url__in=part) | Q(download_url__in=part))
        found.update(rows.order_by().values_list("dataset_id", flat=True))
    return found
