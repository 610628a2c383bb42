"""Series of data sets, e.g. one a year (dcat:DatasetSeries); members join by their drafts."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from idea.engines.catalog import access, models
from idea.engines.catalog.errors import BadDraft, SlugTaken
from idea.engines.catalog.faces import load
from idea.engines.catalog.faces.types import SeriesInfo
from idea.engines.catalog.harvest.guard import refuse_series
from idea.engines.catalog.metadata import TEXT_LENGTH, TITLE_LENGTH
from idea.engines.catalog.naming import is_slug, slug_of
from idea.engines.identity import api as identity
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor


def save_series(
    *,
    actor: Actor,
    title: str,
    organization: str,
    slug: str = "",
    title_en: str = "",
    description: str = "",
    why: str = "",
) -> SeriesInfo:
    """Make a series of an agency, or say anew what the one with this slug is.

    Raises BadDraft, SlugTaken (another agency's), AgencyNotFound, Forbidden.
    """
    title, title_en = " ".join(title.split()), " ".join(title_en.split())
    if not title or max(len(title), len(title_en)) > TITLE_LENGTH:
        raise BadDraft(_("A series needs a title of at most 300 characters."))
    if len(description) > TEXT_LENGTH or (slug and not is_slug(slug)):
        raise BadDraft(_("The short name or the description cannot be used."))
    agency = identity.organization(organization)
    access.check(actor, access.EDIT, agency.id)
    slug = slug or slug_of(title_en, title)
    try:
        with transaction.atomic():
            row = models.Series.objects.select_for_update().filter(slug=slug).first()
            if row is not None and row.organization_id != agency.id:
                raise SlugTaken(_("The short name %(slug)s is taken.") % {"slug": slug})
            if row is not None:
                refuse_series(row)
            else:
                identity.require_active(agency.id)
            row = row or models.Series(slug=slug, organization_id=agency.id)
            row.title, row.title_en, row.description = title, title_en, description.strip()
            row.save()
            audit.record(actor=actor, action="catalog.series", target=f"series:{slug}", why=why)
    except IntegrityError:  # somebody else made it this very moment
        raise SlugTaken(_("The short name %(slug)s is taken.") % {"slug": slug}) from None
    return load.series(slug)
