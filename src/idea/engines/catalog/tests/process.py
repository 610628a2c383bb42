"""A site of its own in other processes: for what must survive kill -9 and real concurrency.

Run as a script it publishes one file; `DIE_AT` names the function of the pipeline at which
the process kills itself, before or after it ran. The product knows nothing of this.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__)


def run(home: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(SCRIPT), *arguments],
        env={**_clean(), "IDEA_HOME": str(home), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def new_home(home: Path) -> None:
    """Make a site's data folder with an empty database in it."""
    subprocess.run(
        [sys.executable, "-m", "idea", "manage", "migrate", "-v0"],
        env={**_clean(), "IDEA_HOME": str(home)},
        check=True,
        capture_output=True,
    )


def copy_home(source: Path, target: Path) -> Path:
    shutil.copytree(source, target)
    return target


def _clean() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("IDEA_")}
    return {**kept, "PYTHONPATH": str(SCRIPT.parents[4])}


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _arm(point: str) -> None:
    """Make the function named by `point` ("before:module.function") a deadly one."""
    from importlib import import_module

    when, _, dotted = point.partition(":")
    place, _, name = dotted.rpartition(".")
    try:
        owner = import_module(place)
    except ModuleNotFoundError:  # a class in a module
        module, _, cls = place.rpartition(".")
        owner = getattr(import_module(module), cls)
    real = getattr(owner, name)

    def deadly(*args, **kwargs):
        if when == "before":
            _die()
        result = real(*args, **kwargs)
        _die()
        return result

    setattr(owner, name, deadly)


def _state() -> dict[str, object]:
    """Return all there is to see of the site's data sets, from every side."""
    from idea.engines.catalog import api, models
    from idea.engines.features import api as features
    from idea.kernel.audit import api as audit
    from idea.kernel.lake import lake
    from idea.kernel.search import api as search

    slugs = list(models.Dataset.objects.order_by("slug").values_list("slug", flat=True))
    return {
        "slugs": slugs,
        "versions": {slug: [v.number for v in api.versions(slug)] for slug in slugs},
        "rows": {slug: api.rows(slug).total for slug in slugs},
        "listed": api.count(),
        "maps": [collection.id for collection in features.collections()],
        "found": search.search("stops").total,
        "changes": len(api.changes(100)),
        "audit": audit.verify().ok,
        "published": sum(e.action == "catalog.publish" for e in audit.latest(100)),
        "keys": sorted(lake().keys("datasets/")),
        "known_keys": sorted(models.Version.objects.values_list("lake_key", flat=True)),
    }


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idea.project.settings")
    import django

    django.setup()
    from datetime import timedelta

    from idea.engines.catalog import api
    from idea.engines.catalog.types import Draft
    from idea.kernel.audit.types import Actor

    what, *rest = sys.argv[1:]
    if what == "publish":
        path, slug = rest
        if os.environ.get("DIE_AT"):
            _arm(os.environ["DIE_AT"])
        done = api.publish(
            actor=Actor.system("tests"), path=Path(path), draft=Draft(slug=slug, title="Stops")
        )
        sys.stdout.write(json.dumps({"number": done.version.number, "unchanged": done.unchanged}))
    elif what == "sweep":
        before = _state()
        api.sweep(timedelta(0))
        sys.stdout.write(json.dumps([before, _state()]))
    else:
        sys.stdout.write(json.dumps(_state()))


if __name__ == "__main__":
    main()
