"""The doors of the home page: what people come to do, each with one live number.

A row is added here when an engine arrives that has a page to open; nothing is promised before.
Counting is the engines' business: a door only knows whom to ask, and asks once a minute.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import cache
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from idea.engines.catalog import api as catalog
from idea.engines.catalog.requests import api as requests
from idea.engines.features import api as features
from idea.kernel.registry import Registry

FRESH = 60  # seconds a live number may be old


@dataclass(frozen=True, slots=True)
class Door:
    """One thing people come to do. `counted` holds the words around the number, `%(n)s`."""

    key: str
    name: str | Promise
    says: str | Promise
    url_name: str
    icon: str
    facet: int  # 1-5, the hue of the stripe
    number: Callable[[], int] | None = None
    counted: str | Promise = ""
    in_header: bool = False

    @property
    def url(self) -> str:
        return reverse(self.url_name)

    def live(self) -> int | None:
        """Return the number, at most `FRESH` seconds old; None where there is nothing to count."""
        if self.number is None:
            return None
        value: int | None = cache.get_or_set(f"portal:door:{self.key}", self.number, FRESH)
        return value


doors: Registry[Door] = Registry("door")


def header_doors() -> list[Door]:
    """Return the doors that also stand in the header of every page."""
    return [door for door in doors if door.in_header]


def _layers() -> int:
    return len(features.collections())


def _places() -> int:
    return sum(collection.layer.count for collection in features.collections())


doors.register(
    "datasets",
    Door(
        key="datasets",
        name=_("Find data"),
        says=_("Look at tables, download them, call them by API."),
        url_name="portal:datasets",
        icon="data",
        facet=2,
        number=catalog.count,
        counted=ngettext_lazy("%(n)s data set", "%(n)s data sets", "count"),
    ),
)
doors.register(
    "near",
    Door(
        key="near",
        name=_("What is near me"),
        says=_("Give an address or click the map, and see what is around it."),
        url_name="portal:near",
        icon="place",
        facet=5,
        number=_places,
        counted=ngettext_lazy("%(n)s place on the map", "%(n)s places on the map", "count"),
    ),
)
doors.register(
    "atlas",
    Door(
        key="atlas",
        name=_("Map"),
        says=_("Put layers one over the other, ask what is at a place, measure, print, share."),
        url_name="portal:atlas",
        icon="map",
        facet=5,
        number=_layers,
        counted=ngettext_lazy("%(n)s map layer", "%(n)s map layers", "count"),
        in_header=True,
    ),
)
doors.register(
    "workbench",
    Door(
        key="workbench",
        name=_("Ask the data"),
        says=_("Ask the tables in SQL, see the answer as a table and a chart, share the question."),
        url_name="portal:workbench",
        icon="code",
        facet=2,
    ),
)
doors.register(
    "requests",
    Door(
        key="requests",
        name=_("Ask for data"),
        says=_("Not here? Ask the agency in public, support others, see what was made of data."),
        url_name="portal:requests",
        icon="speech",
        facet=1,
        number=requests.open_count,
        counted=ngettext_lazy("%(n)s request is open", "%(n)s requests are open", "count"),
    ),
)
