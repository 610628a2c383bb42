"""The face of quality: measurements, the league table, and their words.

Thin: each name is explained where it is defined.
"""

from idea.engines.catalog.quality.advice import Advice, advice
from idea.engines.catalog.quality.badge import badge_svg
from idea.engines.catalog.quality.checks.personal import look_at_file
from idea.engines.catalog.quality.dqv import dqv
from idea.engines.catalog.quality.indicators import (
    BANDS,
    GROUPS,
    INDICATORS,
    MQA_TOTAL,
    Indicator,
    band,
    group_points,
)
from idea.engines.catalog.quality.queries import league, measurement, overall, trend, worst
from idea.engines.catalog.quality.recording import ids_of, measure_datasets
from idea.engines.catalog.quality.trends import trend_svg

__all__ = [
    "BANDS",
    "GROUPS",
    "INDICATORS",
    "MQA_TOTAL",
    "Advice",
    "Indicator",
    "advice",
    "badge_svg",
    "band",
    "dqv",
    "group_points",
    "ids_of",
    "league",
    "look_at_file",
    "measure_datasets",
    "measurement",
    "overall",
    "trend",
    "trend_svg",
    "worst",
]
