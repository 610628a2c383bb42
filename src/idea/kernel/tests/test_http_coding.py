"""Contents as they were sent: sizes and codings (RFC 9110 clause 8.4), bombs among them."""

import contextlib
import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idea.kernel import http
from idea.kernel.http import body
from idea.kernel.tests.web import ROWS, routes

pytestmark = pytest.mark.usefixtures("english")


def test_a_file_too_large_is_refused_said_or_unsaid(server, tmp_path):
    routes(
        server,
        said=lambda h: h.give(content=b"x" * 2000),
        unsaid=lambda h: h.give(content=b"x" * 2000, length=False),
        lying=lambda h: h.give(content=gzip.compress(b"x" * 2000), Content_Encoding="gzip"),
        exact=lambda h: h.give(content=b"x" * 1000),
    )
    for name in ("said", "unsaid", "lying"):
        with pytest.raises(http.TooLarge):
            http.fetch(f"{server.url}/{name}", to=tmp_path / name, max_bytes=1000)
    assert list(tmp_path.iterdir()) == []
    assert http.fetch(f"{server.url}/exact", to=tmp_path, max_bytes=1000).size == 1000


def test_a_bomb_is_stopped_before_it_fills_memory(server, tmp_path):
    packer = zlib.compressobj(9, wbits=31)
    packed = b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(300)) + packer.flush()
    assert len(packed) < 400_000
    routes(server, bomb=lambda h: h.give(content=packed, Content_Encoding="gzip"))
    tracemalloc.start()
    try:
        with pytest.raises(http.TooLarge):
            http.fetch(f"{server.url}/bomb", to=tmp_path, max_bytes=50_000_000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 10_000_000
    assert list(tmp_path.iterdir()) == []


def raw_deflate(data):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("GZIP", lambda data: gzip.compress(data[:1000]) + gzip.compress(data[1000:])),
        ("deflate", zlib.compress),
        ("deflate", raw_deflate),
        ("identity", bytes),
    ],
)
def test_codings_are_undone(server, tmp_path, coding, pack):
    routes(server, a=lambda h: h.give(content=pack(ROWS), Content_Encoding=coding))
    got = http.fetch(f"{server.url}/a", to=tmp_path)
    assert got.path is not None
    assert got.path.read_bytes() == ROWS
    assert got.size == len(ROWS)


def test_broken_and_unknown_codings_are_said(server, tmp_path):
    routes(
        server,
        broken=lambda h: h.give(content=b"not gzip at all", Content_Encoding="gzip"),
        unknown=lambda h: h.give(content=b"x", Content_Encoding="br"),
        short=lambda h: h.give(content=gzip.compress(ROWS)[:100], Content_Encoding="gzip"),
    )
    for name in ("broken", "unknown"):
        with pytest.raises(http.BadAnswer):
            http.fetch(f"{server.url}/{name}", to=tmp_path)
    with pytest.raises(http.NotReached):
        http.fetch(f"{server.url}/short", to=tmp_path)
    assert list(tmp_path.iterdir()) == []


@given(st.binary(max_size=3000), st.integers(1, 700), st.sampled_from(["gzip", "deflate"]))
def test_content_survives_any_cutting(data, size, coding):
    packed = gzip.compress(data) if coding == "gzip" else zlib.compress(data)
    pieces = [packed[at : at + size] for at in range(0, len(packed), size)]
    assert b"".join(body.decoded(pieces, coding)) == data


@given(st.binary(max_size=200))
def test_no_bytes_break_the_decoder(data):
    with contextlib.suppress(http.BadAnswer, EOFError):
        list(body.decoded([data], "gzip"))
