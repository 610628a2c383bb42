"""Class breaks of a statistical map: which areas belong together, as in styles of layers."""

import numpy as np
import numpy.typing as npt

from idea.engines.catalog.areas.types import Method
from idea.engines.features import api as features

Numbers = npt.NDArray[np.float64]


def ranks(values: Numbers, method: Method, classes: int) -> npt.NDArray[np.int64]:
    """Return the class of each value, 0 the lowest, none of them empty; equal values share one.

    `values` shape (n,), finite. There are at most `classes`, and no more than distinct values.
    """
    return features.class_ranks(values, method, classes)
