"""The face of usage counts.

Thin: each name is explained where it is defined.
"""

from idea.engines.catalog.usage.counting import count, flush, missed
from idea.engines.catalog.usage.popularity import renew
from idea.engines.catalog.usage.queries import misses, usage
from idea.engines.catalog.usage.sparkline import sparkline
from idea.engines.catalog.usage.types import Use

__all__ = [
    "Use",
    "count",
    "flush",
    "missed",
    "misses",
    "renew",
    "sparkline",
    "usage",
]
