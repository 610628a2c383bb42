"""The actions that write files: a link is kept as a link, an upload is published as a version."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from idea.engines.catalog import access, publishing
from idea.engines.catalog.ckan import drafts, shapes
from idea.engines.catalog.ckan.calls import Call, write
from idea.engines.catalog.ckan.errors import InvalidCall
from idea.engines.catalog.ckan.finding import dataset_of, resource_of
from idea.engines.catalog.ckan.writing import save_links
from idea.engines.catalog.http.entrance import permit
from idea.engines.catalog.http.uploads import name_of
from idea.engines.catalog.types import Dataset, Distribution, Download, Draft

MOST_BYTES: Final = 200 * 1024**2  # read while the caller waits; more goes through the REST API


@write
def resource_create(call: Call) -> dict[str, Any]:
    """Add a file to the data set `package_id`: a link (`url`), or an `upload`.

    An upload is read and published as the data set's new version; what is returned is the
    table made of it (CSV), whose rows `datastore_search` gives. Other fields: `name`,
    `description`, `format`, `mimetype`, `size`, `hash` (SHA-256).
    """
    found = dataset_of(call.needed("package_id"))
    if call.upload is not None:
        return _publish(call, found, call.upload)
    new = replace(drafts.link(call.data), id=None)
    changed = save_links(call, found, [*(found.linked or ()), new])
    return _last(changed)


@write
def resource_update(call: Call) -> dict[str, Any]:
    """Change the file `id`: of a link what is sent, of ours by an `upload` (a new version)."""
    found, key = resource_of(call.needed("id"))
    if call.upload is not None:
        return _publish(call, found, call.upload)
    if key in shapes.own_ids(found):
        raise InvalidCall({"upload": [_("A published file is changed by uploading another one.")]})
    files = [
        drafts.link({**call.data, "id": key}, item) if str(item.id) == key else item
        for item in found.linked or ()
    ]
    at = [str(item.id) for item in found.linked or ()].index(key)
    changed = save_links(call, found, files)
    return _shown(changed, (changed.linked or ())[at])


@write
def resource_patch(call: Call) -> dict[str, Any]:
    """Change only what is sent of the file `id`."""
    result: dict[str, Any] = resource_update(call)
    return result


@write
def resource_delete(call: Call) -> None:
    """Remove the link `id`. What was published here stays: withdraw the data set instead."""
    found, key = resource_of(call.needed("id"))
    if key in shapes.own_ids(found):
        raise InvalidCall({"id": [_("Published versions stay. Withdraw the data set instead.")]})
    save_links(call, found, [item for item in found.linked or () if str(item.id) != key])


def _publish(call: Call, found: Dataset, upload: UploadedFile[Any]) -> dict[str, Any]:
    actor = permit(call.request, access.PUBLISH, found.organization_id)
    if (upload.size or 0) > MOST_BYTES:
        message = _("Send files larger than %(most)d MB to /api/v1/datasets/{name}/versions.")
        raise InvalidCall({"upload": [message % {"most": MOST_BYTES >> 20}]})
    folder = Path(settings.IDEA_HOME) / "work" / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="ckan-") as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        publishing.publish(
            actor=actor,
            path=Path(file.name),
            filename=name_of(upload),
            draft=Draft(slug=found.slug, note=call.text("description")),
        )
    changed = dataset_of(found.slug)
    wanted = shapes.own_id(changed, str(Download.CSV))
    return next(item for item in shapes.resources(changed) if item["id"] == wanted)


def _last(found: Dataset) -> dict[str, Any]:
    return _shown(found, (found.linked or ())[-1])


def _shown(found: Dataset, link: Distribution) -> dict[str, Any]:
    return next(item for item in shapes.resources(found) if item["id"] == str(link.id))
