"""The work of web hooks in the background: tell what is due, forget what is old."""

from idea.engines.catalog.hooks.actions import forget_old, tell_due
from idea.kernel.jobs import api as jobs

SECONDS = 15
DAY = 86_400


@jobs.periodic("catalog.hooks", SECONDS)
def tell_hooks() -> None:
    tell_due()


@jobs.periodic("catalog.hooks.forget", DAY)
def forget_messages() -> None:
    forget_old()
