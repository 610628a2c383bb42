"""Whether a data set was renewed as often as its publisher promises.

About two thirds of the real listing promise nothing ("irregular"): there is nothing to measure
then, which is neither good nor bad.
"""

from datetime import datetime, timedelta
from typing import Final

from idea.engines.catalog.quality.types import Finding, State, Subject
from idea.engines.catalog.types import Frequency

KEY: Final = "taiwan.timely"
# A little more than the promised time: nobody is late at the stroke of midnight, and a month's
# data need days to be put together.
LATEST: Final = {
    Frequency.CONTINUOUS: timedelta(days=1),
    Frequency.HOURLY: timedelta(days=1),
    Frequency.DAILY: timedelta(days=2),
    Frequency.WEEKLY: timedelta(days=9),
    Frequency.FORTNIGHTLY: timedelta(days=18),
    Frequency.MONTHLY: timedelta(days=38),
    Frequency.BIMONTHLY: timedelta(days=72),
    Frequency.QUARTERLY: timedelta(days=100),
    Frequency.HALF_YEARLY: timedelta(days=200),
    Frequency.YEARLY: timedelta(days=380),
    Frequency.BIENNIAL: timedelta(days=760),
    Frequency.TRIENNIAL: timedelta(days=1140),
}


def timely(subject: Subject) -> Finding:
    frequency = subject.dataset.frequency
    if frequency is Frequency.NEVER:
        return Finding(KEY, State.NONE, note="never_updated")
    if frequency not in LATEST:
        return Finding(KEY, State.UNMEASURED, note="no_promise", facts={"frequency": frequency})
    renewed = renewed_at(subject)
    if renewed is None:
        return Finding(KEY, State.UNMEASURED, note="no_date", facts={"frequency": frequency})
    late = subject.now - renewed - LATEST[frequency]
    facts = {"at": renewed.isoformat(), "frequency": frequency}
    if late > timedelta(0):
        return Finding(KEY, State.BAD, note="late", facts=facts)
    return Finding(KEY, State.GOOD, note="in_time", facts=facts)


def renewed_at(subject: Subject) -> datetime | None:
    """Return when the data were renewed: our version's day, or what the source says of its files.

    When the description changed says nothing of the data, so it is not taken.
    """
    dataset = subject.dataset
    moments = [link.modified for link in dataset.linked or () if link.modified is not None]
    if dataset.current is not None:
        moments.append(dataset.current.created_at)
    return max(moments, default=None)
