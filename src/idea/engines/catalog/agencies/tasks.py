"""The background work of merged agencies: search and map name the agency that answers now."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idea.engines.catalog import models
from idea.engines.catalog.committing import lock
from idea.engines.catalog.outward import show
from idea.engines.catalog.records import dataset_of
from idea.engines.catalog.requests.outward import show as show_request
from idea.kernel.jobs import api as jobs
from idea.kernel.progress import Progress

JOB = "catalog.show-merged"


@jobs.job(JOB, gettext_lazy("Show data sets under the agency they went to"))
def show_merged(progress: Progress, *, organization_id: UUID) -> dict[str, int]:
    """Write the search entries and map collections of an agency's data sets and requests anew."""
    sets = models.Dataset.objects.filter(models.LISTED, organization_id=organization_id)
    ids = list(sets.values_list("pk", flat=True))
    for done, key in enumerate(ids):
        progress(done, len(ids), _("Data sets"))
        with transaction.atomic():
            row = lock(key)
            if row.withdrawn_at is None:
                show(dataset_of(row))
    asked = models.DataRequest.objects.select_related("organization")
    rows = list(asked.filter(organization_id=organization_id))
    with transaction.atomic():
        for request in rows:
            show_request(request)
    return {"datasets": len(ids), "requests": len(rows)}
