"""The actions that write data sets: create, update, patch, delete.

Each checks scope and role at the entrance and hands over to the catalog's own acts.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from idea.engines.catalog import access, actions, registering
from idea.engines.catalog.ckan import drafts, shapes
from idea.engines.catalog.ckan.calls import Call, write
from idea.engines.catalog.ckan.errors import InvalidCall, NotThere
from idea.engines.catalog.ckan.extras import FIELDS
from idea.engines.catalog.ckan.finding import dataset_of, package_of
from idea.engines.catalog.faces.ways import ways
from idea.engines.catalog.http.entrance import permit, permit_publish
from idea.engines.catalog.types import Dataset, Distribution, Draft
from idea.engines.identity import api as identity

REASON = "CKAN Action API"


@write
def package_create(call: Call) -> dict[str, Any]:
    """Describe a new data set: `name`, `title`, `notes`, `owner_org`, `license_id`, `tags`,
    `groups`, `extras`, `resources` (files elsewhere, by `url`). Returns the data set.

    Files to be kept here are sent with `resource_create` and `upload`.
    """  # noqa: D205  the help CKAN clients see
    draft = drafts.draft(call.data)
    _free(draft.slug)
    actor, draft = permit_publish(call.request, draft)
    files = drafts.links(call.data.get("resources") or [], {}, frozenset())
    made = registering.register(actor=actor, draft=draft, distributions=files, why=REASON)
    return package_of(made)


@write
def package_update(call: Call) -> dict[str, Any]:
    """Say anew what is said of the data set `id` (or `name`); what is left out is emptied.

    Resources without the ids of our own downloads replace its files elsewhere.
    """
    found = dataset_of(call.text("id") or call.needed("name"))
    return _say(call, found, call.data, whole=True)


@write
def package_patch(call: Call) -> dict[str, Any]:
    """Change only what is sent of the data set `id`."""
    found = dataset_of(call.needed("id"))
    said = {name: value for name, value in call.data.items() if name not in {"id", "name"}}
    return _say(call, found, said, whole=False)


@write
def package_delete(call: Call) -> None:
    """Withdraw the data set `id`. Its page stays and says why: `reason`, shown to the public."""
    found = dataset_of(call.needed("id"))
    actor = permit(call.request, access.WITHDRAW, found.organization_id)
    why = call.text("reason") or _("Withdrawn by its publisher through the CKAN API.")
    actions.withdraw(actor=actor, slug=found.slug, why=why)


def save_links(call: Call, found: Dataset, files: list[Distribution]) -> Dataset:
    """Replace the files elsewhere of a data set."""
    actor = permit(call.request, access.EDIT, found.organization_id)
    return registering.register(
        actor=actor, draft=Draft(slug=found.slug), distributions=files, why=REASON
    )


def own_urls(found: Dataset) -> frozenset[str]:
    linked = {item.url for item in found.linked or ()}
    return frozenset(item.url for item in ways(found)) - linked


def _say(call: Call, found: Dataset, said: Mapping[str, Any], *, whole: bool) -> dict[str, Any]:
    actor = permit(call.request, access.EDIT, found.organization_id)
    draft = drafts.draft(said, slug=found.slug)
    if draft.organization and draft.organization != found.organization_slug:
        permit(call.request, access.EDIT, identity.organization(draft.organization).id)
        actions.edit(
            actor=actor,
            slug=found.slug,
            draft=Draft(organization=draft.organization),
            why=REASON,
        )
    files = None
    if "resources" in said:
        files = drafts.links(said["resources"], shapes.own_ids(found), own_urls(found))
    elif whole:
        files = []
    changed = registering.register(
        actor=actor,
        draft=replace(draft, organization=""),
        distributions=files,
        why=REASON,
        clear=_emptied(draft, said, whole=whole),
    )
    return package_of(changed)


def _emptied(draft: Draft, said: Mapping[str, Any], *, whole: bool) -> set[str]:
    """Return which fields are emptied: by a full update all that is not said, else what is said
    to be empty.
    """  # noqa: D205
    if whole or "extras" in said:
        names = drafts.EMPTIED if whole else FIELDS
        empty = {name for name in names if not getattr(draft, name)}
    else:
        empty = set()
    fields = {"notes": "description", "url": "landing_page", "maintainer": "contact_name"}
    fields |= {"maintainer_email": "contact_email", "tags": "keywords", "groups": "theme"}
    return empty | {ours for theirs, ours in fields.items() if said.get(theirs) in ("", [])}


def _free(slug: str) -> None:
    try:
        dataset_of(slug, withdrawn=True)
    except NotThere:
        return
    raise InvalidCall({"name": [_("That URL is already in use.")]})
