"""Where a call may go: no private address unless it is trusted, no name that is not proven."""

import socket
import ssl
import threading
from ipaddress import ip_address

import pytest

from idea.kernel import http
from idea.kernel.clock import now
from idea.kernel.http import guard
from idea.kernel.tests.web import Handler, Server, routes

pytestmark = pytest.mark.usefixtures("english")


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
