"""How fast rows are joined: a million points to hexagons, a million names to towns.

Hexagons: cells of resolution 7, and rows, sums, least and greatest of each; the peer is the same
cells gathered by DuckDB's GROUP BY, the cells made outside of its clock. Names: county and town as
tables write them, a fifth with 台 for 臺, a fifth of before the reforms; the peer is DuckDB's exact
join to a table of every spelling that occurs, which is what an analyst would write; both must find
the same towns. Best of three. Smoke: 10,000 rows.
"""

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

BENCH = "features"


def joins(smoke: bool) -> Iterator[dict[str, Any]]:  # noqa: FBT001  as every benchmark has it
    count = 10_000 if smoke else 1_000_000
    yield _hexagons(count)
    yield _names(count)


def _best(call: Callable[[], Any]) -> tuple[float, Any]:
    took = []
    for _ in range(3):
        began = time.perf_counter()
        result = call()
        took.append(time.perf_counter() - began)
    return min(took), result


def _hexagons(count: int) -> dict[str, Any]:
    import pyarrow as pa

    from idea.engines.catalog.areas.gathering import gathered
    from idea.engines.catalog.areas.levels import Level
    from idea.engines.catalog.areas.positions import of_points
    from idea.kernel import duck

    chance = np.random.default_rng(20261123)
    x, y = chance.normal(121, 0.5, count), chance.normal(24, 0.8, count)
    values = chance.uniform(0, 100, count)
    level = Level("h3-7", None, 7)
    seconds, figures = _best(lambda: gathered(of_points(x, y, level), values))
    connection = duck.connect()
    table = pa.table({"cell": of_points(x, y, level).numbers, "v": values})
    connection.register("cells", table)
    sql = "SELECT cell, count(*), sum(v), min(v), max(v) FROM cells GROUP BY cell"
    theirs, rows = _best(lambda: connection.execute(sql).fetchall())
    if {f"{cell:x}": n for cell, n, *_rest in rows} != {k: f.rows for k, f in figures.items()}:
        raise RuntimeError("a hexagon has other rows than DuckDB says")
    return _figure("points_to_hexagons", seconds, theirs, "DuckDB GROUP BY of ready cells", count)


def _names(count: int) -> dict[str, Any]:
    import pyarrow as pa

    from idea.engines.features.geographies import api as geographies
    from idea.kernel import boundaries, duck

    units = geographies.units("town")
    before = {each.after: each for each in boundaries.changes() if each.kind == "town"}
    counties = {each.code: each.name for each in boundaries.changes()}
    spelled = []
    for number, row in enumerate(units.rows):
        spelled.append((row.within, row.name, number))
        if "臺" in row.full_name:
            spelled.append((row.within.replace("臺", "台"), row.name.replace("臺", "台"), number))
        if (old := before.get(row.code)) and old.county not in {"10019", "10021"}:
            spelled.append((counties[old.county], old.name, number))
    drawn = np.random.default_rng(20261124).integers(0, len(spelled), count)
    said = pa.array([county for county, _town, _n in spelled])
    towns = pa.array([town for _county, town, _n in spelled])
    indices = pa.array(drawn)
    # Plain columns of text, as a file is read.
    columns = said.take(indices), towns.take(indices)
    seconds, joined = _best(lambda: geographies.many(units, "name", columns))
    wanted = np.array([number for *_names, number in spelled])[drawn]
    if not np.array_equal(joined.numbers, wanted):
        raise RuntimeError("a name was joined to another town")
    connection = duck.connect()
    connection.register("said", pa.table({"county": columns[0], "town": columns[1]}))
    known = {"county": said, "town": towns, "n": [number for *_names, number in spelled]}
    connection.register("known", pa.table(known))
    sql = "SELECT n FROM said JOIN known USING (county, town)"
    theirs, rows = _best(lambda: connection.execute(sql).fetchnumpy())
    if len(rows["n"]) != count:
        raise RuntimeError("DuckDB did not find every name")
    return _figure("names_to_towns", seconds, theirs, "DuckDB exact join to every spelling", count)


def _figure(metric: str, seconds: float, theirs: float, peer: str, count: int) -> dict[str, Any]:
    return {
        "bench": BENCH,
        "metric": metric,
        "value": round(seconds, 2),
        "unit": "s",
        "goal": "< 3",
        "ok": seconds < 3,
        "rows": count,
        "peer": peer,
        "peer_value": round(theirs, 2),
        "ratio": round(seconds / theirs, 2),
    }
