"""What the launcher's commands promise, on real processes."""

import json
import os
import signal
import time
import urllib.request

import pytest

from tests.sites import kill_group

pytestmark = pytest.mark.xdist_group("site")


def get(url: str) -> tuple[int, str]:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.status, answer.read().decode()


def test_up_serves_and_down_stops_and_both_may_be_said_twice(make_site):
    site = make_site()
    first = site.up("--no-demo")
    assert site.url in first
    assert get(site.url + "/healthz")[0] == 200
    assert get(site.url + "/")[0] == 200
    assert site.url in site.up("--no-demo")
    assert "Serving" in site.run("status")
    assert "Stopped" in site.run("down")
    assert "No site" in site.run("down")
    site.run("status", code=3)


def test_the_link_for_the_first_administrator_is_printed_and_works(make_site):
    site = make_site()
    printed = site.up("--no-demo")
    link = next(word for word in printed.split() if "/identity/" in word)
    assert get(link)[0] == 200


def test_two_sites_run_side_by_side(make_site):
    one, two = make_site(), make_site()
    one.up("--no-demo")
    two.up("--no-demo")
    assert get(one.url + "/readyz")[0] == get(two.url + "/readyz")[0] == 200
    assert (one.home / "secret").read_text() != (two.home / "secret").read_text()
    one.run("down")
    assert get(two.url + "/healthz")[0] == 200


def test_a_taken_port_is_named_with_the_remedy(make_site):
    one, two = make_site(), make_site()
    one.up("--no-demo")
    two.port = one.port
    said = two.run("up", "--detach", "--no-demo", "--port", str(one.port), code=1)
    assert str(one.port) in said
    assert "--port" in said


def test_the_port_is_kept_for_later_commands(make_site):
    site = make_site()
    site.up("--no-demo")
    site.run("down")
    assert site.url in site.run("up", "--detach")


def test_kill_9_of_the_supervisor_leaves_nothing_behind_that_stops_the_next_start(make_site):
    site = make_site()
    site.up("--no-demo")
    pid = json.loads((site.home / "run" / "site.json").read_text())["pid"]
    os.kill(pid, signal.SIGKILL)
    end = time.monotonic() + 15
    while time.monotonic() < end:
        try:
            get(site.url + "/healthz")
        except OSError:
            break
        time.sleep(0.1)
    site.up("--no-demo")
    assert get(site.url + "/readyz")[0] == 200


@pytest.mark.parametrize("seconds", [0.4, 1.5, 3.0, 5.0])
def test_kill_9_during_the_first_start_is_mended_by_the_next(make_site, seconds):
    site = make_site()
    process = site.begin("up", "--detach", "--port", str(site.port))
    time.sleep(seconds)
    kill_group(process)
    site.run("down", code=None)
    site.up()
    found = json.loads(get(site.url + "/api/v1/datasets?limit=100")[1])
    slugs = [item["slug"] for item in found["items"]]
    assert len(slugs) == len(set(slugs)) == found["total"]
    for slug in slugs:
        assert get(f"{site.url}/api/v1/datasets/{slug}/rows?limit=1")[0] == 200


def test_a_setting_that_cannot_be_is_named(make_site):
    site = make_site(IDEA_PORT="many")
    said = site.run("up", "--detach", code=2)
    assert "IDEA_PORT" in said
    assert "many" in said


@pytest.mark.parametrize("command", [("up", "--detach", "--no-demo"), ("doctor",)])
def test_an_engines_setting_that_cannot_be_is_named_before_anything_is_done(make_site, command):
    site = make_site(IDEA_WORKER_JOBS="abc", IDEA_LOG_LEVEL="loud")
    said = site.run(*command, code=2)
    assert "IDEA_WORKER_JOBS" in said
    assert "abc" in said
    assert "IDEA_LOG_LEVEL" in said
    assert "Traceback" not in said
    assert not (site.home / "idea.sqlite3").exists()


def test_doctor_finds_nothing_wrong_with_a_new_site(make_site):
    site = make_site()
    site.up("--no-demo")
    found = [json.loads(line) for line in site.run("doctor", "--json").splitlines()]
    assert {finding["state"] for finding in found} <= {"ok", "warning"}
    assert len(found) >= 9
    states = {finding["subject"]: finding["state"] for finding in found}
    assert states["Worker"] == states["Events"] == states["Settings"] == "ok"


def test_what_is_said_in_the_terminal_follows_its_language(make_site):
    site = make_site(LANG="zh_TW.UTF-8", IDEA_WORKER_JBOS="2")
    assert "網站未啟動" in site.run("status", code=3)
    assert "IDEA_WORKER_JOBS" in site.run("doctor", code=None)
    assert "沒有正在運作的網站" in site.run("down")
