"""No query reaches a file, the network, a setting or a neighbor; the greedy ones are stopped."""

import re
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from idea.engines.catalog.workbench.errors import (
    BadQuery,
    QueryRefused,
    QueryTooLarge,
    QueryTooSlow,
)
from idea.engines.catalog.workbench.run import ask
from idea.engines.catalog.workbench.tests import hostile
from idea.engines.catalog.workbench.types import Asked
from idea.kernel.errors import NotFound, Problem

pytestmark = pytest.mark.django_db
ME = Asked("address:192.0.2.1")
ROOT = Path(__file__).resolve().parents[6]  # of the project
TRACES = ("workbench-was-here", "workbench-was-here.csv", "workbench-was-here.db")


def outcome(sql, asked=ME):
    """Return the problem a query ends in, or its rows."""
    try:
        return ask(sql, asked=asked, rows=100_000).rows
    except Problem as problem:
        return problem


def leaks(problem, sql):
    """Return what a message tells of this machine beyond what the query itself said."""
    text = f"{problem.detail} {problem.remedy}"
    told = [str(django_settings.IDEA_HOME), "site-packages", str(ROOT), "parquet:", "Traceback"]
    paths = [path for path in re.findall(r"/\w+/[\w./-]*\w", text) if path not in sql]
    return [word for word in told if word in text] + paths


def wrong(attempts, *kinds):
    found = []
    for name, sql in attempts.items():
        got = outcome(sql)
        if not isinstance(got, kinds):
            found.append((name, got))
        elif leaks(got, sql):
            found.append((name, leaks(got, sql)))
    return found


def test_there_are_more_attempts_than_were_asked_for():
    groups = (hostile.FILES, hostile.NETWORK, hostile.DOING, hostile.LOOKING, hostile.GREEDY)
    queries = {sql for group in (*groups, hostile.MALFORMED) for sql in group.values()}
    assert len(queries) >= 150


def test_no_query_reaches_a_file(stops):
    assert wrong(hostile.FILES, QueryRefused, NotFound, BadQuery) == []


def test_no_query_reaches_the_network(stops):
    assert wrong(hostile.NETWORK, QueryRefused, NotFound) == []


def test_no_query_does_anything_but_read(stops):
    assert wrong(hostile.DOING, QueryRefused, BadQuery) == []
    assert not [name for name in TRACES if (Path("/tmp") / name).exists()]  # noqa: S108
    assert len(outcome("SELECT * FROM stops")) == 5


def test_no_query_looks_behind_the_tables(stops):
    assert wrong(hostile.LOOKING, QueryRefused, NotFound) == []


def test_what_is_no_query_is_told_so(stops):
    kinds = (BadQuery, QueryRefused, NotFound)
    assert wrong(hostile.MALFORMED, *kinds) == []
    assert outcome("SELECT " + "(" * 900 + "1" + ")" * 900) == ((1,),)


def test_greedy_queries_are_stopped_while_a_modest_one_is_answered(stops, limits):
    limits(seconds=1, memory_mb=128, result_mb=2, at_once=2, at_once_each=1)
    times, failures, done = [], [], threading.Event()

    def modest():
        from django.db import connection

        while not done.is_set():
            started = time.monotonic()
            got = outcome("SELECT count(*) FROM range(1000)", Asked("address:192.0.2.2"))
            times.append(time.monotonic() - started)
            if got != ((1000,),):
                failures.append(got)
        connection.close()

    neighbor = threading.Thread(target=modest)
    neighbor.start()
    try:
        assert wrong(hostile.GREEDY, QueryTooSlow, QueryTooLarge) == []
    finally:
        done.set()
        neighbor.join()
    assert failures == []
    assert len(times) > 10
    assert sorted(times)[int(len(times) * 0.9)] < 8
