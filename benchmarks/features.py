"""How fast places are found, read and served: addresses positioned a second, in one process.

Addresses: 50,000 of them, each written in one of six ways (plain, full width, Chinese numerals,
台 for 臺, a county of before the reform, an unknown number), positioned against 30,000 made-up
streets and 1,000,000 made-up doors in the real towns. Inside the clock: taking apart, finding,
and the row of the table; the best of three runs. The index is made before, and what that takes is
told beside, as is the rate by the processor's own clock, which a busy machine does not slow. Every
run is checked: a door that is known must be found as a door, and one that is not must not. Smoke:
300 streets, 3,000 doors, 1,000 addresses. Towns of points and a large GeoJSON: see
`_features_areas`. Joins to areas and hexagons: see `_features_joins`. Pages of points: see
`_features_items`; tiles: see `_features_tiles`.
"""

import os
import random
import resource
import sys
import time
from collections.abc import Iterator
from typing import Any

from benchmarks._features_areas import areas
from benchmarks._features_items import items
from benchmarks._features_joins import joins
from benchmarks._features_tiles import tiles

BENCH = "features"
WORDS = "中山和平民生光復文化建國自強仁愛信義忠孝博愛成功復興大同中正三民四維五福六合七賢八德九如"
SEED = 20261123


def run(smoke: bool) -> Iterator[dict[str, Any]]:  # noqa: FBT001  as every benchmark has it
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idea.project.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    yield _addresses(*((300, 3_000, 1_000) if smoke else (30_000, 1_000_000, 50_000)))
    yield from areas(smoke)
    yield from joins(smoke)
    yield from items(smoke)
    yield from tiles(smoke)


def _addresses(streets: int, doors: int, asked: int) -> dict[str, Any]:
    from idea.engines.features.addresses.batch import Located, as_row
    from idea.engines.features.addresses.index import build
    from idea.engines.features.addresses.matching import geocode

    before = _megabytes()
    began = time.perf_counter()
    roads, plates = _lists(streets, doors)
    made = time.perf_counter() - began
    known = build([("roads", roads), ("doors", plates)])
    seconds_to_make = time.perf_counter() - began - made
    print(f"index of {doors:,} doors in {seconds_to_make:.1f} s", file=sys.stderr)
    lines, is_door = _written(plates, asked, known.names)
    fastest = least = float("inf")
    for _ in range(3):
        began, began_cpu = time.perf_counter(), time.process_time()
        rows = [
            as_row(Located(n, line, geocode(line, known=known))) for n, line in enumerate(lines)
        ]
        fastest = min(fastest, time.perf_counter() - began)
        least = min(least, time.process_time() - began_cpu)
        wrong = sum(
            (row["level"] == "door") is not door for row, door in zip(rows, is_door, strict=True)
        )
        if wrong:
            raise RuntimeError(f"{wrong} of {asked} addresses were positioned wrongly")
    rate = asked / fastest
    return {
        "bench": BENCH,
        "metric": "geocode_batch",
        "value": round(rate),
        "unit": "addresses/s",
        "goal": ">= 5000",
        "ok": rate >= 5000,
        "per_cpu_second": round(asked / least),
        "doors": doors,
        "index_seconds": round(seconds_to_make, 1),
        "index_mb": round(_megabytes() - before),
    }


def _lists(streets: int, doors: int) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Return made-up roads and doors, even numbers only, in real towns."""
    from idea.kernel import boundaries

    chance = random.Random(SEED)
    towns = [area for area, _shape in boundaries.shapes("town")]
    middles = {town.code: boundaries.representative_point(town.code) for town in towns}
    named = [
        (
            chance.choice(towns).code,
            "".join(chance.sample(WORDS, 2))
            + chance.choice(("路", "街", "路一段", "路二段", "一街")),
        )
        for _ in range(streets)
    ]
    roads = {
        "town": [town for town, _road in named],
        "road": [road for _town, road in named],
        "road_en": [""] * streets,
        "zip3": [""] * streets,
    }
    plates: dict[str, list[Any]] = {
        name: [] for name in ("town", "village", "street", "lane", "number", "sub", "lon", "lat")
    }
    for n in range(doors):
        town, road = named[n % streets]
        lane = chance.randrange(0, 60)
        values = (
            town,
            "",
            road,
            f"{lane}巷" if lane > 40 else "",
            2 * chance.randrange(1, 200),
            0,
            middles[town].lon + chance.gauss(0, 0.01),
            middles[town].lat + chance.gauss(0, 0.01),
        )
        for column, value in zip(plates.values(), values, strict=True):
            column.append(value)
    return roads, plates


def _written(plates: dict[str, list[Any]], asked: int, names: Any) -> tuple[list[str], list[bool]]:
    """Return addresses in the ways people write them, and whether each is a known door."""
    chance = random.Random(SEED + 1)
    digits = str.maketrans("0123456789", "〇一二三四五六七八九")
    wide = {n: n + 0xFEE0 for n in range(0x21, 0x7F)}
    lines, is_door = [], []
    for n in range(asked):
        at = chance.randrange(len(plates["town"]))
        town = names.areas[plates["town"][at]]
        number = plates["number"][at] + (n % 6 == 5)  # odd numbers are unknown
        place, lane = town.full_name, plates["lane"][at]
        text = f"{plates['street'][at]}{lane}{number}號"
        if n % 6 == 1:
            text = text.translate(wide)
        elif n % 6 == 2:
            text = f"{plates['street'][at]}{lane}{str(number).translate(digits)}號3樓"
        elif n % 6 == 3:
            place = place.replace("臺", "台")
        elif n % 6 == 4:
            place = place.replace("新北市", "台北縣").replace("桃園市", "桃園縣")
        lines.append(place + text)
        is_door.append(n % 6 != 5)
    return lines, is_door


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
