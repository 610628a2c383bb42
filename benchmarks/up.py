"""How fast a set-up site starts again, and its home and near-me pages with 10,000 data sets.

Inside the first clock: `./idea up --detach` as a process of its own until the first byte of the
home page arrives, with the data sets in place, best of three. The second is the server's own time
for the home page (`Server-Timing`) over one connection on this machine, and for the near-me page
once the demonstration city is loaded too, at a library of it, where most of its layers have
something; the ceiling beside them is `/healthz`, a view that does nothing, through the same
middleware. Smoke: one start, 200 data sets, 20 requests.
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

BENCH = "up"
_START_GOAL = 5.0  # seconds
_PAGE_GOAL = 50.0  # milliseconds
_WAIT = 60.0
_WARM_UP = 20
_SUBJECTS = (
    "公車",
    "圖書館",
    "空氣品質",
    "避難所",
    "人口",
    "預算",
    "公園",
    "診所",
    "路燈",
    "停車場",
)


def run(smoke: bool) -> Iterator[dict[str, Any]]:  # noqa: FBT001  as every benchmark has it
    count, requests = (200, 20) if smoke else (10_000, 200)
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    start = ["up", "--detach", "--no-demo", "--port", str(port)]
    _idea(*start)  # the first start sets everything up
    _idea("down")
    _say(f"adding {count} data sets")
    _add_datasets(count)
    try:
        seconds = []
        for number in range(1 if smoke else 3):
            if number:
                _idea("down")
            seconds.append(_time_to_first_byte(start, url))
        yield {
            "bench": BENCH,
            "metric": "second_start",
            "value": round(min(seconds), 2),
            "unit": "s",
            "goal": f"< {_START_GOAL:g}",
            "ok": min(seconds) < _START_GOAL,
            "runs": [round(each, 2) for each in seconds],
        }
        with httpx.Client(base_url=url, timeout=_WAIT) as client:
            home = _server_times(client, "/", requests)
            _idea("demo")
            near = _server_times(client, _near_a_library(), requests)
            nothing = _server_times(client, "/healthz", requests)
    finally:
        _idea("down")
    for metric, times in (("home_p95", home), ("near_p95", near)):
        yield _page(metric, times, nothing) | {"datasets": count, "requests": requests}


def _page(metric: str, times: list[float], nothing: list[float]) -> dict[str, Any]:
    page, bare = _p95(times), _p95(nothing)
    return {
        "bench": BENCH,
        "metric": metric,
        "value": round(page, 1),
        "unit": "ms",
        "goal": f"< {_PAGE_GOAL:g}",
        "ok": page < _PAGE_GOAL,
        "peer": "healthz p95 (ceiling)",
        "peer_value": round(bare, 1),
        "ratio": round(page / max(bare, 0.01), 1),
        "p50": round(statistics.median(times), 1),
    }


def _near_a_library() -> str:
    """Return the address of the near-me page in the middle of the demonstration city."""
    from idea.project.demo.city import city

    library = city().libraries[0]
    return f"/near/?lon={library.lon}&lat={library.lat}"


def _time_to_first_byte(command: list[str], url: str) -> float:
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "idea", *command], stdout=subprocess.DEVNULL)
    try:
        while time.perf_counter() - began < _WAIT:
            try:
                if httpx.get(f"{url}/", timeout=_WAIT).status_code == httpx.codes.OK:
                    return time.perf_counter() - began
            except httpx.TransportError:
                time.sleep(0.02)
    finally:
        process.wait(_WAIT)
    raise TimeoutError(f"no answer from {url} within {_WAIT:g} s")


def _server_times(client: httpx.Client, path: str, requests: int) -> list[float]:
    """Return the server's milliseconds for each request after the warm-up."""
    times = []
    for number in range(_WARM_UP + requests):
        response = client.get(path)
        response.raise_for_status()
        if number >= _WARM_UP:
            parts = response.headers["server-timing"].split(",")
            total = next(part for part in parts if part.strip().startswith("total"))
            times.append(float(total.partition("dur=")[2].partition(";")[0]))
    return times


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


def _add_datasets(count: int) -> None:
    """Publish one small table and copy its rows in the database, so that every list is long.

    The search index and the change feed get their entries too; the files in the lake are shared.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idea.project.settings")
    import django

    django.setup()
    from django.db import connection, transaction

    from idea.engines.catalog import models
    from idea.engines.catalog.types import ChangeKind
    from idea.kernel.ids import uuid7
    from idea.kernel.search import api as search

    first, document = _publish_one()
    version = models.Version.objects.get(dataset=first)
    made, versions, changes, documents = [], [], [], []
    for number in range(count - 1):
        title = f"{_SUBJECTS[number % len(_SUBJECTS)]}統計 {number}"
        copy = models.Dataset(**_fields(first, id=uuid7(), slug=f"set-{number}"))
        copy.title, copy.current = title, None
        made.append(copy)
        mine = models.Version(**_fields(version, id=uuid7(), dataset_id=copy.pk))
        versions.append(mine)
        changes.append(
            models.Change(
                id=uuid7(),
                dataset=copy,
                organization_id=first.organization_id,
                version=mine,
                kind=ChangeKind.CREATED,
            )
        )
        documents.append(
            replace(document, key=f"dataset:{copy.pk}", title=title, url=f"/datasets/set-{number}")
        )
    with transaction.atomic():
        models.Dataset.objects.bulk_create(made, batch_size=500)
        models.Version.objects.bulk_create(versions, batch_size=500)
        for copy, mine in zip(made, versions, strict=True):
            copy.current = mine
        models.Dataset.objects.bulk_update(made, ["current"], batch_size=500)
        models.Change.objects.bulk_create(changes, batch_size=500)
        for at in range(0, len(documents), 500):
            search.index(documents[at : at + 500])
    connection.close()


def _publish_one() -> tuple[Any, Any]:
    """Return the row of a published data set and its search document."""
    from idea.engines.catalog import api, models, outward
    from idea.engines.catalog.types import Draft
    from idea.kernel.audit.types import Actor

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "stops.csv")
        path.write_text("名稱,數量,日期\n甲,1,2026-11-01\n乙,2,2026-11-02\n")
        draft = Draft(slug="set", title="統計", description="由程式產生，供測速之用。")
        published = api.publish(actor=Actor.system("bench"), path=path, draft=draft)
    return models.Dataset.objects.get(slug="set"), outward.document(published.dataset)


def _fields(row: Any, **changed: Any) -> dict[str, Any]:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields} | changed


def _idea(*arguments: str) -> None:
    _say("idea " + " ".join(arguments))
    subprocess.run(
        [sys.executable, "-m", "idea", *arguments], check=True, stdout=subprocess.DEVNULL
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _say(words: str) -> None:
    print(words, file=sys.stderr)
