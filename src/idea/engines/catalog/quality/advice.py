"""What a publisher should mend first: by points to gain, then by how much is wrong.

Orders findings; the words are in `words.py`, the forms are the portal's.
"""

from dataclasses import dataclass

from idea.engines.catalog.quality import words
from idea.engines.catalog.quality.indicators import INDICATORS, Indicator
from idea.engines.catalog.quality.types import (
    BadRow,
    Finding,
    Measurement,
    Mend,
    State,
    Yardstick,
)
from idea.engines.catalog.types import Dataset

_URGENT = ("content.personal",)  # before all points: what is public cannot be called back
# Taiwan's question is MQA's question about the same link or field: told once.
_SAME = {
    "mqa.access_ok": "taiwan.link",
    "mqa.download": "taiwan.download",
    "mqa.download_ok": "taiwan.link",
}


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to mend."""

    indicator: Indicator
    finding: Finding
    gain: int  # points of MQA's 405
    mend: Mend
    rows: tuple[BadRow, ...] = ()

    @property
    def label(self) -> str:
        return str(words.LABELS[self.indicator.key])

    @property
    def evidence(self) -> str:
        return words.note(self.finding.note, self.finding.facts)

    @property
    def remedy(self) -> str:
        return words.remedy(self.indicator.key)


def advice(dataset: Dataset, found: Measurement) -> list[Advice]:
    """Return what is to mend, the most urgent first. What nobody can mend is left out."""
    by_key = {one.key: one for one in found.findings}
    told_by_points = {
        other for key, other in _SAME.items() if key in by_key and by_key[key].state is State.BAD
    }
    things = []
    for key, finding in by_key.items():
        indicator = INDICATORS.get(key)
        if indicator is None or finding.state not in (State.BAD, State.PART):
            continue
        if indicator.mend is Mend.NONE or key in told_by_points:
            continue
        mend = _where(indicator, dataset)
        if finding.note == "no_download_url" and key != "mqa.download":
            continue  # one address mends all three; its points are told together
        rows = tuple(row for row in found.bad_rows if row.key == key)
        gain = indicator.points - finding.points
        if key == "mqa.download":
            gain += INDICATORS["mqa.download_ok"].points
        things.append(Advice(indicator, finding, gain, mend, rows))
    return sorted(things, key=_urgency)


def _where(indicator: Indicator, dataset: Dataset) -> Mend:
    """Return where it is mended: a data set without links has none to mend."""
    if indicator.mend is Mend.LINKS and not dataset.linked:
        return Mend.FILE
    return indicator.mend


def _urgency(one: Advice) -> tuple[int, int, int]:
    urgent = 0 if one.indicator.key in _URGENT else 1
    kinds = [Yardstick.TAIWAN, Yardstick.TABLE, Yardstick.CONTENT]
    kind = kinds.index(one.indicator.yardstick) if one.indicator.yardstick in kinds else -1
    return urgent, -one.gain, kind
