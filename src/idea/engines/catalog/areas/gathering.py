"""Numbers gathered by area: rows, sum, least and greatest of each. Arrays in, figures out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt


class Found(NamedTuple):
    """The area of each row as a number, -1 for none, and the code of a number."""

    numbers: npt.NDArray[np.int64]
    code: Callable[[int], str]


@dataclass(slots=True)
class Figures:
    """Of an area: its rows, and of those with a number how many, their sum, least and greatest."""

    rows: int = 0
    numbers: int = 0
    total: float = 0.0
    least: float = float("inf")
    most: float = float("-inf")

    def add(self, rows: int, numbers: int, total: Any, least: Any, most: Any) -> None:
        self.rows += int(rows)
        if numbers:
            self.numbers += int(numbers)
            self.total += float(total)
            self.least = min(self.least, float(least))
            self.most = max(self.most, float(most))


def gathered(found: Found, values: Any) -> dict[str, Figures]:
    """Return the figures of every area with a row; `values` (n,), masked or NaN where none is."""
    kept = np.flatnonzero(found.numbers >= 0)
    if not kept.size:
        return {}
    order = kept[np.argsort(found.numbers[kept], kind="stable")]
    numbers = found.numbers[order]
    value = np.ma.filled(np.ma.masked_invalid(values), np.nan).astype(np.float64)[order]
    starts = np.flatnonzero(np.append(True, numbers[1:] != numbers[:-1]))
    good = np.isfinite(value)
    columns = (
        np.diff(np.append(starts, numbers.size)),
        np.add.reduceat(good.astype(np.int64), starts),
        np.add.reduceat(np.where(good, value, 0.0), starts),
        np.minimum.reduceat(np.where(good, value, np.inf), starts),
        np.maximum.reduceat(np.where(good, value, -np.inf), starts),
    )
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return {
        found.code(number): Figures(*row)
        for number, row in zip(numbers[starts].tolist(), rows, strict=True)
    }
