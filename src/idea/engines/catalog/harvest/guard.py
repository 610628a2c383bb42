"""Refuses to change here what is kept elsewhere: the next harvest would undo it in silence."""

from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog.harvest.errors import HarvestedElsewhere


def refuse_edits(row: models.Dataset) -> None:
    """Raise HarvestedElsewhere where the data set comes from a harvest."""
    if row.origin:
        _refuse(row.origin, row.origin_url)


def refuse_series(row: models.Series) -> None:
    """Raise HarvestedElsewhere where the series comes from a harvest."""
    if row.origin:
        _refuse(row.origin, row.identifier)


def _refuse(origin: str, url: str) -> None:
    source = models.HarvestSource.objects.filter(slug=origin).first()
    title = source.title if source else origin
    raise HarvestedElsewhere(
        _("This comes from %(source)s and is edited there: a change here would be lost.")
        % {"source": title},
        remedy=_("Edit it at its source: %(url)s. The next harvest brings the change here.")
        % {"url": url or title},
    )
