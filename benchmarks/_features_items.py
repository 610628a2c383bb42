"""Pages of points over HTTP, beside pygeoapi on the same points and boxes.

1,000,000 seeded points over Taiwan, boxes of 0.1 degrees, 100 features a page, one keep-alive
client for 10 seconds in turns with the peer: requests a second, and the median of 10,000,000
points beside that of 1,000,000. Each answer is checked: `limit` is kept, and the number matched is
counted again with NumPy for every tenth box. The clock stops when the body is there: what a client
makes of it is no server's work. The peer is pygeoapi with its Parquet provider under
gunicorn, one worker, its file sorted along the same curve in row groups of 10,240. It is installed
from PyPI into a folder of its own, or taken from the Python that PYGEOAPI_PYTHON names; where
neither can be, the figure says `"peer": "pygeoapi (absent)"` and is not judged as met.
"""
# ruff: noqa: S608  the benchmark's own SQL

import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

BENCH = "features"
LIMIT = 100
SEED = 20261123
GOAL = 20
TURNS = 5
GROWTH = 10
OURS = "/ogc/collections/dots/items"
MANY = "/ogc/collections/many/items"
THEIRS = "/collections/dots/items"
_BOX = "{'min_x': 120.0, 'min_y': 22.0, 'max_x': 122.0, 'max_y': 25.0}::BOX_2D"
_PACKAGES = ("pygeoapi==0.21.0", "gunicorn", "pyarrow", "geopandas", "s3fs")

Get = Callable[[str], bytes]
Floats = npt.NDArray[np.float64]


def items(smoke: bool) -> Iterator[dict[str, Any]]:  # noqa: FBT001  as every benchmark has it
    """Yield `bbox_limit_100`, and in a long run `bbox_growth_10x`."""
    count, seconds = (20_000, 0.5) if smoke else (1_000_000, 10.0)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    ours, many, theirs = list[float](), list[float](), list[float]()
    with tempfile.TemporaryDirectory(prefix="features-") as name, ExitStack() as open_:
        folder = Path(name)
        points = _publish(folder, "dots", count)
        if not smoke:
            _publish(folder, "many", GROWTH * count)
        get = open_.enter_context(_client(open_.enter_context(_site())))
        _warm(get, OURS, 1)
        peer = None
        if not smoke:
            _warm(get, MANY, 2)
            if port := open_.enter_context(_peer(folder, count)):
                peer = open_.enter_context(_client(port))
                _ask(peer, THEIRS, None, 2)
        for turn in range(TURNS):  # in turns: the machine's moods hit all
            ours += _ask(get, OURS, points, seconds / TURNS, turn)
            if not smoke:
                many += _ask(get, MANY, None, seconds / TURNS, turn)
            if peer:  # not checked: the number it says matched is limit + 1 at most
                theirs += _ask(peer, THEIRS, None, seconds / TURNS, turn)
    rate = len(ours) / sum(ours)
    peer_rate = len(theirs) / sum(theirs) if theirs else None
    yield {
        "bench": BENCH,
        "metric": "bbox_limit_100",
        "value": round(rate, 1),
        "unit": "requests/s",
        "goal": f">= {GOAL} x pygeoapi",
        "ok": bool(peer_rate and rate >= GOAL * peer_rate),
        "p50_ms": round(statistics.median(ours) * 1000, 2),
        "points": count,
        "peer": "pygeoapi 0.21.0, Parquet" if peer_rate else "pygeoapi (absent)",
        **(_beside(rate, peer_rate) if peer_rate else {}),
    }
    if not smoke:
        growth = statistics.median(many) / statistics.median(ours)
        yield {
            "bench": BENCH,
            "metric": "bbox_growth_10x",
            "value": round(growth, 2),
            "unit": "x",
            "goal": "< 2",
            "ok": growth < 2,
            "p50_ms": round(statistics.median(many) * 1000, 2),
            "points": GROWTH * count,
        }


def _publish(folder: Path, name: str, count: int) -> tuple[Floats, Floats]:
    """Write and register a layer of points; return their longitudes and latitudes."""
    from idea.engines.features import api
    from idea.engines.features.types import Collection
    from idea.engines.sources.types import Column, ColumnType, Format, Geometry, Staged
    from idea.kernel import duck
    from idea.kernel.lake import lake

    _say(f"making {count:,} points")
    database = folder / f"{name}.duckdb"
    connection = duck.connect(database)
    connection.execute(f"CREATE TABLE rows AS {_select(count)}")
    told = connection.execute("SELECT ST_X(geometry) AS x, ST_Y(geometry) AS y FROM rows")
    found = told.fetchnumpy()
    connection.close()
    xs, ys = np.asarray(found["x"]), np.asarray(found["y"])
    box = (float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max()))
    types = {"name": ColumnType.STRING, "kind": ColumnType.INTEGER, "value": ColumnType.NUMBER}
    columns = tuple(Column(each, each, type_) for each, type_ in types.items())
    place = Geometry("Point", box, count, "OGC:CRS84")
    out = folder / f"{name}.parquet"
    layer = api.write(
        Staged(database, "made.csv", Format.CSV, "utf-8", columns, count, 0, geometry=place),
        out=out,
    )
    database.unlink()
    lake().put(out, f"bench/{name}.parquet")
    api.register(
        Collection(
            id=name,
            title=name,
            title_en=name,
            description="",
            lake_key=f"bench/{name}.parquet",
            layer=layer,
            columns=tuple(types),
            updated_at=datetime(2026, 11, 22, tzinfo=UTC),
        )
    )
    return xs, ys


def _select(count: int) -> str:
    spread = "% 1000003 / 1000003.0"
    return (
        "SELECT i AS _row, 'point ' || i AS name, (i * 7) % 50 AS kind, i / 4.0 AS value, "
        f"ST_Point(120 + 2 * (hash(i, {SEED}) {spread}), 22 + 3 * (hash(i, {SEED}, 1) {spread})) "
        f"AS geometry FROM range({count}) t(i)"
    )


def _beside(rate: float, peer: float) -> dict[str, float]:
    return {"peer_value": round(peer, 1), "ratio": round(rate / peer, 1)}


def _boxes(turn: int = 0) -> Iterator[tuple[float, float, float, float]]:
    chance = random.Random(SEED + turn)
    while True:
        west, south = round(chance.uniform(120, 121.9), 4), round(chance.uniform(22, 24.9), 4)
        yield west, south, round(west + 0.1, 4), round(south + 0.1, 4)


def _ask(
    get: Get, path: str, points: tuple[Floats, Floats] | None, seconds: float, turn: int = 0
) -> list[float]:
    """Return the seconds of each request; raise where an answer is wrong (`points`: the truth)."""
    times: list[float] = []
    for number, box in enumerate(_boxes(turn)):
        began = time.perf_counter()
        answer = get(f"{path}?f=json&limit={LIMIT}&bbox={','.join(map(str, box))}")
        times.append(time.perf_counter() - began)
        if points is not None and number % 10 == 0:
            xs, ys = points
            body = json.loads(answer)
            matched = int(((xs >= box[0]) & (xs <= box[2]) & (ys >= box[1]) & (ys <= box[3])).sum())
            told = (body["numberMatched"], len(body["features"]))
            if told != (matched, min(LIMIT, matched)):
                raise RuntimeError(f"{box} holds {matched} points, the answer says {told}")
        if sum(times) >= seconds:
            return times
    return times


def _warm(get: Get, path: str, copies: int) -> None:
    """Ask until there are `copies` layers of points mapped, as there are after a minute's use."""
    folder = Path(os.environ["IDEA_HOME"]) / "cache" / "dots"
    for number, box in enumerate(_boxes()):
        get(f"{path}?limit={LIMIT}&bbox={','.join(map(str, box))}")
        if number > 20 and sum(not path.suffix for path in folder.glob("*/*")) < copies:
            time.sleep(0.5)
        elif number > 200:
            return
        if number > 600:
            raise RuntimeError("the points were not copied")


@contextmanager
def _client(port: int) -> Iterator[Get]:
    """Yield a function that gets a path over one connection; made anew where the server ended it.

    Reads no more of the headers than it must: the client shares two cores with what it measures.
    """
    held: list[socket.socket] = []

    def ask(path: str) -> tuple[bytes, bytes]:
        if not held:
            held.append(socket.create_connection(("127.0.0.1", port), timeout=60))
            held[0].setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        held[0].sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        return _received(held[0])

    def close() -> None:
        while held:
            held.pop().close()

    def get(path: str) -> bytes:
        try:
            head, body = ask(path)
        except (ConnectionError, BrokenPipeError):
            close()  # a server may end what was idle; the next request begins anew
            head, body = ask(path)
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"{path}: {head[:300]!r} {body[:300]!r}")
        if b"connection: close" in head:
            close()
        return body

    try:
        yield get
    finally:
        close()


def _received(connection: socket.socket) -> tuple[bytes, bytes]:
    """Return the head, in small letters but for its first line, and the body of an answer."""
    data = b""
    while (end := data.find(b"\r\n\r\n")) < 0:
        if not (part := connection.recv(1 << 16)):
            raise ConnectionResetError
        data += part
    first, _line, others = data[:end].partition(b"\r\n")
    others = others.lower()
    length = re.search(rb"content-length: *(\d+)", others)
    if length is None:
        raise RuntimeError(f"an answer of unknown length: {data[:300]!r}")
    parts, left = [data[end + 4 :]], int(length[1]) - len(data) + end + 4
    while left > 0:
        if not (part := connection.recv(1 << 18)):
            raise ConnectionResetError
        parts.append(part)
        left -= len(part)
    return first + b"\n" + others, b"".join(parts)


@contextmanager
def _site() -> Iterator[int]:
    port = _free_port()
    idea = [sys.executable, "-m", "idea"]
    try:
        subprocess.run(
            [*idea, "up", "--detach", "--no-demo", "--port", str(port)],
            check=True,
            stdout=sys.stderr,
        )
        _wait(f"http://127.0.0.1:{port}/ogc/")
        yield port
    finally:
        subprocess.run([*idea, "down"], check=True, stdout=sys.stderr)


@contextmanager
def _peer(folder: Path, count: int) -> Iterator[int | None]:
    """Run pygeoapi and yield its port, None where it cannot be had."""
    python = _pygeoapi(folder)
    if python is None:
        yield None
        return
    port, config = _free_port(), folder / "pygeoapi.yml"
    _peer_file(folder / "peer.parquet", count)
    config.write_text(_CONFIG.format(port=port, data=folder / "peer.parquet"))
    api = folder / "openapi.yml"
    environment = os.environ | {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(api)}
    command = [str(python.with_name("pygeoapi")), "openapi", "generate", str(config)]
    subprocess.run(
        [*command, "--output-file", str(api)], env=environment, check=True, stdout=sys.stderr
    )
    gunicorn = [str(python), "-m", "gunicorn", "-w", "1", "-k", "gthread", "--keep-alive", "60"]
    server = subprocess.Popen(
        [*gunicorn, "-b", f"127.0.0.1:{port}", "pygeoapi.flask_app:APP"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(f"http://127.0.0.1:{port}/")
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def _pygeoapi(folder: Path) -> Path | None:
    if given := os.environ.get("PYGEOAPI_PYTHON"):
        return Path(given)
    python = folder / "venv" / "bin" / "python"
    _say("installing pygeoapi")
    try:
        subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
        subprocess.run(
            [str(python), "-m", "pip", "install", "-q", "--only-binary", ":all:", *_PACKAGES],
            check=True,
            stdout=sys.stderr,
            timeout=600,
        )
    except (OSError, subprocess.SubprocessError) as error:
        _say(f"pygeoapi cannot be had here: {error}")
        return None
    return python


def _peer_file(out: Path, count: int) -> None:
    from idea.kernel import duck

    columns = (
        "_row AS id, name, kind, value, ST_X(geometry) AS lon, ST_Y(geometry) AS lat, geometry"
    )
    connection = duck.connect()
    connection.execute(
        f"COPY (SELECT {columns} FROM ({_select(count)}) ORDER BY ST_Hilbert(geometry, {_BOX})) "
        f"TO {duck.literal(str(out))} (FORMAT parquet, ROW_GROUP_SIZE 10240)"
    )
    connection.close()


def _wait(url: str) -> None:
    import urllib.request

    for _time in range(240):
        try:
            with urllib.request.urlopen(url, timeout=30):  # noqa: S310  our own
                return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError(f"{url} does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _say(text: str) -> None:
    print(text, file=sys.stderr)


_CONFIG = """
server:
  bind: {{host: 127.0.0.1, port: {port}}}
  url: http://127.0.0.1:{port}
  mimetype: application/json; charset=UTF-8
  encoding: utf-8
  languages: [en-US]
  limits: {{default_items: 100, max_items: 10000, on_exceed: throttle}}
  map: {{url: "https://example.org/{{z}}/{{x}}/{{y}}.png", attribution: none}}
logging: {{level: ERROR}}
metadata:
  identification:
    {{title: b, description: b, keywords: [b], keywords_type: theme, terms_of_service: none,
      url: "http://127.0.0.1"}}
  license: {{name: none, url: "http://127.0.0.1"}}
  provider: {{name: b, url: "http://127.0.0.1"}}
  contact: {{name: b, email: b@example.org}}
resources:
  dots:
    type: collection
    title: dots
    description: dots
    keywords: [dots]
    links: []
    extents:
      spatial:
        bbox: [120, 22, 122, 25]
        crs: http://www.opengis.net/def/crs/OGC/1.3/CRS84
    providers:
      - type: feature
        name: Parquet
        data: {{source: {data}}}
        id_field: id
        x_field: lon
        y_field: lat
"""
