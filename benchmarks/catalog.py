"""How fast a large catalog is searched, its rows are read, and it is exported and harvested.

Search: `GET /api/v1/datasets?q=…` with facets over 60,000 data sets of which 200,000 files are
elsewhere, half of the questions in Chinese, half in English. Rows: `GET …/rows` of a table of
1,000,000 rows with places: the first 100, and 100 filtered and sorted. Times are whole requests
through the site's middleware, in this process, after one warm-up of each kind; the peer beside
the rows is Datasette over SQLite, asked for the same rows through its own client in this process:
as it comes, and once more with an index on every column. Export: the whole catalog as N-Triples,
streamed by a process of its own that does nothing else; the figure is the most memory that whole
process ever held, Python, libraries and mapped files included (VmHWM of proc_pid_status(5), which
unlike ru_maxrss begins anew with the program; 0 where there is no /proc). `own_mb` is the part
that is its own and not a file's (RssAnon), `before_mb` what the whole process held when the first
piece came. Harvest: `./idea harvest FILE` of a listing of 20,000 data sets, from start to exit.
Smoke: 500 data sets, 5,000 rows, 10 questions.
"""

import asyncio
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks._made import add_datasets, write_listing, write_table

BENCH = "catalog"
CHINESE = (
    "空氣品質",
    "公車",
    "預算",
    "避難收容處所",
    "人口",
    "臺北市 圖書館",
    "水質",
    "月報",
    "高雄市",
    "食品",
)
ENGLISH = (
    "air quality",
    "bus",
    "budget",
    "shelters",
    "population",
    "library loans",
    "water",
    "report",
)


def run(smoke: bool) -> Iterator[dict[str, Any]]:  # noqa: FBT001  as every benchmark has it
    count, size, questions = (500, 5_000, 10) if smoke else (60_000, 1_000_000, 200)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idea.project.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    add_datasets(count)
    client = Client(SERVER_NAME="localhost")
    client.get("/api/v1/datasets", {"q": CHINESE[0]})
    asked = [(CHINESE, ENGLISH)[at % 2] for at in range(questions)]
    times = [
        _timed(
            lambda words=words, at=at: _ok(
                client, "/api/v1/datasets", {"q": words[at % len(words)]}
            )
        )
        for at, words in enumerate(asked)
    ]
    yield _figure("search_p95", times, 30, datasets=count)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "readings.csv")
        write_table(path, size)
        yield from _rows(client, path, questions // 2)
    yield _export(count)
    yield _harvest(500 if smoke else 20_000)


def _rows(client: Any, path: Path, questions: int) -> Iterator[dict[str, Any]]:
    from idea.engines.catalog import api
    from idea.engines.catalog.types import Draft
    from idea.kernel.audit.types import Actor

    api.publish(actor=Actor.system("bench"), path=path, draft=Draft(slug="readings", title="量測"))
    url = "/api/v1/datasets/readings/rows"
    kinds = {
        "rows_first_100_p95": (20, {}, "_shape=array&_size=100"),
        "rows_filter_sort_p95": (
            150,
            {"縣市": "嘉義市", "sort": "-數值"},
            "_shape=array&_size=100&縣市=嘉義市&_sort_desc=數值",
        ),
    }
    peers = {
        "datasette": _Datasette(path),
        "indexed": _Datasette(path, indexes=True),
    }
    for name, (goal, query, theirs) in kinds.items():
        _ok(client, url, query)
        times: dict[str, list[float]] = {each: [] for each in ("ours", *peers)}
        for _ in range(questions):  # one of each in turn: the machine's moods hit all
            times["ours"].append(_timed(lambda query=query: _ok(client, url, query)))
            for each, peer in peers.items():
                times[each].append(_timed(lambda peer=peer, theirs=theirs: peer.get(theirs)))
        yield _figure(
            name,
            times["ours"],
            goal,
            peer="datasette",
            peer_times=times["datasette"],
            indexed_p95=round(_p95(times["indexed"]), 1),
        )


def _export(count: int) -> dict[str, Any]:
    """Measure a process of its own that does nothing but stream the whole catalog away."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _STREAM], check=True, capture_output=True, text=True
    )
    seconds = time.perf_counter() - began
    size, before, peak, own = map(int, done.stdout.split()[-4:])
    megabytes = peak / 1024
    return {
        "bench": BENCH,
        "metric": "dcat_export_memory",
        "value": round(megabytes, 1),
        "unit": "MB",
        "goal": "< 256",
        "ok": 0 < megabytes < 256,
        "datasets": count,
        "own_mb": round(own / 1024),
        "before_mb": round(before / 1024),
        "written_mb": round(size / 1e6, 1),
        "seconds": round(seconds, 1),
    }


_STREAM = """
import os, re
from pathlib import Path
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idea.project.settings")

STATUS = Path("/proc/self/status")

def held(name):
    found = re.search(name + r":\\s+(\\d+) kB", STATUS.read_text()) if STATUS.exists() else None
    return int(found[1]) if found else 0

import django
django.setup()
from django.test import Client
answer = Client(SERVER_NAME="localhost").get("/catalog/all.nt")
assert answer.status_code == 200, answer.status_code
size = before = own = 0
for piece in answer.streaming_content:
    before = before or held("VmHWM")
    size += len(piece)
    own = max(own, held("RssAnon"))
print(size, before, held("VmHWM"), own)
"""


def _harvest(count: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "listing.jsonl")
        write_listing(path, count)
        began = time.perf_counter()
        command = [sys.executable, "-m", "idea", "harvest", str(path), "--json"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        seconds = time.perf_counter() - began
    rate = count / seconds
    return {
        "bench": BENCH,
        "metric": "harvest_rate",
        "value": round(rate),
        "unit": "data sets/s",
        "goal": ">= 500",
        "ok": rate >= 500,
        "datasets": count,
        "seconds": round(seconds, 1),
        "counts": json.loads(done.stdout.splitlines()[-1]),
    }


class _Datasette:
    """Datasette over the same table in SQLite, asked through its own client."""

    def __init__(self, path: Path, *, indexes: bool = False) -> None:
        import duckdb
        from datasette.app import Datasette

        table = path.with_name("indexed.db" if indexes else "plain.db")
        rows = duckdb.sql(f"SELECT * FROM read_csv('{path}')")  # noqa: S608  our own path
        database = sqlite3.connect(table)
        names = ", ".join(f'"{name}"' for name in rows.columns)
        database.execute(f"CREATE TABLE readings ({names})")
        marks = ", ".join("?" * len(rows.columns))
        while batch := rows.fetchmany(50_000):
            values = [tuple(str(v) if hasattr(v, "year") else v for v in row) for row in batch]
            database.executemany(f"INSERT INTO readings VALUES ({marks})", values)  # noqa: S608
        for name in rows.columns if indexes else ():
            database.execute(f'CREATE INDEX "by {name}" ON readings ("{name}")')
        database.commit()
        database.close()
        self.name = table.name.removesuffix(".db")
        self.loop = asyncio.new_event_loop()
        self.app = Datasette([str(table)], settings={"facet_time_limit_ms": 1})

    def get(self, query: str) -> None:
        answer = self.loop.run_until_complete(
            self.app.client.get(f"/{self.name}/readings.json?{query}")
        )
        if answer.status_code != 200:
            raise RuntimeError(answer.text[:300])


def _ok(client: Any, url: str, query: dict[str, Any]) -> None:
    answer = client.get(url, query)
    if answer.status_code != 200:
        raise RuntimeError(answer.content[:300])


def _timed(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


def _figure(
    metric: str,
    times: list[float],
    goal: float,
    *,
    peer: str = "",
    peer_times: list[float] = (),
    **more: Any,
) -> dict[str, Any]:
    value = _p95(times)
    figure = {
        "bench": BENCH,
        "metric": metric,
        "value": round(value, 1),
        "unit": "ms",
        "goal": f"< {goal:g}",
        "ok": value < goal,
        "p50": round(statistics.median(times), 1),
    }
    if peer:
        theirs = _p95(peer_times)
        figure |= {"goal": f"< {goal:g} and < peer", "ok": value < min(goal, theirs), "peer": peer}
        figure |= {"peer_value": round(theirs, 1), "ratio": round(value / theirs, 2)}
        figure["peer_p50"] = round(statistics.median(peer_times), 1)
    return figure | more
