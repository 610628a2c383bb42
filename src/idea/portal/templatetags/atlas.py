"""Small pieces of the map pages' HTML: addresses of maps, names of features.

Formats what it is given.
"""

import json
import re

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from idea.engines.features.atlas import api as features
from idea.engines.features.types import Collection, Nearby
from idea.portal.atlas.state import State
from idea.portal.atlas.tree import Entry, kind_of

register = template.Library()
_NAMELIKE = re.compile(r"(^|_)(name|title)$|名稱|名$|^站名|title|label", re.IGNORECASE)


@register.filter
def layers_text(state: State) -> str:
    """Return the layers of a map as its address tells them."""
    return features.written(shown.laid for shown in state.layers)


@register.filter
def kind(layer: Collection) -> str:
    return kind_of(layer)


@register.filter
def as_json(entry: Entry) -> str:
    return json.dumps(entry.as_dict(), ensure_ascii=False, separators=(",", ":"))


@register.simple_tag
def put(state: State, layer: Collection) -> str:
    """Return the address of the map with `layer` on top; of the same map where it is on it."""
    on = any(shown.laid.id == layer.id for shown in state.layers)
    full = len(state.layers) >= features.MOST
    return reverse("portal:atlas") + (state if on or full else state.added(layer)).query


@register.simple_tag
def embed_code(site_url: str, state: State) -> str:
    """Return the HTML that shows a map in another site's page."""
    address = f"{site_url}{reverse('portal:atlas_embed')}{state.query}"
    return (
        f'<iframe src="{address}" title="{_("Map")}" width="100%" height="480" loading="lazy" '
        'style="border:0" allowfullscreen></iframe>'
    )


@register.filter
def feature_name(one: Nearby) -> str:
    """Return what a feature is called: its name, else its first text, else its number."""
    said = {
        key: value
        for key, value in (one.feature.get("properties") or {}).items()
        if value not in (None, "")
    }
    named = [value for key, value in said.items() if _NAMELIKE.search(key)]
    # TOWNNAME: of several, the last is the finest.
    named += [value for key, value in reversed(said.items()) if key.lower().endswith("name")]
    texts = [value for value in said.values() if isinstance(value, str)]
    return str(next(iter([*named, *texts, *said.values()]), one.feature.get("id")))
