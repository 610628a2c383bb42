"""Makes column names that a table can bear: unique, without line breaks, not reserved."""

import re
from collections.abc import Iterable

RESERVED = {"_row", "_bad", "geometry", "file_row_number", "rowid"}
LONGEST = 120


def clean(title: str) -> str:
    """Return `title` without control characters, line breaks and doubled spaces."""
    text = "".join(c if c.isprintable() else " " for c in title.replace("﻿", ""))
    return re.sub(r"\s+", " ", text).strip()[:LONGEST]


def unique(titles: Iterable[str]) -> list[str]:
    """Return a name for each title: `地址`, `地址_2`; an empty title is called by its place."""
    taken: set[str] = set(RESERVED)
    names = []
    for number, title in enumerate(titles, 1):
        base = clean(title) or f"column_{number}"
        name, count = base, 1
        while name.casefold() in taken:
            count += 1
            name = f"{base}_{count}"
        taken.add(name.casefold())
        names.append(name)
    return names
