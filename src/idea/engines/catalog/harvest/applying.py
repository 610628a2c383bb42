"""The one transaction of a harvest: everything it found becomes visible, or nothing does."""

from typing import Final

import orjson
from django.db import connection
from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog.harvest.errors import AlreadyRunning
from idea.engines.catalog.harvest.preparing import Prepared
from idea.engines.catalog.harvest.rows import UPDATED
from idea.engines.catalog.harvest.spool import Spool
from idea.engines.catalog.inventory import gate
from idea.engines.catalog.shelf import touch
from idea.kernel import bulk
from idea.kernel.search import api as search

_PATHS: Final = ("dataset_id", "url", "digest", "main", "said", "gone_at", "withdrew",
                 "known_by_id", "known_by_page", "known_by_files")  # fmt: skip

_SERIES: Final = ("title", "title_en", "description")


def lay_down(source: models.HarvestSource, prepared: Prepared, spool: Spool) -> None:
    """Write the rows, in the caller's transaction; AlreadyRunning where another run was faster.

    `source.edition` is the one the plan was made for.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a harvest is laid down in the transaction that tells of it")
    locked = models.HarvestSource.objects.select_for_update().get(pk=source.pk)
    if locked.edition != source.edition:
        raise AlreadyRunning(_("Another harvest of this source ended a moment ago."))
    spool.lay(models.Series, "series+")
    spool.lay(models.Series, "series", unique=["id"], update=_SERIES)
    spool.lay(models.Dataset, "dataset+")
    spool.lay(models.Dataset, "dataset", unique=["id"], update=UPDATED)
    for batch in bulk.in_batches(prepared.relinked):
        models.Distribution.objects.filter(dataset_id__in=batch).delete()
    spool.lay(models.Distribution, "link")
    spool.lay(models.HarvestPath, "path+")
    spool.lay(models.HarvestPath, "path", unique=["id"], update=_PATHS)
    spool.lay(models.Change, "change")
    search.lay_down(orjson.loads(entry) for (entry,) in spool.rows("document"))
    search.remove(prepared.hidden)
    # A series stays while any data set here, a withdrawn one included, is in it.
    models.Series.objects.filter(origin=source.slug, members=None).delete()
    gate.link_all(source.slug)
    touch(prepared.touched)
