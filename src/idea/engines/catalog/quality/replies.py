"""How agencies answer those who ask for data: the seventh of Taiwan's indicators.

Counts the requests kept by `requests/`; what an answer is, is decided there.
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, F, Q

from idea.engines.catalog import models
from idea.engines.catalog.quality.types import Replies
from idea.kernel import clock


def replies_of(organizations: Collection[UUID]) -> dict[UUID, Replies]:
    """Return, by agency, how many requests were due or answered, and how many in time.

    A request that still has time counts for nothing; one hidden or merged into another never does.
    """
    today = clock.now().astimezone(clock.TAIPEI).date()
    settled = Q(answered_at__isnull=False) | Q(due__lt=today)
    counted = (
        models.DataRequest.objects.filter(
            settled,
            organization_id__in=organizations,
            hidden_at__isnull=True,
            merged_into__isnull=True,
        )
        .order_by()
        .values_list("organization_id")
        .annotate(
            asked=Count("id"),
            in_time=Count("id", filter=Q(answered_at__date__lte=F("due"))),
        )
    )
    return {key: Replies(asked, in_time) for key, asked, in_time in counted}
