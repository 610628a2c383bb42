"""The numbers of this process for Prometheus, and of the database at the moment of asking.

Counts; who may read is for `health.py`. With several web processes each counts for itself
unless PROMETHEUS_MULTIPROC_DIR names a folder (emptied at start) where they count together:
it has to be in the environment before the first import of prometheus_client.
"""

import os
from collections.abc import Iterable, Iterator

import structlog
from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

log = structlog.get_logger(__name__)

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

REQUESTS = Counter("idea_http_requests_total", "Requests answered.", ["method", "route", "status"])
SECONDS = Histogram(
    "idea_http_request_seconds",
    "Time to the answer's first byte.",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)


def count_request(*, method: str, route: str, status: int, seconds: float) -> None:
    """Count one answer. `route` is a route's name, never a path: paths are without end."""
    known = method if method in _METHODS else "other"
    REQUESTS.labels(known, route, str(status)).inc()
    SECONDS.labels(known, route).observe(seconds)


class House(Collector):
    """What waits and who works, read from the database when asked."""

    def collect(self) -> Iterator[Metric]:
        for part in (_jobs, _events, _workers):
            try:
                yield from part()
            except Exception:  # half the numbers are better than none
                log.exception("metric_failed", part=part.__name__)


def _jobs() -> Iterable[Metric]:
    from idea.kernel.jobs import api as jobs

    gauge = GaugeMetricFamily("idea_jobs", "Jobs by state.", labels=["state"])
    for state, count in jobs.counts().items():
        gauge.add_metric([state.value], count)
    return [gauge]


def _events() -> Iterable[Metric]:
    from idea.kernel.events import api as events

    waiting = GaugeMetricFamily(
        "idea_events_pending", "Events a subscriber has still to handle.", labels=["subscriber"]
    )
    parked = GaugeMetricFamily(
        "idea_events_parked", "Events given up after too many tries.", labels=["subscriber"]
    )
    for row in events.backlog():
        waiting.add_metric([row.subscriber], row.pending)
        parked.add_metric([row.subscriber], row.parked)
    return [waiting, parked]


def _workers() -> Iterable[Metric]:
    from idea.kernel.jobs import api as jobs

    alive = sum(worker.alive for worker in jobs.workers())
    return [GaugeMetricFamily("idea_workers", "Living worker processes.", value=alive)]


def render() -> bytes:
    """Return all numbers in Prometheus' text format."""
    house = CollectorRegistry(auto_describe=False)
    house.register(House())
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        counted = CollectorRegistry()
        multiprocess.MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    else:
        counted = REGISTRY
    return generate_latest(counted) + generate_latest(house)
