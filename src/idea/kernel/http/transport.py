"""The connections below httpx: made to the very address that was checked, bounded in time."""

import ipaddress
import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx

from idea.kernel.http.guard import Guard

_CONNECT_S = 10.0


class Deadline:
    """A moment after which nothing more is waited for, however the other side drips."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, timeout: float | None = None) -> float:
        """Return the seconds that may be waited, at most `timeout`; TimeoutError when none is."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time for this download is over")
        return left if timeout is None else min(left, timeout)


class GuardedBackend(httpcore.NetworkBackend):
    """Resolves and checks a host, then connects to what was checked.

    So the name cannot mean another address a moment later (DNS rebinding). TLS verifies the name.
    """

    def __init__(self, guard: Guard, deadline: Deadline) -> None:
        self._guard, self._deadline = guard, deadline
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception | None = None
        for address in self._guard.resolve(host, port):
            try:
                stream = self._backend.connect_tcp(
                    address,
                    port,
                    self._deadline.left(min(timeout or _CONNECT_S, _CONNECT_S)),
                    local_address,
                    socket_options,
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            return BoundedStream(stream, self._deadline)
        raise failure or httpcore.ConnectError(f"{host} has no address")

    def connect_unix_socket(self, *_args: Any, **_rest: Any) -> httpcore.NetworkStream:
        raise httpcore.ConnectError("no socket of this machine is called")

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class BoundedStream(httpcore.NetworkStream):
    """A stream that waits no longer than its deadline, in every one of its waits."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        secure = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return BoundedStream(secure, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def client(guard: Guard, deadline: Deadline, *, timeout: float, proxy: str) -> httpx.Client:
    """Return a client that follows no redirect by itself and reads no proxy from the environment.

    With a `proxy` the proxy resolves names; what can be checked here is an address given as such.
    """
    transport: httpx.HTTPTransport
    if proxy:
        transport = _ProxyTransport(guard, proxy)
    else:
        transport = httpx.HTTPTransport(trust_env=False)
        # httpx has no way to hand a network backend on; its pool is a plain httpcore pool.
        transport._pool = httpcore.ConnectionPool(  # noqa: SLF001
            ssl_context=httpx.create_ssl_context(trust_env=True),
            network_backend=GuardedBackend(guard, deadline),
            max_connections=4,
        )
    return httpx.Client(
        transport=transport,
        timeout=httpx.Timeout(timeout, connect=min(timeout, _CONNECT_S)),
        follow_redirects=False,
        trust_env=False,
    )


class _ProxyTransport(httpx.HTTPTransport):
    def __init__(self, guard: Guard, proxy: str) -> None:
        super().__init__(proxy=proxy, trust_env=False)
        self._guard = guard

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return super().handle_request(request)
        self._guard.check(host, host, request.url.port or 0)
        return super().handle_request(request)
