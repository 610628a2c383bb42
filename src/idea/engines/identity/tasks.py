"""Identity's work in the background: what was written for an agency while it was merged."""

from idea.engines.identity.actions.merging import hand_over_late
from idea.kernel.jobs import api as jobs

HOUR = 3600


@jobs.periodic("identity.hand-over", HOUR)
def hand_over() -> None:
    hand_over_late()
