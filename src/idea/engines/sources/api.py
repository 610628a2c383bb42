"""The face of the sources engine: look into a file, read it, keep it, fetch it."""

from idea.engines.sources.actions import fetch, keep, keeping
from idea.engines.sources.archives import tileset_files
from idea.engines.sources.queries import arrivals
from idea.engines.sources.reading.reader import inspect, read

__all__ = ["arrivals", "fetch", "inspect", "keep", "keeping", "read", "tileset_files"]
