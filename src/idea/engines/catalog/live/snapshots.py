"""Publishes what a live layer holds as a version of its data set, for downloads and the record.

The map and the services show the features as they are now; a version is how they were at a time.
"""

import json
import tempfile
from pathlib import Path

from django.utils.translation import gettext as _

from idea.engines.catalog.publishing import publish
from idea.engines.catalog.types import Draft, Published
from idea.engines.features import api as features
from idea.engines.features.live.types import MOST_FEATURES, Live
from idea.kernel import clock
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Conflict
from idea.kernel.progress import Progress, silent

SYSTEM = Actor.system("live-layers")


def publish_snapshot(slug: str, *, actor: Actor = SYSTEM, progress: Progress = silent) -> Published:
    """Publish the features as they are now; the same ones as last time make no new version.

    Raises NoLive, Conflict where there is none to publish, and what `publish` raises.
    """
    live = features.live_collection(slug)
    if not live.public or live.count == 0:
        raise Conflict(
            _("This layer has nothing to publish yet."), remedy=_("Create a feature first.")
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{slug}.geojson"
        _write(live, path)
        at = clock.now().astimezone(clock.TAIPEI)
        note = _("Snapshot of %(at)s") % {"at": f"{at:%Y-%m-%d %H:%M}"}
        draft = Draft(slug=slug, note=note)
        return publish(actor=actor, path=path, draft=draft, progress=progress)


def _write(live: Live, path: Path) -> None:
    found = features.live_features(live.id, limit=MOST_FEATURES)
    rows = [
        {
            "type": "Feature",
            "id": each.id,
            "geometry": each.geometry,
            "properties": {"id": each.id, **each.properties},
        }
        for each in sorted(found, key=lambda each: each.id)
    ]
    body = {"type": "FeatureCollection", "features": rows}
    path.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
