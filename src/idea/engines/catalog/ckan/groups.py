"""The actions that read agencies (organizations), themes (groups) and keywords (tags)."""

from collections import Counter
from typing import Any, Final, TypeVar

from django.db.models import Count
from django.utils.translation import gettext as _

from idea.engines.catalog import access, listing, models
from idea.engines.catalog.ckan import shapes
from idea.engines.catalog.ckan.calls import Call, read
from idea.engines.catalog.ckan.errors import NotThere
from idea.engines.catalog.ckan.finding import package_of
from idea.engines.catalog.faces import load
from idea.engines.catalog.types import Filter, Theme
from idea.engines.identity import api as identity
from idea.engines.identity.http.auth import caller_of
from idea.kernel.errors import NotFound

_Item = TypeVar("_Item")
_WITH: Final = 10  # packages shown with a group, as CKAN does


@read
def organization_list(call: Call) -> list[Any]:
    """Return the agencies: their names, or all that is known of them with `all_fields`.

    `organizations` (a list of names) chooses some; `limit` and `offset` a part.
    """
    chosen = set(call.listed("organizations"))
    found = [
        info
        for info in identity.organizations()
        if not chosen or chosen & {info.slug, str(info.id)}
    ]
    found.sort(key=lambda info: info.slug)
    part = _part(call, found)
    if not call.flag("all_fields"):
        return [info.slug for info in part]
    counts = _by_agency()
    return [shapes.agency(info, counts[str(info.id)]) for info in part]


@read
def organization_show(call: Call) -> dict[str, Any]:
    """Return the agency whose id or name is `id`; with `include_datasets`, ten of its data sets."""
    try:
        info = identity.organization(call.needed("id"))
    except NotFound as missing:
        raise NotThere(missing.detail) from None
    found = listing.listing(Filter(organization=info.slug, limit=_WITH))
    shown = shapes.agency(info, found.total)
    shown["users"], shown["groups"], shown["extras"] = [], [], []
    if call.flag("include_datasets"):
        shown["packages"] = [package_of(item) for item in load.whole(found.datasets)]
    return shown


@read
def organization_list_for_user(call: Call) -> list[dict[str, Any]]:
    """Return the agencies the caller may publish for; nobody's token, no agency."""
    caller = caller_of(call.request)
    if caller.person is None:
        return []
    own = identity.organizations_where(caller.person, access.PUBLISH.code)
    return [shapes.agency(info) | {"capacity": "editor"} for info in own]


@read
def group_list(call: Call) -> list[Any]:
    """Return the themes as groups: their names, or all that is known with `all_fields`."""
    part = _part(call, sorted(Theme))
    if not call.flag("all_fields"):
        return [theme.lower() for theme in part]
    counts = _by_theme()
    return [shapes.group(theme, counts[theme]) for theme in part]


@read
def group_show(call: Call) -> dict[str, Any]:
    """Return the theme whose name is `id`; with `include_datasets`, ten of its data sets."""
    name = call.needed("id").upper()
    if name not in set(Theme):
        raise NotThere(_("There is no group %(name)s.") % {"name": name[:80]})
    found = listing.listing(Filter(theme=name, limit=_WITH))
    shown = shapes.group(name, found.total)
    if call.flag("include_datasets"):
        shown["packages"] = [package_of(item) for item in load.whole(found.datasets)]
    return shown


@read
def tag_list(call: Call) -> list[Any]:
    """Return the keywords in use; `query` chooses those that hold it, `all_fields` tells more."""
    query = call.text("query").casefold()
    found = [word for word in sorted(_tags()) if query in word.casefold()]
    part = _part(call, found)
    return [shapes.tag(word) for word in part] if call.flag("all_fields") else part


@read
def tag_show(call: Call) -> dict[str, Any]:
    """Return the keyword `id`; with `include_datasets`, its data sets (1000 at most)."""
    word = call.needed("id")
    if word not in _tags():
        raise NotThere(_("There is no tag %(name)s.") % {"name": word[:80]})
    shown = shapes.tag(word)
    if call.flag("include_datasets"):
        found = listing.listing(Filter(keyword=word, limit=1000)).datasets
        shown["packages"] = [package_of(item) for item in load.whole(found)]
    return shown


def _part(call: Call, found: list[_Item]) -> list[_Item]:
    offset = call.integer("offset", 0, most=10**9)
    return found[offset : offset + call.integer("limit", 10**9, most=10**9)]


def _by_agency() -> Counter[str]:
    rows = models.Dataset.objects.filter(models.LISTED).values_list("organization_id")
    return Counter({str(key): n for key, n in rows.annotate(n=Count("id")).order_by()})


def _by_theme() -> Counter[str]:
    rows = models.Dataset.objects.filter(models.LISTED).values_list("theme")
    return Counter(dict(rows.annotate(n=Count("id")).order_by()))


def _tags() -> set[str]:
    words = models.Dataset.objects.filter(models.LISTED).values_list("keywords", flat=True)
    return {word for some in words.iterator(chunk_size=2000) for word in some}
