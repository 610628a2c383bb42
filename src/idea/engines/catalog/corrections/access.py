"""Who may correct, and how often: anyone signed in, so many times a day."""

from typing import Final

from idea.engines.catalog.corrections.conf import conf
from idea.kernel.ratelimit import limit

HOUR: Final = 3_600
DAY: Final = 86_400
TRIES: Final = 30  # files an hour
PARTICIPATE: Final = "participate"  # the token scope of whoever takes part


def may_try(person_id: str) -> None:
    """Count a file that is read and compared, whether or not a correction comes of it."""
    limit(f"corrections:tried:{person_id}", TRIES, HOUR)


def may_correct(person_id: str) -> None:
    limit(f"corrections:{person_id}", conf().corrections_daily, DAY)


def may_derive(person_id: str) -> None:
    limit(f"derived:{person_id}", conf().derived_daily, DAY)
