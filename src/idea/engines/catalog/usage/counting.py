"""Counts uses in memory and writes them down in batches, so that counting costs a reader nothing.

A number a data set, day and kind is all there is: no address, no cookie, no order of visits. A
process that is killed loses what it counted since it last wrote, half a minute at most.
"""

import atexit
import hashlib
import hmac
import os
import re
import threading
import unicodedata
from collections import Counter
from datetime import date
from typing import Final

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from idea.engines.catalog import models
from idea.engines.catalog.usage.conf import conf
from idea.engines.catalog.usage.types import Use
from idea.kernel import clock

log = structlog.get_logger(__name__)

MOST: Final = 100_000  # different counts kept between two flushes; strangers cannot fill memory
WORDS: Final = 60
_BATCH: Final = 500
# A number, an address: words that may tell of a person are not counted at all.
_PERSONAL: Final = re.compile(r"@|\d{5}|[a-z][12]\d{4}", re.IGNORECASE)

_Key = tuple[str, date, Use]
_lock = threading.Lock()
_uses: Counter[_Key] = Counter()
_misses: Counter[tuple[str, date]] = Counter()
_writers: dict[int, threading.Thread] = {}  # by process: a thread does not survive a fork


def count(slug: str, use: Use) -> None:
    """Count one use of a data set; unknown slugs fall out when counts are written."""
    with _lock:
        if len(_uses) < MOST:
            _uses[slug, _today(), use] += 1
    _keep_writing()


def missed(words: str) -> None:
    """Count words that found nothing; what may tell of a person is not even counted."""
    plain = " ".join(unicodedata.normalize("NFKC", words).lower().split())
    if not 2 <= len(plain) <= WORDS or _PERSONAL.search(plain):  # noqa: PLR2004  one letter says nothing
        return
    with _lock:
        if len(_misses) < MOST:
            _misses[plain, _today()] += 1
    _keep_writing()


def flush() -> int:
    """Write down what this process counted; return how many lines. Safe beside other processes."""
    global _uses, _misses
    with _lock:
        uses, misses = _uses, _misses
        _uses, _misses = Counter(), Counter()
    if not uses and not misses:
        return 0
    try:
        with transaction.atomic():
            return _write_uses(uses) + _write_misses(misses)
    except Exception:
        with _lock:  # nothing was written: count on
            _uses.update(uses)
            _misses.update(misses)
        raise


def _write_uses(uses: Counter[_Key]) -> int:
    slugs = sorted({slug for slug, _day, _use in uses})
    ids: dict[str, object] = {}
    for start in range(0, len(slugs), _BATCH):
        part = slugs[start : start + _BATCH]
        ids |= dict(models.Dataset.objects.filter(slug__in=part).values_list("slug", "id"))
    # In one order everywhere, or two processes would wait for each other's rows.
    known = sorted(
        (str(ids[key[0]]), key[1], key[2], n) for key, n in uses.items() if key[0] in ids
    )
    models.DailyUse.objects.bulk_create(
        [models.DailyUse(dataset_id=key, day=day, kind=use) for key, day, use, _n in known],
        ignore_conflicts=True,
        batch_size=_BATCH,
    )
    for key, day, use, n in known:
        rows = models.DailyUse.objects.filter(dataset_id=key, day=day, kind=use)
        rows.update(times=F("times") + n)
    return len(known)


def _write_misses(misses: Counter[tuple[str, date]]) -> int:
    found = sorted((_digest(words), words, day, n) for (words, day), n in misses.items())
    models.Miss.objects.bulk_create(
        [
            models.Miss(digest=digest, first_day=day, last_day=day)
            for digest, _words, day, _n in found
        ],
        ignore_conflicts=True,
        batch_size=_BATCH,
    )
    for digest, words, day, n in found:
        rows = models.Miss.objects.filter(digest=digest)
        rows.update(times=F("times") + n, last_day=day)
        rows.filter(times__gte=conf().usage_misses_shown, words="").update(words=words)
    return len(found)


def _digest(words: str) -> str:
    """Return what words are known by until enough people looked for them."""
    return hmac.new(settings.SECRET_KEY.encode(), words.encode(), hashlib.sha256).hexdigest()


def _today() -> date:
    return timezone.localtime(clock.now(), clock.TAIPEI).date()


def _keep_writing() -> None:
    """See to it that this process has a thread that writes from time to time."""
    pid, seconds = os.getpid(), conf().usage_flush_seconds
    if pid in _writers or not seconds:
        return
    with _lock:
        if pid in _writers:
            return
        _writers.clear()
        _writers[pid] = threading.Thread(
            target=_write_forever, args=(seconds,), name="usage", daemon=True
        )
    _writers[pid].start()
    atexit.register(_write_last)


def _write_forever(seconds: float) -> None:
    pause = threading.Event()
    while not pause.wait(seconds):
        _write()


def _write_last() -> None:
    if os.getpid() in _writers:
        _write()


def _write() -> None:
    try:
        flush()
    except Exception:  # the counts are kept and tried again
        log.warning("usage.not-written", exc_info=True)
    finally:
        connection.close()
