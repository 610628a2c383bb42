"""Promises of classes: none empty, equal values together, in order, and the best where that is promised."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from idea.engines.features.styles.breaks import ranks
from idea.engines.features.styles.types import Breaks

VALUES = st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 2)), min_size=1, max_size=60)


@given(VALUES, st.sampled_from(list(Breaks)), st.integers(2, 9))
def test_classes_are_in_order_and_none_is_empty(values, method, classes):
    numbers = np.array(values)
    found = ranks(numbers, method, classes)
    assert set(found) == set(range(found.max() + 1))
    assert found.max() < classes
    order = np.argsort(numbers, kind="stable")
    assert (np.diff(found[order]) >= 0).all()
    for value in set(values):
        assert len(set(found[numbers == value])) == 1


def _spread(numbers, found):
    return sum(
        ((part - part.mean()) ** 2).sum() for part in (numbers[found == k] for k in set(found))
    )


@given(st.lists(st.integers(0, 200), min_size=5, max_size=12, unique=True), st.integers(2, 4))
def test_natural_breaks_are_the_best_there_are(values, classes):
    numbers = np.sort(np.array(values, dtype=float))
    cuts = combinations(range(1, len(numbers)), classes - 1)
    best = min(
        _spread(numbers, np.searchsorted(cut, np.arange(len(numbers)), side="right"))
        for cut in map(list, cuts)
    )
    assert _spread(numbers, ranks(numbers, Breaks.NATURAL, classes)) == pytest.approx(best)


def test_quantiles_hold_as_many_and_equal_ones_are_as_wide():
    numbers = np.array([1, 2, 3, 4, 5, 6, 7, 100], dtype=float)
    assert np.bincount(ranks(numbers, Breaks.QUANTILE, 4)).tolist() == [2, 2, 2, 2]
    assert ranks(numbers, Breaks.EQUAL, 4).tolist() == [0] * 7 + [1]  # two in between are empty
