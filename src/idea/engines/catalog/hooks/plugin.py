"""Makes web hooks known to the parts that ask every engine: export and erasure."""

from idea.engines.catalog.hooks.privacy import exporter
from idea.engines.identity.plugin import exporters


def declare() -> None:
    exporters.register("catalog.hooks", exporter)
