"""The layers there are, by theme, as the map page lists them.

Asks the catalog once and the features engine once, however many layers there are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idea.engines.catalog import api as catalog
from idea.engines.catalog.types import Filter
from idea.engines.features.atlas import api as atlas
from idea.engines.features.types import Collection
from idea.portal.places import LONGEST

MOST = 120  # layers listed at once; the rest by theme or by words


@dataclass(frozen=True, slots=True)
class Entry:
    """A layer that can be put on the map."""

    layer: Collection
    agency: str
    theme: str

    @property
    def title(self) -> str:
        return title_of(self.layer)

    def as_dict(self) -> dict[str, Any]:
        return layer_dict(self.layer) | {"agency": self.agency, "theme": self.theme}


@dataclass(frozen=True, slots=True)
class Theme:
    code: str
    label: str
    entries: list[Entry]
    total: int


@dataclass(frozen=True, slots=True)
class Tree:
    themes: list[Theme]
    total: int
    shown: int


def tree(text: str = "", theme: str = "") -> Tree:
    """Return the layers whose descriptions hold the words `text`, or those of a theme, or all."""
    found = catalog.listing(
        Filter(
            text=text[:LONGEST],
            theme=theme if theme in catalog.THEMES else "",
            has_map=True,
            sort="relevance" if text else "title",
            limit=MOST,
        )
    )
    served = atlas.named([dataset.slug for dataset in found.datasets])
    english = get_language() == "en"
    groups: dict[str, list[Entry]] = {}
    for dataset in found.datasets:
        if dataset.slug in served:
            agency = (english and dataset.organization_en) or dataset.organization
            entry = Entry(served[dataset.slug], agency, dataset.theme)
            groups.setdefault(dataset.theme, []).append(entry)
    counts = {facet.value: facet.count for facet in found.facets.get("theme", [])}
    return Tree(_themes(groups, counts), found.total, sum(map(len, groups.values())))


def _themes(groups: Mapping[str, list[Entry]], counts: Mapping[str, int]) -> list[Theme]:
    order = [*(str(theme.value) for theme in catalog.THEMES), ""]
    return [
        Theme(
            code,
            catalog.theme_label(code) if code else _("Without a theme"),
            groups.get(code, []),
            counts.get(code, len(groups.get(code, []))),
        )
        for code in order
        if code in groups or counts.get(code)
    ]


def layer_dict(layer: Collection) -> dict[str, Any]:
    """Return what the map script is told of a layer."""
    return {
        "id": layer.id,
        "title": title_of(layer),
        "kind": kind_of(layer),
        "count": layer.layer.count,
        "bbox": list(layer.layer.bbox),
        "thanks": layer.attribution,
        "synthetic": layer.synthetic,
        "timed": layer.validity is not None,
    }


def title_of(layer: Collection) -> str:
    return (get_language() == "en" and layer.title_en) or layer.title


def kind_of(layer: Collection) -> str:
    """Return point, line, area or mixed."""
    plain = layer.layer.kind.removeprefix("Multi")
    return {"Point": "point", "LineString": "line", "Polygon": "area"}.get(plain, "mixed")
