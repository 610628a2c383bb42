"""A live layer is a data set like any other: listed, licensed, found, from its first minute.

Writes the data set beside the collection that the features engine keeps, or neither.
"""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from idea.engines.catalog import queries
from idea.engines.catalog.errors import DatasetNotFound
from idea.engines.catalog.linked import features_url
from idea.engines.catalog.registering import register
from idea.engines.catalog.types import Distribution, Draft, Frequency
from idea.engines.features import api as features
from idea.engines.features.live.types import Live, LiveDraft
from idea.engines.identity import api as identity
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Conflict


def declare(
    draft: LiveDraft, *, actor: Actor, license_id: str = "", theme: str = "", why: str = ""
) -> Live:
    """Begin a live collection and, where residents see it, list its data set under the same name.

    Raises Forbidden, Conflict, BadDeclaration of features and BadDraft of the catalog.
    """
    with transaction.atomic():
        if _is_known(draft.id):
            raise Conflict(
                _("There is a data set “%(id)s” already.") % {"id": draft.id},
                remedy=_("Choose another id."),
            )
        owner = identity.organization(draft.organization_id)
        identity.require_active(owner.id)
        draft = replace(draft, attribution=draft.attribution or owner.name)
        live = features.declare_live(draft, actor=actor, why=why)
        if live.public:
            register(
                actor=actor,
                draft=Draft(
                    slug=live.id,
                    title=live.title,
                    title_en=live.title_en,
                    description=live.description,
                    description_en=live.description_en,
                    organization=owner.slug,
                    license=license_id,
                    theme=theme,
                    frequency=Frequency.CONTINUOUS,
                    synthetic=draft.synthetic,
                ),
                distributions=[
                    Distribution(
                        title=_("As it is now: OGC API Features"),
                        access_url=f"{features_url(live.id)}/items",
                        format="geojson",
                    )
                ],
                why=why,
            )
    return features.live_collection(live.id)


def _is_known(slug: str) -> bool:
    try:
        queries.dataset(slug)
    except DatasetNotFound:
        return False
    return True
