"""Columns of texts as small numbers, which NumPy filters and counts; `shelf.py` is made of them.

Knows nothing of data sets: a column has places 0, 1, 2 …, each with one value or several.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Coded:
    """A column: `codes[i]` stands for `values[codes[i]]`."""

    codes: Numbers
    values: list[str]
    numbers: dict[str, int]
    places: Numbers | None = None  # where there are several values: whose each code is

    def holds(self, value: str, size: int) -> Mask:
        """Return which of `size` places have `value`."""
        number = self.numbers.get(value, -1)
        if self.places is None:
            return np.equal(self.codes, number)
        mask = np.zeros(size, dtype=bool)
        mask[self.places[self.codes == number]] = True
        return mask

    def counts(self, mask: Mask, most: int, empty: str = "") -> list[tuple[str, int]]:
        """Return the `most` frequent values among the places in `mask`, and how frequent they are.

        Places without a value are counted under the name `empty`, or left out.
        """
        codes = self.codes[mask] if self.places is None else self.codes[mask[self.places]]
        found = np.bincount(codes, minlength=len(self.values))
        at = np.flatnonzero(found)
        if len(at) > most + 1:  # keywords are many: only those that may be shown become texts
            least = np.partition(found[at], -most - 1)[-most - 1]  # one more, for the empty value
            at = at[found[at] >= least]
        pairs = ((self.values[each] or empty, int(found[each])) for each in at)
        named = (pair for pair in pairs if pair[0])
        return heapq.nsmallest(most, named, key=lambda pair: (-pair[1], pair[0]))

    def joined(self, kept: Mask, more: "Coded") -> "Coded":
        """Return the places in `kept`, moved together, and those of `more` after them."""
        numbers, values = self.numbers, self.values
        if new := [value for value in more.values if value not in numbers]:
            values = values + new
            numbers = numbers | {value: len(self.values) + at for at, value in enumerate(new)}
        recode = np.array([numbers[value] for value in more.values], dtype=np.int32)
        theirs = recode[more.codes]
        if self.places is None or more.places is None:
            return Coded(np.concatenate([self.codes[kept], theirs]), values, numbers)
        mine = kept[self.places]
        moved = np.cumsum(kept, dtype=np.int32) - 1
        places = [moved[self.places[mine]], more.places + np.int32(kept.sum())]
        codes = np.concatenate([self.codes[mine], theirs])
        return Coded(codes, values, numbers, np.concatenate(places))


def single(column: Sequence[Any]) -> Coded:
    """Return a column of one text, or none, a place."""
    numbers = {value: number for number, value in enumerate(dict.fromkeys(column))}
    codes = np.fromiter(map(numbers.__getitem__, column), np.int32, len(column))
    if None not in numbers:
        return Coded(codes, list(numbers), numbers)
    return single([value or "" for value in column])


def many(column: Sequence[str]) -> Coded:
    """Return a column whose places hold JSON lists of texts."""
    lists = {text: list(dict.fromkeys(orjson.loads(text))) for text in dict.fromkeys(column)}
    values = dict.fromkeys(value for texts in lists.values() for value in texts)
    numbers = {value: number for number, value in enumerate(values)}
    coded = {text: [numbers[value] for value in texts] for text, texts in lists.items()}
    codes = [coded[text] for text in column]
    lengths = np.fromiter(map(len, codes), np.int32, len(codes))
    return Coded(
        np.fromiter((code for each in codes for code in each), np.int32, int(lengths.sum())),
        list(numbers),
        numbers,
        np.repeat(np.arange(len(codes), dtype=np.int32), lengths),
    )
