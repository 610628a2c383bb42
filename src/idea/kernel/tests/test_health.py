"""Alive is not ready: ready means that database, migrations and lake are; numbers are for few."""

import pytest
from django.test import RequestFactory

from idea.kernel import health
from idea.kernel.jobs import workers

GET = RequestFactory().get


@pytest.fixture(autouse=True)
def _fresh(monkeypatch, settings, tmp_path):
    settings.IDEA_LAKE_URL = (tmp_path / "lake").as_uri()
    monkeypatch.setattr(health, "_lake_ok_at", None)
    monkeypatch.setattr(health, "_migrated", False)
    monkeypatch.setattr(workers, "_mine", None)


def checks():
    return {check.name: check for check in health.checks()}


def test_alive_asks_nobody():
    # No `db` fixture: a query would be refused.
    assert health.healthz(GET("/healthz")).status_code == 200


def test_ready(db):
    import orjson

    workers.beat()
    response = health.readyz(GET("/readyz"))
    body = orjson.loads(response.content)
    assert response.status_code == 200, body
    assert body["ready"]
    assert [check["name"] for check in body["checks"] if not check["ok"]] == []
    assert "no-cache" in response.headers["Cache-Control"]


def test_no_worker_is_a_warning_with_its_mend(db):
    check = checks()["worker"]
    assert (check.ok, check.warning) == (False, True)
    assert check.remedy
    assert health.readyz(GET("/readyz")).status_code == 200


def test_a_lake_that_cannot_be_written_is_not_ready(db, monkeypatch):
    def refuse():
        raise PermissionError("/very/private/path")

    monkeypatch.setattr("idea.kernel.lake.lake", refuse)
    response = health.readyz(GET("/readyz"))
    assert response.status_code == 503
    assert b"private" not in response.content
    assert b"PermissionError" in response.content


def test_the_lake_is_left_as_it_was(db):
    from idea.kernel.lake import lake

    assert checks()["lake"].ok
    assert list(lake().keys("health")) == []


def test_waiting_migrations_are_not_ready(db):
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="jobs").delete()
    check = checks()["migrations"]
    assert not check.ok
    assert not check.warning
    assert "1" in check.detail
    assert list(checks()) == ["database", "migrations"]  # the rest needs tables
    assert health.readyz(GET("/readyz")).status_code == 503


def test_a_database_that_is_away_is_not_ready(db, monkeypatch):
    from django.db import OperationalError

    def away():
        raise OperationalError("could not connect to db.internal")

    monkeypatch.setitem(health._LOOKS, "database", away)
    response = health.readyz(GET("/readyz"))
    assert response.status_code == 503
    assert b"db.internal" not in response.content


def test_given_up_events_are_a_warning_that_names_them(db):
    from django.utils import timezone

    from idea.kernel.events.models import Delivery, OutboxEvent

    event = OutboxEvent.objects.create(name="tests.thing", payload="{}")
    Delivery.objects.create(event=event, subscriber="tests.listener", parked_at=timezone.now())
    check = checks()["events"]
    assert (check.ok, check.warning) == (False, True)
    assert "tests.thing → tests.listener" in check.detail


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "127.8.9.1"])
def test_numbers_are_for_this_machine(db, address):
    response = health.metrics(GET("/metrics", REMOTE_ADDR=address))
    text = response.content.decode()
    assert response.status_code == 200
    assert 'idea_jobs{state="queued"} 0.0' in text
    assert "idea_workers 0.0" in text
    assert "idea_http_request_seconds" in text


@pytest.mark.parametrize(
    "request_",
    [
        GET("/metrics", REMOTE_ADDR="203.0.113.9"),
        GET("/metrics", REMOTE_ADDR=""),
        GET("/metrics", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "203.0.113.9"}),
        GET("/metrics", REMOTE_ADDR="127.0.0.1", headers={"Forwarded": "for=203.0.113.9"}),
        GET("/metrics", REMOTE_ADDR="203.0.113.9", headers={"Authorization": "Bearer "}),
        GET("/metrics", REMOTE_ADDR="203.0.113.9", headers={"Authorization": "Bearer wrong"}),
    ],
)
@pytest.mark.parametrize("token", ["", "right"])
def test_numbers_are_not_for_others(monkeypatch, request_, token):
    monkeypatch.setenv("IDEA_METRICS_TOKEN", token)
    response = health.metrics(request_)
    assert response.status_code == 403
    assert b"idea_jobs" not in response.content


def test_numbers_are_for_who_knows_the_token(db, monkeypatch):
    monkeypatch.setenv("IDEA_METRICS_TOKEN", "right")
    headers = {"Authorization": "Bearer right"}
    request = GET("/metrics", REMOTE_ADDR="203.0.113.9", headers=headers)
    assert health.metrics(request).status_code == 200


def test_several_processes_count_together(tmp_path):
    import os
    import subprocess
    import sys
    from pathlib import Path

    env = os.environ | {
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "idea.project.settings",
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }
    count = (
        "from idea.kernel import metrics\n"
        "metrics.count_request(method='GET', route='home', status=200, seconds=0.1)\n"
        "from prometheus_client import CollectorRegistry\n"
        "metrics.House.collect = lambda self: iter(())\n"  # no database here
        "print(metrics.render().decode())"
    )
    for expected in ("1.0", "2.0", "3.0"):
        text = subprocess.run(
            [sys.executable, "-c", count], env=env, capture_output=True, text=True, check=True
        ).stdout
        labels = 'method="GET",route="home",status="200"'
        assert f"idea_http_requests_total{{{labels}}} {expected}" in text


def test_one_broken_number_leaves_the_others(db, monkeypatch):
    def broken():
        raise ValueError

    monkeypatch.setattr("idea.kernel.jobs.api.counts", broken)
    text = health.metrics(GET("/metrics")).content.decode()
    assert "idea_workers" in text
    assert "idea_jobs{" not in text
