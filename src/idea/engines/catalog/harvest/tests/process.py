"""A harvest in a process of its own, which may kill itself at a point; prints what is seen.

Run as a script: the argument is the file to harvest, or nothing to look only. `HOLD` names a file
to make within the transaction, which then stays open for some seconds. `ask FILE SECONDS` is a
resident who posts a request when that file is there, and waits for a lock so long.
"""

import json
import os
import sys
import time
from pathlib import Path

HELD = 8.0  # seconds


def seen() -> dict[str, object]:
    from idea.engines.catalog import models
    from idea.kernel.audit import api as audit
    from idea.kernel.search.models import Entry

    return {
        "datasets": list(
            models.Dataset.objects.order_by("slug").values_list(
                "slug", "title", "description", "origin", "withdrawn_why"
            )
        ),
        "links": sorted(models.Distribution.objects.values_list("dataset__slug", "download_url")),
        "changes": sorted(models.Change.objects.values_list("dataset__slug", "kind")),
        "paths": sorted(
            models.HarvestPath.objects.values_list("identifier", "digest", "main", "withdrew")
        ),
        "found": sorted(Entry.objects.values_list("title", flat=True)),
        "agencies": sorted(models.Dataset.objects.values_list("organization__name", flat=True)),
        "audit": audit.verify().ok,
        "harvests": sum(e.action == "catalog.harvest" for e in audit.latest(100)),
    }


def hold(flag: Path) -> None:
    """Keep the transaction of the harvest open, as one of a larger catalog is."""
    from idea.engines.catalog.harvest import running

    real = running.lay_down

    def slow(*args):
        real(*args)
        flag.touch()
        time.sleep(HELD)

    running.lay_down = slow


def ask(flag: Path, seconds: float) -> dict[str, object]:
    """Read the list and post a request while the harvest writes; tell how both were answered."""
    from django.db import connection
    from django.test import Client

    from idea.engines.identity import api as identity
    from idea.engines.identity.tests.factories import person
    from idea.kernel.audit.types import Actor

    name = f"{os.getpid()}@example.org"
    person(name)
    _info, secret = identity.create_token(
        actor=Actor.system("tests"), email=name, label="t", scopes=("participate",), days=1
    )
    connection.close()
    connection.settings_dict["OPTIONS"]["timeout"] = seconds
    connection.ensure_connection()
    client = Client(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {secret}"})
    client.get("/api/v1/requests")  # the first one of a process loads the whole site
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while not flag.exists():
        time.sleep(0.01)
    read = client.get("/api/v1/datasets")
    began = time.monotonic()
    body = {"title": "路燈用電量", "what": "各里每月的路燈用電量，供節能規劃"}
    told = client.post("/api/v1/requests", json.dumps(body), content_type="application/json")
    return {
        "read": [read.status_code, read.json().get("total")],
        "status": told.status_code,
        "waited": time.monotonic() - began,
        "retry": told.headers.get("Retry-After"),
        "code": told.json().get("code"),
    }


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idea.project.settings")
    import django

    django.setup()
    if sys.argv[1] == "ask":
        sys.stdout.write(json.dumps(ask(Path(sys.argv[2]), float(sys.argv[3]))))
        return
    if os.environ.get("HOLD"):
        hold(Path(os.environ["HOLD"]))
    from idea.engines.catalog.harvest import api
    from idea.engines.catalog.harvest.errors import SourceNotFound
    from idea.engines.catalog.harvest.types import SourceDraft
    from idea.engines.catalog.tests.process import _arm
    from idea.engines.identity import api as identity
    from idea.kernel.audit.types import Actor

    actor = Actor.system("tests")
    if sys.argv[1]:
        identity.ensure_organization(actor=actor, name="市政府", slug="city")
        try:
            api.source("portal")
        except SourceNotFound:
            draft = SourceDraft(title="Portal", slug="portal", organization="city", hours=0)
            api.save_source(actor=actor, draft=draft)
        if os.environ.get("DIE_AT"):
            _arm(os.environ["DIE_AT"])
        api.harvest(actor=actor, slug="portal", files=[Path(sys.argv[1])])
    sys.stdout.write(json.dumps(seen(), default=str))


if __name__ == "__main__":
    main()
