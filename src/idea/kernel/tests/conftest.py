"""What the tests of several subjects share: the words of one language, a web server."""

import threading

import pytest
from django.utils import translation

from idea.kernel.tests.web import Handler, Server


@pytest.fixture
def english():
    with translation.override("en"):
        yield


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
