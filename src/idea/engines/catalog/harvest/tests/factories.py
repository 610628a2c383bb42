"""Small sources for the harvest's tests, and everything there is to see of the catalog."""

import json
from pathlib import Path

from idea.engines.catalog import models
from idea.engines.catalog.harvest import api
from idea.engines.catalog.harvest.types import Run, SourceDraft
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.search.models import Entry

ACTOR = Actor.system("tests")


def source(slug: str = "portal", **said: object) -> str:
    given = {"title": f"Source {slug}", "organization": "city", "hours": 0, "slug": slug}
    return api.save_source(actor=ACTOR, draft=SourceDraft(**given | said)).slug


def row(number: int, **said: object) -> dict[str, object]:
    return {
        "identifier": f"set-{number}",
        "title": f"資料集 {number}",
        "description": f"第 {number} 個",
        "publisher": "環保局",
        "url": f"https://portal.example/files/{number}.csv",
    } | said


def lines(path: Path, *rows: object) -> Path:
    path.write_text(
        "".join(each if isinstance(each, str) else json.dumps(each) + "\n" for each in rows)
    )
    return path


def run(slug: str, *files: Path, **said: bool) -> Run:
    return api.harvest(actor=ACTOR, slug=slug, files=files, **said)


def state() -> dict[str, object]:
    """Return all that a harvest may change, from every side, without the times of runs."""
    return {
        "datasets": list(
            models.Dataset.objects.order_by("slug").values_list(
                "slug", "title", "modified_at", "withdrawn_at", "origin", "organization__name"
            )
        ),
        "links": list(
            models.Distribution.objects.order_by("dataset__slug", "position").values_list(
                "id", "dataset__slug", "download_url", "format"
            )
        ),
        "changes": models.Change.objects.count(),
        "paths": list(
            models.HarvestPath.objects.order_by("source__slug", "identifier").values_list(
                "identifier", "dataset__slug", "digest", "main", "gone_at"
            )
        ),
        "found": sorted(Entry.objects.values_list("key", "title", "updated_at")),
        "audit": audit.verify().ok,
    }
