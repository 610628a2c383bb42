import contextlib
import gzip
import hashlib
import socket
import ssl
import threading
import time
import tracemalloc
import zlib
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from idea.kernel import http
from idea.kernel.clock import now
from idea.kernel.http import body, guard
from idea.kernel.http.filenames import filename_of, safe
from idea.kernel.http.retries import seconds

ROWS = b"id,name\n" + b"1,x\n" * 50_000


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.seen.append((self.path, dict(self.headers)))
        route = self.server.routes.get(self.path.partition("?")[0])
        if route is None:
            self.give(404, b"no")
        else:
            route(self)

    def give(self, status=200, content=b"", *, length=True, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if length:
            self.send_header("Content-Length", str(len(content)))
        else:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # a client that hangs up is what some tests are about


@pytest.fixture
def server(monkeypatch):
    """Serve routes on 127.0.0.1, which the installation trusts."""
    running = Server(("127.0.0.1", 0), Handler)
    running.routes, running.seen = {}, []
    running.url = f"http://127.0.0.1:{running.server_port}"
    thread = threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    monkeypatch.setenv("IDEA_HTTP_ALLOW", f"127.0.0.1:{running.server_port}")
    monkeypatch.setattr("tenacity.nap.time.sleep", lambda _: None)
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


def routes(server, **by_name):
    server.routes.update({f"/{name}": route for name, route in by_name.items()})


def test_a_file_is_fetched_whole(server, tmp_path):
    routes(
        server,
        rows=lambda h: h.give(
            content=ROWS,
            Content_Type="text/csv; charset=big5",
            ETag='"v1"',
            Last_Modified="Sun, 22 Nov 2026 00:00:00 GMT",
            Content_Disposition="attachment; filename*=UTF-8''%E7%A9%BA%E6%B0%A3.csv",
        ),
    )
    told = []
    got = http.fetch(f"{server.url}/rows#part", to=tmp_path, progress=lambda *a: told.append(a))
    assert got.path == tmp_path / "空氣.csv"
    assert got.path.read_bytes() == ROWS
    assert got.sha256 == hashlib.sha256(ROWS).hexdigest()
    assert (got.status, got.size, got.media_type, got.charset) == (
        200,
        len(ROWS),
        "text/csv",
        "big5",
    )
    assert (got.etag, got.last_modified) == ('"v1"', "Sun, 22 Nov 2026 00:00:00 GMT")
    assert not got.not_modified
    assert told[0] == (0, len(ROWS))
    assert told[-1][:2] == (len(ROWS), len(ROWS))
    assert [path.name for path in tmp_path.iterdir()] == ["空氣.csv"]
    assert "idea/" in server.seen[0][1]["User-Agent"]


def test_a_file_may_be_given_its_name(server, tmp_path):
    routes(server, rows=lambda h: h.give(content=b"x"))
    got = http.fetch(f"{server.url}/rows", to=tmp_path / "new" / "mine.csv")
    assert got.path == tmp_path / "new" / "mine.csv"
    assert got.path.read_bytes() == b"x"


def test_what_was_not_modified_is_not_sent_again(server, tmp_path):
    def route(handler):
        same = handler.headers.get("If-None-Match") == '"v1"'
        handler.give(304 if same else 200, b"" if same else b"x", ETag='"v1"')

    routes(server, rows=route)
    first = http.fetch(f"{server.url}/rows", to=tmp_path)
    again = http.fetch(
        f"{server.url}/rows",
        to=tmp_path,
        etag=first.etag,
        last_modified="Sun, 22 Nov 2026 00:00:00 GMT",
    )
    assert again.not_modified
    assert again.path is None
    assert again.status == 304
    assert server.seen[1][1]["If-Modified-Since"] == "Sun, 22 Nov 2026 00:00:00 GMT"


def test_a_304_that_nobody_asked_for_is_a_bad_answer(server, tmp_path):
    routes(server, rows=lambda h: h.give(304))
    with pytest.raises(http.BadAnswer):
        http.fetch(f"{server.url}/rows", to=tmp_path)


def test_redirects_are_followed_to_where_the_file_is(server, tmp_path):
    routes(
        server,
        a=lambda h: h.give(302, Location="/b"),
        b=lambda h: h.give(301, Location=f"{server.url}/c/rows.csv"),
    )
    server.routes["/c/rows.csv"] = lambda h: h.give(content=b"x")
    got = http.fetch(f"{server.url}/a", to=tmp_path)
    assert got.url == f"{server.url}/c/rows.csv"
    assert got.filename == "rows.csv"


def test_endless_redirects_end(server, tmp_path):
    routes(server, a=lambda h: h.give(302, Location="/a"))
    with pytest.raises(http.BadAnswer, match="without end"):
        http.fetch(f"{server.url}/a", to=tmp_path)
    assert len(server.seen) == 6


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:1/", "http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest",
        "http://localhost:1/", "http://[::ffff:127.0.0.1]:1/", "http://0x7f000001:1/",
        "http://2130706433:1/", "http://127.1:1/", "http://0.0.0.0:1/", "//127.0.0.1:1/x",
    ],
)  # fmt: skip
def test_a_redirect_does_not_lead_inside(server, tmp_path, target):
    routes(server, a=lambda h: h.give(302, Location=target))
    with pytest.raises(http.AddressRefused):
        http.fetch(f"{server.url}/a", to=tmp_path)
    assert len(server.seen) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/", "gopher://x/"])
def test_a_redirect_to_another_scheme_is_refused(server, tmp_path, target):
    routes(server, a=lambda h: h.give(302, Location=target))
    with pytest.raises(http.BadAddress):
        http.fetch(f"{server.url}/a", to=tmp_path)


def test_nothing_private_without_permission(server, tmp_path, monkeypatch):
    monkeypatch.delenv("IDEA_HTTP_ALLOW")
    with pytest.raises(http.AddressRefused) as caught:
        http.fetch(f"{server.url}/rows", to=tmp_path)
    assert "IDEA_HTTP_ALLOW" in caught.value.remedy
    assert server.seen == []


def resolving(monkeypatch, *answers):
    """Make every name resolve to one of `answers` after the other; returns the names asked for."""
    asked, left, real = [], list(answers), socket.getaddrinfo

    def getaddrinfo(host, port, *rest, **more):
        if host[0].isdigit():  # an address, which needs no asking
            return real(host, port, *rest, **more)
        asked.append(host)
        addresses = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in addresses]

    monkeypatch.setattr(guard.socket, "getaddrinfo", getaddrinfo)
    return asked


def test_the_address_checked_is_the_address_called(server, tmp_path, monkeypatch):
    """DNS rebinding: the name means 127.0.0.1 (trusted here) when checked, another one after."""
    routes(server, rows=lambda h: h.give(content=b"x"))
    asked = resolving(monkeypatch, ["127.0.0.1"], ["10.9.9.9"])
    got = http.fetch(f"http://rebind.example:{server.server_port}/rows", to=tmp_path)
    assert got.size == 1
    assert asked == ["rebind.example"]
    assert server.seen[0][1]["Host"] == f"rebind.example:{server.server_port}"


def test_a_public_name_for_a_private_address_is_refused(server, tmp_path, monkeypatch):
    resolving(monkeypatch, ["192.168.1.1"])
    with pytest.raises(http.AddressRefused):
        http.fetch("http://innocent.example/", to=tmp_path)
    resolving(monkeypatch, ["93.184.216.34", "127.0.0.2"])
    with pytest.raises(http.AddressRefused):
        http.fetch("http://half.example/", to=tmp_path)


def test_a_name_may_be_trusted(server, tmp_path, monkeypatch):
    routes(server, rows=lambda h: h.give(content=b"x"))
    resolving(monkeypatch, ["127.0.0.1"])
    monkeypatch.setenv("IDEA_HTTP_ALLOW", "*.intra.gov, other.example")
    address = f"data.intra.gov:{server.server_port}/rows"
    assert http.fetch(f"http://{address}", to=tmp_path).size == 1
    with pytest.raises(http.AddressRefused):
        http.fetch(f"http://data.intra.gov.example:{server.server_port}/rows", to=tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1", "127.255.0.1", "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254",
        "100.64.0.1", "0.0.0.0", "0.1.2.3", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1",  # noqa: S104  refused, not bound
        "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "::1", "::",
        "::127.0.0.1", "fe80::1", "fec0::1", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "2002:0a00:0001::1",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::a00:1", "2001:0:4136:e378:8000:63bf:f5ff:fffe",
        "100::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(text):
    assert not guard.is_public(ip_address(text))


@pytest.mark.parametrize(
    "text",
    ["8.8.8.8", "93.184.216.34", "140.112.8.116", "2001:4860:4860::8888", "::ffff:8.8.8.8",
     "64:ff9b::808:808", "2404:6800:4012::200e"],
)  # fmt: skip
def test_addresses_that_are_public(text):
    assert guard.is_public(ip_address(text))


@pytest.mark.parametrize(
    ("rule", "host", "address", "port", "covers"),
    [
        ("10.1.0.0/16", "x", "10.1.2.3", 80, True),
        ("10.1.0.0/16", "x", "10.2.2.3", 80, False),
        ("127.0.0.1:8000", "127.0.0.1", "127.0.0.1", 8000, True),
        ("127.0.0.1:8000", "127.0.0.1", "127.0.0.1", 8001, False),
        ("[::1]:80", "::1", "::1", 80, True),
        ("[fd00::/8]", "x", "fd12::1", 80, True),
        ("fd00::/8", "x", "fd12::1", 443, True),
        ("::1", "x", "127.0.0.1", 443, False),
        ("Data.Internal", "data.internal.", "10.0.0.1", 80, True),
        ("data.internal", "xdata.internal", "10.0.0.1", 80, False),
        ("*.intra.gov:8080", "a.b.intra.gov", "10.0.0.1", 8080, True),
        ("*.intra.gov", "intra.gov.evil.com", "10.0.0.1", 80, False),
    ],
)
def test_rules(rule, host, address, port, covers):
    assert guard.Rule.parse(rule).covers(host, ip_address(address), port) is covers


@pytest.mark.parametrize(
    "url",
    [
        "", "x", "/etc/passwd", "file:///etc/passwd", "ftp://example.org/x", "http://", "https:///x",
        "http://user:secret@example.org/", "javascript:alert(1)", "http://[::1", "http://a\nb/",
        "http://example.org/" + "x" * 5000, "http://exa mple.org:99999/",
    ],
)  # fmt: skip
def test_what_is_no_address_is_said_so(tmp_path, url):
    with pytest.raises(http.BadAddress):
        http.fetch(url, to=tmp_path)


def test_a_name_that_nobody_has(tmp_path, monkeypatch):
    def getaddrinfo(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(guard.socket, "getaddrinfo", getaddrinfo)
    with pytest.raises(http.NotReached, match=r"no-such-host\.example"):
        http.fetch("https://no-such-host.example/", to=tmp_path)


def in_turn(*answers):
    """Answer with one after the other; the last one stays."""
    left = list(answers)

    def route(handler):
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return route


def test_what_passes_is_tried_again(server, tmp_path):
    routes(
        server,
        a=in_turn(
            lambda h: h.give(503, Retry_After="1"),
            lambda h: h.give(500),
            lambda h: h.give(429, Retry_After="0"),
            lambda h: h.give(content=b"x"),
        ),
    )
    assert http.fetch(f"{server.url}/a", to=tmp_path).size == 1
    assert len(server.seen) == 4


def test_the_server_says_how_long_to_wait(server, tmp_path, monkeypatch):
    slept = []
    monkeypatch.setattr("tenacity.nap.time.sleep", slept.append)
    routes(
        server, a=in_turn(lambda h: h.give(503, Retry_After="7"), lambda h: h.give(content=b"x"))
    )
    http.fetch(f"{server.url}/a", to=tmp_path)
    assert len(slept) == 1
    assert 7 <= slept[0] <= 8


def test_a_server_that_asks_for_an_hour_is_left_alone(server, tmp_path):
    routes(server, a=lambda h: h.give(429, Retry_After="3600"))
    with pytest.raises(http.BadAnswer) as caught:
        http.fetch(f"{server.url}/a", to=tmp_path)
    assert len(server.seen) == 1
    assert caught.value.retry_after == 3600


@pytest.mark.parametrize(("status", "tries"), [(404, 1), (403, 1), (410, 1), (204, 1), (502, 4)])
def test_what_the_server_answers_is_told(server, tmp_path, status, tries):
    routes(server, a=lambda h: h.give(status))
    with pytest.raises(http.BadAnswer, match=str(status)) as caught:
        http.fetch(f"{server.url}/a", to=tmp_path)
    assert caught.value.answer == status
    assert caught.value.remedy
    assert len(server.seen) == tries


def cut(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"only this")
    handler.close_connection = True


def test_a_broken_connection_is_tried_again_and_leaves_nothing(server, tmp_path):
    routes(server, a=in_turn(cut, lambda h: h.give(content=b"x")), b=cut)
    assert http.fetch(f"{server.url}/a", to=tmp_path / "a").size == 1
    with pytest.raises(http.NotReached):
        http.fetch(f"{server.url}/b", to=tmp_path / "b")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a"]


def test_retries_are_a_setting(server, tmp_path, monkeypatch):
    monkeypatch.setenv("IDEA_HTTP_RETRIES", "0")
    routes(server, a=lambda h: h.give(503))
    with pytest.raises(http.BadAnswer):
        http.fetch(f"{server.url}/a", to=tmp_path)
    assert len(server.seen) == 1


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


def test_silence_is_not_waited_for(server, tmp_path, monkeypatch):
    monkeypatch.setenv("IDEA_HTTP_RETRIES", "0")
    routes(server, a=lambda _: time.sleep(1))
    start = time.monotonic()
    with pytest.raises(http.TooSlow):
        http.fetch(f"{server.url}/a", to=tmp_path, timeout=0.2)
    assert time.monotonic() - start < 0.9


def drip(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(40):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def test_dripping_ends_at_the_deadline(server, tmp_path, monkeypatch):
    monkeypatch.setenv("IDEA_HTTP_DEADLINE", "0.4")
    routes(server, a=drip)
    start = time.monotonic()
    with pytest.raises(http.TooSlow):
        http.fetch(f"{server.url}/a", to=tmp_path, timeout=5)
    assert time.monotonic() - start < 1.5
    assert list(tmp_path.iterdir()) == []


def test_https_is_verified_by_name(tmp_path, monkeypatch, request):
    """A server with a certificate of its own making is not believed."""
    certificate = request.getfixturevalue("self_signed")
    running = Server(("127.0.0.1", 0), Handler)
    running.routes, running.seen = {}, []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    running.socket = context.wrap_socket(running.socket, server_side=True)
    threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
    monkeypatch.setenv("IDEA_HTTP_ALLOW", "127.0.0.1")
    try:
        with pytest.raises(http.NotReached, match="certificate"):
            http.fetch(f"https://127.0.0.1:{running.server_port}/", to=tmp_path)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with pytest.raises(http.BadAnswer):
            http.fetch(f"https://127.0.0.1:{running.server_port}/", to=tmp_path)
    finally:
        running.shutdown()
        running.server_close()


@pytest.fixture
def self_signed(tmp_path_factory):
    from datetime import timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


def test_a_proxy_takes_every_call_but_no_private_address(server, tmp_path, monkeypatch):
    monkeypatch.setenv("IDEA_HTTP_PROXY", server.url)
    server.routes["http://data.example/rows"] = lambda h: h.give(content=b"x")
    assert http.fetch("http://data.example/rows", to=tmp_path).size == 1
    with pytest.raises(http.AddressRefused):
        http.fetch("http://10.0.0.1/rows", to=tmp_path)


def test_the_environments_proxy_is_not_taken(server, tmp_path, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    routes(server, a=lambda h: h.give(content=b"x"))
    assert http.fetch(f"{server.url}/a", to=tmp_path).size == 1


@pytest.mark.parametrize(
    ("disposition", "url", "media_type", "name"),
    [
        ("attachment; filename=\"a.csv\"; filename*=UTF-8''%E8%B3%87%E6%96%99.csv", "", "", "資料.csv"),
        ("attachment; filename*=big5''%B8%EA%AE%C6.csv", "", "", "資料.csv"),
        ("attachment; filename*=nonsense''%FF.csv; filename=b.csv", "", "", "b.csv"),
        ('attachment; filename="a \\"b\\".csv"', "", "", "a _b_.csv"),
        ("attachment;filename=plain.csv ; size=3", "", "", "plain.csv"),
        ("attachment; filename=%E8%B3%87.csv", "", "", "資.csv"),
        ('attachment; filename="../../etc/passwd"', "", "", "passwd"),
        ('attachment; filename="..\\..\\boot.ini"', "", "", "boot.ini"),
        ('attachment; filename=".bashrc"', "", "", "bashrc"),
        ('attachment; filename=".."', "http://x/rows.csv", "", "rows.csv"),
        ("inline", "http://x/a/%E8%B3%87%E6%96%99.csv?x=1", "", "資料.csv"),
        ("", "http://x/a/..%2f..%2fsecret.csv", "", "secret.csv"),
        ("", "http://x/api/rows", "text/csv", "rows.csv"),
        ("", "http://x/", "application/json", "download.json"),
        ("", "http://x", "", "download"),
    ],
)  # fmt: skip
def test_names_of_files(disposition, url, media_type, name):
    assert filename_of(disposition.encode(), url, media_type) == name


def test_bare_big5_and_utf8_names_are_read():
    for encoding in ("utf-8", "cp950"):
        header = 'attachment; filename="空氣品質.csv"'.encode(encoding)
        assert filename_of(header, "") == "空氣品質.csv"


@given(st.binary(max_size=80) | st.text(max_size=300).map(lambda t: t.encode(errors="replace")))
def test_no_header_leads_out_of_the_folder(raw):
    for name in (
        filename_of(b"attachment; filename=" + raw, "http://x/"),
        safe(raw.decode("latin-1")),
    ):
        assert "/" not in name
        assert "\\" not in name
        assert "\0" not in name
        assert not name.startswith(".")
        assert len(name.encode()) <= 180
    assert filename_of(raw, "")


@given(st.binary(max_size=3000), st.integers(1, 700), st.sampled_from(["gzip", "deflate"]))
def test_content_survives_any_cutting(data, size, coding):
    packed = gzip.compress(data) if coding == "gzip" else zlib.compress(data)
    pieces = [packed[at : at + size] for at in range(0, len(packed), size)]
    assert b"".join(body.decoded(pieces, coding)) == data


@given(st.binary(max_size=200))
def test_no_bytes_break_the_decoder(data):
    with contextlib.suppress(http.BadAnswer, EOFError):
        list(body.decoded([data], "gzip"))


def test_waits_are_read_in_seconds_and_as_dates():
    assert seconds("120") == 120
    assert seconds("") is None
    assert seconds("soon") is None
    assert seconds("Sun, 22 Nov 2015 00:00:00 GMT") == 0
    soon = seconds(format_datetime(now(), usegmt=True))
    assert soon is not None
    assert soon < 2
