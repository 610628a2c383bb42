"""The face of the harvest: sources, runs, and the ways by which data sets come here.

Thin: each name is explained where it is defined.
"""

from idea.engines.catalog.harvest.actions import remove_source, save_source, set_active
from idea.engines.catalog.harvest.plugin import HARVEST
from idea.engines.catalog.harvest.queries import (
    failing,
    routes,
    run,
    run_count,
    runs,
    source,
    sources,
)
from idea.engines.catalog.harvest.running import harvest
from idea.engines.catalog.harvest.tasks import start_run
from idea.engines.catalog.harvest.words import ISSUES, KINDS, kind_label, say, state_label

__all__ = [
    "HARVEST",
    "ISSUES",
    "KINDS",
    "failing",
    "harvest",
    "kind_label",
    "remove_source",
    "routes",
    "run",
    "run_count",
    "runs",
    "save_source",
    "say",
    "set_active",
    "source",
    "sources",
    "start_run",
    "state_label",
]
