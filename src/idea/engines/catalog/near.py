"""The near-me card of the catalog: what published data lies around a place."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from idea.engines.catalog.outward import page_path
from idea.engines.features import api as features
from idea.engines.features.types import Nearby
from idea.kernel.geometry import Place
from idea.kernel.near import Card, CardItem

RADIUS = 1_000.0  # meters: a quarter of an hour on foot
ITEMS = 8
LOOKED_AT = 60
_NAME_LIKE = ("name", "名稱", "站名", "title", "標題", "地點", "地址", "address", "location")


def nearby_data(place: Place, language: str) -> Card | None:
    """Return the nearest features of all data sets with a map, within RADIUS."""
    found = features.near(place, RADIUS, LOOKED_AT)
    if not found:
        return None
    with override(language):
        collections = {near.collection.id for near in found}
        shown = [_item(near, language) for near in found[:ITEMS]]
        return Card(
            key="catalog",
            title=_("Open data around here"),
            value=ngettext("%(count)d data set", "%(count)d data sets", len(collections))
            % {"count": len(collections)},
            detail=_("Within %(radius)d m of this place.") % {"radius": RADIUS},
            as_of=max(near.collection.updated_at for near in found),
            distance_m=found[0].distance,
            items=tuple(shown),
        )


def _item(near: Nearby, language: str) -> CardItem:
    collection = near.collection
    title = (collection.title_en if language == "en" else "") or collection.title
    name = _name(near.feature.get("properties") or {}, language)
    label = (
        f"{name}（{title}）"
        if name and language != "en"
        else f"{name} ({title})"
        if name
        else title
    )
    return CardItem(label=label, url=page_path(collection.id), distance_m=near.distance)


def _name(properties: dict[str, object], language: str) -> str:
    """Return the value that most looks like the feature's name, in the reader's script if any."""
    found = [
        value[:60]
        for wanted in _NAME_LIKE
        for key, value in properties.items()
        if wanted in key.lower() and isinstance(value, str) and value
    ]
    return next((name for name in found if name.isascii() is (language == "en")), "") or next(
        iter(found), ""
    )
