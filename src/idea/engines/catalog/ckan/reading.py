"""The actions that read data sets, agencies, themes, tags, licenses and files.

Each docstring is what `help_show` answers, so it is written for the caller.
"""

from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog.ckan import shapes
from idea.engines.catalog.ckan.calls import Call, actions, read
from idea.engines.catalog.ckan.errors import BadSearch, NotThere
from idea.engines.catalog.ckan.finding import dataset_of, package_of, resource_of
from idea.engines.catalog.elsewhere import SHOWN
from idea.engines.catalog.faces import load
from idea.engines.catalog.records import distribution_of
from idea.engines.catalog.types import License

MOST: Final = 1000  # packages of one answer, as in CKAN
_LINKS: Final = {  # of resource_search
    "name": "title__icontains",
    "description": "description__icontains",
    "url": "download_url__icontains",
    "format": "format__iexact",
    "hash": "checksum__icontains",
    "id": "id",
}


@read
def site_read(call: Call) -> bool:  # noqa: ARG001
    """Return true: anybody may read this site."""
    return True


@read
def status_show(call: Call) -> dict[str, Any]:  # noqa: ARG001
    """Return what this site is: its address, title, and the CKAN version whose API this is."""
    return shapes.status()


@read
def help_show(call: Call) -> str:
    """Return the help of the action `name`."""
    name = call.needed("name")
    if name not in actions:
        raise NotThere(_("There is no action %(name)s.") % {"name": name[:80]})
    return actions[name].help


@read
def package_list(call: Call) -> list[str]:
    """Return the names of all data sets, in order. `limit` and `offset` choose a part."""
    names = models.Dataset.objects.filter(models.LISTED).order_by("slug")
    offset = call.integer("offset", 0, most=10**9)
    limit = call.integer("limit", 10**9, most=10**9)
    return list(names.values_list("slug", flat=True)[offset : offset + limit])


@read
def package_show(call: Call) -> dict[str, Any]:
    """Return the data set whose id or name is `id`."""
    dataset = dataset_of(call.needed("id"))
    call.uses(dataset.slug)
    return package_of(dataset)


@read
def current_package_list_with_resources(call: Call) -> list[dict[str, Any]]:
    """Return data sets with their files, the newest change first; `limit` (1000 at most), `offset`.

    `page` (from 1) may stand for `offset`.
    """
    limit = call.integer("limit", 100, most=MOST)
    number = call.integer("page", 0, most=10**6)
    offset = (number - 1) * limit if number else call.integer("offset", 0, most=10**9)
    return [package_of(item) for item in load.newest(offset, limit)]


@read
def license_list(call: Call) -> list[dict[str, Any]]:  # noqa: ARG001
    """Return the licenses this site knows."""
    return [shapes.terms(code) for code in License]


@read
def resource_show(call: Call) -> dict[str, Any]:
    """Return the file whose id is `id`."""
    dataset, resource_id = resource_of(call.needed("id"))
    call.uses(dataset.slug)
    for item in shapes.resources(dataset):
        if item["id"] == resource_id:
            return item
    raise NotThere(_("The rows of this file are not on this site."))  # of class B or C


@read
def resource_search(call: Call) -> dict[str, Any]:
    """Find files elsewhere: `query` is `field:words`, or a list of them that must all hold.

    Fields: name, description, url, format, hash, id. Downloads made by this site are found
    through their data set. `limit` (1000 at most) and `offset`; the count is exact.
    """
    wanted = Q()
    for part in call.listed("query") or [call.needed("query")]:
        wanted &= _link_condition(str(part))
    offset = call.integer("offset", 0, most=10**9)
    limit = call.integer("limit", 100, most=MOST)
    rows = models.Distribution.objects.filter(SHOWN, wanted).order_by("id")
    found = list(rows.select_related("dataset")[offset : offset + limit])
    owners = {item.slug: item for item in load.by_slugs({row.dataset.slug for row in found})}
    results = []
    for row in found:
        shown = shapes.resources(owners[row.dataset.slug])
        key = str(distribution_of(row).id)
        results += [item for item in shown if item["id"] == key]
    return {"count": rows.count(), "results": results}


def _link_condition(text: str) -> Q:
    name, colon, value = text.partition(":")
    if not colon or name not in _LINKS:
        raise BadSearch(
            _("A query is written field:words; the fields are %(names)s.")
            % {"names": ", ".join(_LINKS)}
        )
    if name == "id":
        try:
            return Q(id=UUID(value))
        except ValueError:
            return Q(pk__in=[])
    if name == "url":
        return Q(download_url__icontains=value) | Q(access_url__icontains=value)
    return Q(**{_LINKS[name]: value})
