"""Numbers people quote in letters (request 12, correction 7): one after another, never twice.

Gives the next number to a row that is being created; the row's own rules are its engine's.
"""

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, models, transaction

T = TypeVar("T")
ATTEMPTS = 8


def numbered(table: type[models.Model], create: Callable[[int], T]) -> T:
    """Return what `create(number)` made; tried again where another process took the number.

    `create` may only write: what it writes is taken back before the next attempt.
    """
    rows = table._default_manager
    for attempt in range(ATTEMPTS):
        last = rows.aggregate(last=models.Max("number"))["last"] or 0
        try:
            with transaction.atomic():
                return create(last + 1)
        except IntegrityError:
            if attempt == ATTEMPTS - 1 or not rows.filter(number=last + 1).exists():
                raise
    raise AssertionError("unreachable")
