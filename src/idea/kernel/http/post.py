"""Sends one message to an address that people gave, without being led inside.

No redirect is followed, nothing of the answer is kept but its status.
"""

from collections.abc import Mapping

import httpx

from idea.kernel.conf import kernel_settings
from idea.kernel.errors import Problem
from idea.kernel.http.fetch import _address, _readable
from idea.kernel.http.guard import Guard
from idea.kernel.http.probe import Probed
from idea.kernel.http.retries import Passing
from idea.kernel.http.transport import Deadline, client


def post(url: str, body: bytes, headers: Mapping[str, str], *, seconds: float = 10.0) -> Probed:
    """POST `body` to `url` in `seconds` at most; say how it was answered. Never raises.

    Private networks are refused, as by `fetch`.
    """
    limits = kernel_settings()
    guard = Guard(limits.http_allow)
    try:
        address = _address(url)
        with (
            client(guard, Deadline(seconds), timeout=seconds, proxy=limits.http_proxy) as http,
            _readable(address),
            http.stream("POST", address, content=body, headers=dict(headers)) as answer,
        ):
            return Probed(answer.status_code)
    except Passing as error:
        return Probed(0, error.problem.code)
    except Problem as error:
        return Probed(0, error.code)
    except (httpx.HTTPError, TimeoutError):
        return Probed(0, "http-not-reached")
