"""One harvest of a source at a time on a machine; the lock goes with its process, however it ends.

Between machines the transaction decides (`applying.py`): of two, the later one is refused.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from idea.engines.catalog.harvest.errors import AlreadyRunning


def workplace() -> Path:
    """Return the folder of harvests at work; what is in it is of no use after them."""
    folder = Path(settings.IDEA_HOME) / "work" / "harvest"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def alone(slug: str) -> Iterator[None]:
    """Hold the lock of a source; AlreadyRunning where another process does."""
    handle = os.open(workplace() / f"{slug}.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AlreadyRunning(
                _("This source is being harvested at this moment."),
                remedy=_("Wait for that run to end; its report is on the source's page."),
            ) from error
        yield
    finally:
        os.close(handle)
