"""Declares a data set of polygons a set of areas: whose it is is known here, not in the map."""

from django.utils.translation import gettext as _

from idea.engines.catalog import access, queries
from idea.engines.features.geographies import api as geographies
from idea.engines.features.geographies.errors import NotAGeography
from idea.engines.features.geographies.types import Columns, Geography, GeographyKind
from idea.kernel.audit.types import Actor


def declare(
    *, actor: Actor, slug: str, kind: GeographyKind, columns: Columns, parent: str = ""
) -> Geography:
    """Make a data set's polygons a geography. It takes the right to edit the data set.

    Raises Forbidden, DatasetNotFound, NoGeography (of the parent), NotAGeography.
    """
    found = queries.dataset(slug)
    access.check(actor, access.EDIT, found.organization_id)
    if found.current is None or found.current.layer is None:
        raise NotAGeography(
            _("The data set has no places."), remedy=_("Declare a layer of polygons.")
        )
    return geographies.declare(
        actor=actor, layer_id=slug, kind=kind, columns=columns, parent=parent
    )


def withdraw(*, actor: Actor, slug: str) -> None:
    """Take that back; the data set stays. Raises Forbidden, DatasetNotFound, NoGeography."""
    found = queries.dataset(slug)
    access.check(actor, access.EDIT, found.organization_id)
    geographies.withdraw(actor=actor, layer_id=slug)
