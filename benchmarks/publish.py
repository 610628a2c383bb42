"""How long a CSV of a million rows with coordinates takes to be published, beside DuckDB alone.

The peer reads the same file and writes it as GeoParquet: `COPY (SELECT *, ST_Point(lon, lat) …)`.
Inside both clocks: the work, in a process of its own that has loaded its libraries (ours has
published the first sixty rows before, chart and all, as a worker has); best of five, taken in
turns. Ours is the whole `catalog.publish`: keep the file as it came, find out what it holds, check
every row, sort along a Hilbert curve, chart, catalog entry. Memory is the greatest resident size
of our process, start included. Smoke: 20,000 rows.
"""
# ruff: noqa: E501  the programs of the two processes read best unbroken

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BENCH = "publish"
_GOAL = 2.0  # times the peer
_MEMORY_GOAL = 1000.0  # megabytes
_TOWNS = ("臺北市", "新北市", "桃園市", "臺中市", "臺南市", "高雄市", "花蓮縣", "澎湖縣")

# `ru_maxrss` of a child begins with what its parent had at exec: the kernel's own mark does not.
_PEAK = """
def peak_kilobytes():
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    except OSError:
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
"""

_READ_AND_WRITE = """
import os, sys, time, json, tempfile
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idea.project.settings")
import django
django.setup()
from pathlib import Path
from idea.engines.features import api as features
from idea.engines.sources import api as sources
source, target = Path(sys.argv[1]), Path(sys.argv[2])
with tempfile.TemporaryDirectory() as folder:
    began = time.perf_counter()
    staged = sources.read(source, filename=source.name, workdir=Path(folder))
    read = time.perf_counter() - began
    layer = features.write(staged, out=target)
    seconds = time.perf_counter() - began
print(json.dumps({"seconds": seconds, "read": read, "rows": staged.rows, "places": layer.count,
                  "kilobytes": peak_kilobytes()}))
"""

_PEER = """
import sys, time, json
from idea.kernel import duck
connection = duck.connect(memory_limit="900MB")
source, target = (duck.literal(path) for path in sys.argv[1:3])
began = time.perf_counter()
connection.execute(
    f"COPY (SELECT *, ST_Point(lon, lat) AS geometry FROM read_csv({source})) TO {target} (FORMAT parquet)"
)
seconds = time.perf_counter() - began
print(json.dumps({"seconds": seconds, "kilobytes": peak_kilobytes()}))
"""

_OURS = """
import os, sys, time, json
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idea.project.settings")
import django
django.setup()
from pathlib import Path
from idea.engines.catalog import api
from idea.engines.catalog.types import Draft
from idea.kernel.audit.types import Actor
source, agency = Path(sys.argv[1]), sys.argv[2]
warm = source.with_name(f"warm-{source.name}")
with source.open(encoding="utf-8") as lines:
    warm.write_text("".join(line for line, _ in zip(lines, range(61))), encoding="utf-8")
api.publish(actor=Actor.system("benchmark"), path=warm, draft=Draft(organization=agency))
began = time.perf_counter()
published = api.publish(actor=Actor.system("benchmark"), path=source, draft=Draft(organization=agency))
seconds = time.perf_counter() - began
print(json.dumps({
    "seconds": seconds, "kilobytes": peak_kilobytes(),
    "rows": published.version.rows, "places": published.version.layer.count,
    "bytes": published.version.size,
}))
"""


def run(smoke: bool) -> Iterator[dict[str, Any]]:  # noqa: FBT001  as every benchmark has it
    rows, rounds = (20_000, 1) if smoke else (1_000_000, 5)
    _prepare()
    with tempfile.TemporaryDirectory(prefix="bench-publish-") as folder:
        peers, ours, parts = [], [], []
        for number in range(rounds):
            # The same bytes are published once only: each round has a file of its own.
            source = Path(folder) / f"facilities-{number}.csv"
            _generate(source, rows, seed=number)
            peers.append(_measure(_PEER, source, Path(folder) / f"peer-{number}.parquet"))
            parts.append(_measure(_READ_AND_WRITE, source, Path(folder) / f"ours-{number}.parquet"))
            ours.append(_measure(_OURS, source, "benchmark"))
            _say(
                f"round {number + 1}: peer {peers[-1]['seconds']:.2f} s, ours {ours[-1]['seconds']:.2f} s"
            )
            source.unlink()
    complete = all(each["rows"] == each["places"] == rows for each in ours)
    seconds, peer = min(o["seconds"] for o in ours), min(p["seconds"] for p in peers)
    memory = max(o["kilobytes"] for o in ours) / 1000
    peer_memory = max(p["kilobytes"] for p in peers) / 1000
    yield {
        "bench": BENCH,
        "metric": "seconds",
        "value": round(seconds, 3),
        "unit": "s",
        "goal": f"< {_GOAL:g} x peer",
        "ok": complete and seconds < _GOAL * peer,
        "peer": "DuckDB read_csv to GeoParquet",
        "peer_value": round(peer, 3),
        "ratio": round(seconds / peer, 2),
        "rows": rows,
        "runs": [round(o["seconds"], 2) for o in ours],
        "peer_runs": [round(p["seconds"], 2) for p in peers],
    }
    part = min(each["seconds"] for each in parts)
    yield {
        "bench": BENCH,
        "metric": "read_sort_write_seconds",
        "value": round(part, 3),
        "unit": "s",
        "goal": f"< {_GOAL:g} x peer",
        "ok": part < _GOAL * peer,
        "peer": "DuckDB read_csv to GeoParquet",
        "peer_value": round(peer, 3),
        "ratio": round(part / peer, 2),
        "read": round(min(each["read"] for each in parts), 3),
        "runs": [round(each["seconds"], 2) for each in parts],
    }
    yield {
        "bench": BENCH,
        "metric": "peak_memory",
        "value": round(memory, 1),
        "unit": "MB",
        "goal": f"< {_MEMORY_GOAL:g}",
        "ok": memory < _MEMORY_GOAL,
        "peer": "DuckDB read_csv to GeoParquet",
        "peer_value": round(peer_memory, 1),
        "ratio": round(memory / peer_memory, 2),
    }


def _prepare() -> None:
    """Make the tables and an agency to publish for."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idea.project.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from idea.engines.identity import api as identity
    from idea.kernel.audit.types import Actor

    identity.ensure_organization(
        actor=Actor.system("benchmark"), name="測試機關", slug="benchmark", synthetic=True
    )


def _generate(path: Path, rows: int, *, seed: int) -> None:
    """Write facilities of a made-up country: text, codes, dates, numbers, places."""
    draw = random.Random(seed)
    with path.open("w", encoding="utf-8") as file:
        file.write("code,name,county,opened,visits,budget,remark,lon,lat\n")
        for number in range(rows):
            file.write(
                f"A{number:07d},設施{number % 977}號,{draw.choice(_TOWNS)},"
                f"20{draw.randint(10, 26)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d},"
                f"{draw.randint(0, 5000)},{draw.random() * 1e5:.2f},{'夜間開放' if number % 3 else ''},"
                f"{draw.uniform(120, 122):.6f},{draw.uniform(22, 25.3):.6f}\n"
            )


def _measure(program: str, *arguments: object) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", _PEAK + program, *map(str, arguments)],
        check=True,
        stdout=subprocess.PIPE,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
