"""How often something may be done: a sliding window, counted in Django's cache.

Counts; what is counted, and by whom, is the caller's choice of key. With several web
processes the counts are shared only where `IDEA_CACHE_URL` names a shared cache.
"""

import contextlib
import hashlib
import math
import time

from django.core.cache import cache
from django.utils.translation import ngettext

from idea.kernel.errors import TooMany


def limit(key: str, count: int, seconds: int) -> None:
    """Count one more use of `key`; raise TooMany beyond `count` uses in any `seconds`.

    The window slides: the uses of the fixed window before count by the share of it that is
    still in sight (an error of a few percent, for two numbers a key instead of a list).
    A refused use is not counted, so that asking too early does not lengthen the wait.
    The key is hashed: addresses and e-mails do not end up in the cache.
    """
    now = time.time()
    window, gone = divmod(now, seconds)
    name = hashlib.sha256(key.encode()).hexdigest()[:32]
    current_key, before_key = (f"limit:{name}:{seconds}:{int(window) - back}" for back in (0, 1))
    before = int(cache.get(before_key) or 0)
    in_sight = before * (1 - gone / seconds)
    cache.add(current_key, 0, timeout=2 * seconds)
    try:
        current = int(cache.incr(current_key))
    except ValueError:  # pushed out of the cache between the two calls
        cache.set(current_key, 1, timeout=2 * seconds)
        current = 1
    if current + in_sight > count:
        with contextlib.suppress(ValueError):
            cache.decr(current_key)
        wait = _wait(before, current - 1, count, seconds, gone)
        raise TooMany(
            ngettext(
                "Too many attempts. Try again in %(wait)d second.",
                "Too many attempts. Try again in %(wait)d seconds.",
                wait,
            )
            % {"wait": wait},
            retry_after=wait,
        )


def _wait(before: int, current: int, count: int, seconds: int, gone: float) -> int:
    """Return the whole seconds until one more use fits."""
    if current + 1 <= count and before:
        # The uses of the window before have to slide out until one more fits below count.
        until = seconds * (1 - (count - current - 1) / before)
        return max(1, math.ceil(until - gone))
    # The current window is full: it has to become the one before, and slide out in part.
    slide = seconds * (1 - max(0, count - 1) / current) if current else 0.0
    return max(1, math.ceil(seconds - gone + slide))
