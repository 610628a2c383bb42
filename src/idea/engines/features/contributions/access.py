"""Who may contribute, how often, and who decides: whoever may change the collection itself."""

from typing import Final

from idea.engines.features.contributions.conf import conf
from idea.engines.features.live import access
from idea.engines.features.live.types import Live
from idea.kernel.audit.types import Actor
from idea.kernel.ratelimit import limit

HOUR: Final = 3_600
DAY: Final = 86_400
TRIES: Final = 30  # files or photos an hour


def may_try(person_id: str) -> None:
    """Count a file or photo that is read, whether or not a contribution comes of it."""
    limit(f"contributions:tried:{person_id}", TRIES, HOUR)


def may_contribute(person_id: str) -> None:
    limit(f"contributions:{person_id}", conf().contributions_daily, DAY)


def decider(live: Live) -> str:
    """Return the code of the permission that deciding for this collection asks."""
    return access.WRITE[live.writers].code


def check(actor: Actor, live: Live) -> None:
    """Raise SignInRequired or Forbidden unless the actor may decide for this collection."""
    access.check(actor, access.WRITE[live.writers], live.organization_id)
