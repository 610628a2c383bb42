"""How fast the towns of a million points are found, and a large GeoJSON is read.

Points lie about the towns' middles as people do, some at sea; the ceiling beside is DuckDB's own
spatial join of the same points and shapes, and every point it places must be in the same town. The
GeoJSON holds a million point features with four properties each; inside the clock: all that
`./idea publish FILE` does, in a process of its own, with its greatest resident size (VmHWM).
Smoke: 10,000 points, 5,000 features.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

BENCH = "features"
MOST_MEGABYTES = 1_500
_PUBLISH = """
import os, sys, time
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idea.project.settings")
import django
django.setup()
from pathlib import Path
from idea.engines.catalog import api
from idea.engines.catalog.types import Draft
from idea.kernel.audit.types import Actor
began = time.perf_counter()
made = api.publish(actor=Actor.system("bench"), path=Path(sys.argv[1]), draft=Draft(title="Points"))
seconds = time.perf_counter() - began
status = Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
peak = next((line.split()[1] for line in lines if line.startswith("VmHWM")), "0")
print(seconds, made.version.layer.count, peak)
"""


def areas(smoke: bool) -> Iterator[dict[str, Any]]:  # noqa: FBT001  as every benchmark has it
    yield _towns(10_000 if smoke else 1_000_000)
    yield _import(5_000 if smoke else 1_000_000)


def _towns(count: int) -> dict[str, Any]:
    from idea.kernel import boundaries, duck

    towns = boundaries.shapes("town")
    chance = np.random.default_rng(20261123)
    middles = np.array(
        [
            (place.lon, place.lat)
            for place in (boundaries.representative_point(area.code) for area, _shape in towns)
        ]
    )
    points = middles[chance.integers(0, len(middles), count)] + chance.normal(0, 0.03, (count, 2))
    x, y = np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])
    took = []
    for _ in range(3):
        began = time.perf_counter()
        found = boundaries.town_numbers(x, y)
        took.append(time.perf_counter() - began)
    connection = duck.connect()
    theirs = _joined(connection, x, y, [shape for _area, shape in towns])
    began = time.perf_counter()
    joined = connection.execute(
        "SELECT i, min(n) AS n FROM points JOIN towns ON ST_Intersects(towns.shape, points.place) "
        "GROUP BY i"
    ).fetchnumpy()
    theirs += time.perf_counter() - began
    if not np.array_equal(found[joined["i"]], joined["n"]):
        raise RuntimeError("a point is in another town than DuckDB says")
    return {
        "bench": BENCH,
        "metric": "point_in_town",
        "value": round(min(took), 2),
        "unit": "s",
        "goal": "< 3",
        "ok": min(took) < 3,
        "points": count,
        "in_a_town": int((found >= 0).sum()),
        "peer": "DuckDB spatial join",
        "peer_value": round(theirs, 2),
        "ratio": round(min(took) / theirs, 2),
    }


def _joined(connection: Any, x: Any, y: Any, shapes: list[Any]) -> float:
    """Hand points and shapes over; return the seconds it took to make points of the numbers."""
    import pyarrow as pa
    import shapely

    numbers = pa.table({"i": np.arange(x.size), "x": x, "y": y})
    outlines = pa.table({"n": range(len(shapes)), "wkb": [shapely.to_wkb(s) for s in shapes]})
    connection.register("numbers", numbers)
    connection.register("outlines", outlines)
    connection.execute("CREATE TABLE towns AS SELECT n, ST_GeomFromWKB(wkb) AS shape FROM outlines")
    began = time.perf_counter()
    connection.execute("CREATE TABLE points AS SELECT i, ST_Point(x, y) AS place FROM numbers")
    return time.perf_counter() - began


def _import(count: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "points.geojson")
        with path.open("w", encoding="utf-8") as out:
            out.write('{"type":"FeatureCollection","features":[\n')
            for n in range(count):
                out.write(("," if n else "") + json.dumps(_feature(n), ensure_ascii=False) + "\n")
            out.write("]}\n")
        size = path.stat().st_size
        command = [sys.executable, "-c", _PUBLISH, str(path)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, places, peak = done.stdout.split()[-3:]
    if int(places) != count:
        raise RuntimeError(f"{places} of {count} features have a place")
    megabytes = int(peak) / 1024
    return {
        "bench": BENCH,
        "metric": "geojson_import",
        "value": round(float(seconds), 1),
        "unit": "s",
        "goal": f"< 40 within {MOST_MEGABYTES} MB",
        "ok": float(seconds) < 40 and megabytes < MOST_MEGABYTES,
        "features": count,
        "file_mb": round(size / 1e6),
        "peak_mb": round(megabytes),
    }


def _feature(n: int) -> dict[str, Any]:
    place = [120 + (n % 1999) / 1000, 22 + (n % 2999) / 1000]
    said = {"id": n, "名稱": f"點 {n}", "kind": "abc"[n % 3], "value": n / 7}
    return {
        "type": "Feature",
        "properties": said,
        "geometry": {"type": "Point", "coordinates": place},
    }
