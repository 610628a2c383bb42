"""Fixtures of the sources engine: bytes in, rows out."""

import pytest

from idea.engines.sources.tests.factories import Read, read_file


@pytest.fixture
def read(tmp_path):
    """Return a function from bytes and a file name to what was read."""
    count = iter(range(1000))

    def run(content: bytes | str, filename: str = "data.csv", **hints) -> Read:
        folder = tmp_path / str(next(count))
        folder.mkdir()
        path = folder / filename
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_file(path, folder / "work", **hints)

    return run
