"""Vector tiles over HTTP: how long the slowest one in twenty takes, made and kept.

1,000,000 seeded points over Taiwan; tiles of zoom 6 to 14, as many of each (fewer where there are
no more), in a random order, one keep-alive client. Cold is the first time a tile is asked for,
cached the second, without `If-None-Match`. Making the joined points of the layer, once a version,
is told beside. Each tile is checked: it holds something and is not over 500 kB.
"""

import http.client
import math
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks._features_items import _publish, _site

BENCH = "features"
SEED = 20261123
MOST_BYTES = 500_000
ZOOMS = range(6, 15)


def tiles(smoke: bool) -> Iterator[dict[str, Any]]:  # noqa: FBT001  as every benchmark has it
    """Yield `tile_cold_p95` and `tile_cached_p95`."""
    count, each = (20_000, 3) if smoke else (1_000_000, 40)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory(prefix="tiles-") as name:
        _publish(Path(name), "tiled", count)
        with _site() as port:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            first, _size = _ask(connection, (3, 6, 3))
            asked = _places(chance, each)
            cold = [_ask(connection, place) for place in asked]
            cached = [_ask(connection, place) for place in asked]
            connection.close()
    largest = max(size for _seconds, size in cold)
    if largest > MOST_BYTES:
        raise RuntimeError(f"a tile has {largest} bytes")
    for metric, answers, goal in (("tile_cold_p95", cold, 80), ("tile_cached_p95", cached, 5)):
        times = sorted(seconds * 1000 for seconds, _size in answers)
        slow = times[math.ceil(0.95 * len(times)) - 1]
        yield {
            "bench": BENCH,
            "metric": metric,
            "value": round(slow, 1),
            "unit": "ms",
            "goal": f"< {goal}",
            "ok": slow < goal,
            "p50_ms": round(statistics.median(times), 1),
            "tiles": len(times),
            "points": count,
            "largest_kb": round(largest / 1000),
            "first_of_version_s": round(first, 2),
        }


def _places(chance: random.Random, each: int) -> list[tuple[int, int, int]]:
    """Return (z, x, y) of different tiles that lie over the points."""
    places = []
    for z in ZOOMS:
        found = {
            _tile(z, chance.uniform(120.01, 121.99), chance.uniform(22.01, 24.99))
            for _time in range(each)
        }
        places += sorted(found)
    chance.shuffle(places)
    return places


def _tile(z: int, lon: float, lat: float) -> tuple[int, int, int]:
    side = 2**z
    down = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return z, int((lon + 180) / 360 * side), int(down * side)


def _ask(connection: http.client.HTTPConnection, place: tuple[int, int, int]) -> tuple[float, int]:
    """Return the seconds and the bytes of a tile; raise where it is not one."""
    z, x, y = place
    began = time.perf_counter()
    connection.request("GET", f"/ogc/collections/tiled/tiles/{z}/{x}/{y}.mvt")
    response = connection.getresponse()
    body = response.read()
    seconds = time.perf_counter() - began
    if response.status != 200 or not body:
        raise RuntimeError(f"tile {place}: {response.status}, {len(body)} bytes")
    return seconds, len(body)
