"""The near-me card of the catalog: published data around a place, and the areas that hold it.

Chooses and names; what is near is found by `features`, the page is the portal's.
"""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from idea.engines.catalog.outward import page_path
from idea.engines.features import api as features
from idea.engines.features.types import Nearby
from idea.kernel.geometry import Place
from idea.kernel.near import Card, CardItem

RADIUS = 1_000.0  # meters: a quarter of an hour on foot
MOST = 50
_LABEL = 60  # characters
_NAME_LIKE = (  # the better first
    re.compile(r"(^|_)(name|title|label)|名稱|名$|標題", re.IGNORECASE),
    re.compile(r"(^|_)(address|location)|地點|地址", re.IGNORECASE),
)


def nearby_data(place: Place, language: str) -> Card | None:
    """Return the nearest features of the layers chosen for residents, within RADIUS."""
    found = features.near(place, RADIUS, MOST, residents=True)
    if not found:
        return None
    near_by = [near for near in found if not near.inside]
    with override(language):
        return Card(
            key="catalog",
            title=_("Open data around here"),
            value=_count(near_by),
            detail=_("Within %(radius)d m of this place.") % {"radius": RADIUS} if near_by else "",
            as_of=max(near.collection.updated_at for near in found),
            distance_m=near_by[0].distance if near_by else None,
            items=tuple(_items(near_by, language)),
            areas=tuple(_items((near for near in found if near.inside), language)),
        )


def _count(found: list[Nearby]) -> str:
    count = len({near.collection.id for near in found})
    words = ngettext("%(count)d data set", "%(count)d data sets", count)
    return words % {"count": count} if count else ""


def _items(found: Iterable[Nearby], language: str) -> list[CardItem]:
    return [
        CardItem(
            label=_name(near, language) or _title(near, language),
            url=page_path(near.collection.id),
            note=_title(near, language),
            distance_m=near.distance,
            feature=near.feature if near.feature["geometry"] else None,
        )
        for near in found
    ]


def _title(near: Nearby, language: str) -> str:
    collection = near.collection
    return (collection.title_en if language == "en" else "") or collection.title


def _name(near: Nearby, language: str) -> str:
    """Return the value that most looks like the feature's name, in the reader's script if any."""
    properties = near.feature.get("properties") or {}
    texts = {key: value for key, value in properties.items() if isinstance(value, str) and value}
    named = [text for like in _NAME_LIKE for key, text in texts.items() if like.search(key)]
    english = language == "en"
    fitting = [text for text in named if text.isascii() is english]
    if not english:  # 行政區: 中澄區 says more than the English name beside it
        fitting += [text for text in texts.values() if not text.isascii()]
    return next(iter([*fitting, *named, *texts.values()]), "")[:_LABEL]
