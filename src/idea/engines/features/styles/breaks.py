"""Class breaks: which numbers belong together. Numbers in, numbers out."""

from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


def ranks(values: Numbers, method: str, classes: int) -> npt.NDArray[np.int64]:
    """Return the class of each value, 0 the lowest, none of them empty; equal values share one.

    `values` shape (n,), finite; `method` is quantile, equal or natural. There are at most
    `classes`, and no more than distinct values.
    """
    distinct = np.unique(values)
    if len(distinct) <= classes:
        ends = distinct
    elif method == "equal":
        ends = np.linspace(distinct[0], distinct[-1], classes + 1)[1:]
    elif method == "quantile":
        ends = np.quantile(values, np.linspace(0, 1, classes + 1)[1:], method="inverted_cdf")
    else:
        ends = _natural(np.sort(values), classes)
    ends = np.append(ends[:-1], distinct[-1])  # rounding leaves nobody above the last
    raw = np.searchsorted(ends, values, side="left")
    _used, told = np.unique(raw, return_inverse=True)
    return told.ravel().astype(np.int64)


def starts(values: Numbers, method: str, classes: int) -> list[float]:
    """Return the least value of each class, from the lowest."""
    if not len(values):
        return []
    rank = ranks(values, method, classes)
    return [float(values[rank == each].min()) for each in range(int(rank.max()) + 1)]


def _natural(values: Numbers, classes: int) -> Numbers:
    """Return the upper ends of the classes with the least squared difference within.

    Fisher (1958), On grouping for maximum homogeneity: exact, by dynamic programming over the
    sorted values.
    """
    n = len(values)
    sums = np.concatenate([[0.0], np.cumsum(values)])
    squares = np.concatenate([[0.0], np.cumsum(values**2)])

    def within(start: Any, end: int) -> Any:
        """Squared difference of values[start:end] from their mean, for an array of starts."""
        total = sums[end] - sums[start]
        return squares[end] - squares[start] - total**2 / (end - start)

    cost = np.array([0.0, *(within(0, end) for end in range(1, n + 1))])
    cuts = np.zeros((classes, n + 1), dtype=np.int64)
    for group in range(1, classes):
        before = cost
        cost = np.full(n + 1, np.inf)
        for end in range(group + 1, n + 1):
            starts = np.arange(group, end)
            each = before[starts] + within(starts, end)
            best = int(np.argmin(each))
            cost[end], cuts[group, end] = each[best], starts[best]
    ends, end = [], n
    for group in range(classes - 1, -1, -1):
        ends.append(values[end - 1])
        end = int(cuts[group, end])
    return np.array(ends[::-1])
