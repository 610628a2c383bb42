"""What a CKAN client sends, as a draft and its files elsewhere.

Names that CKAN takes and we do not (capitals, `_`) become short names of ours.
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from idea.engines.catalog import labels
from idea.engines.catalog.ckan.errors import InvalidCall
from idea.engines.catalog.ckan.extras import FIELDS, draft_of
from idea.engines.catalog.faces.taiwan.resources import format_of
from idea.engines.catalog.naming import slug_of
from idea.engines.catalog.types import Distribution, Draft, License, Theme
from idea.engines.identity import api as identity
from idea.kernel import clock
from idea.kernel.errors import NotFound

LICENSES: Final = {  # CKAN's own ids
    "cc-by": License.CC_BY,
    "cc-by-4.0": License.CC_BY,
    "cc-by-sa": License.CC_BY_SA,
    "cc-nc": License.CC_BY_NC,
    "cc-zero": License.CC0,
    "odc-pddl": License.PDDL,
    "odc-by": License.ODC_BY,
    "odc-odbl": License.ODBL,
    "uk-ogl": License.OGL_UK,
    "other-pd": License.PUBLIC_DOMAIN,
    "ogdl-taiwan": License.OGDL,
}
_PLAIN: Final = {  # members of a draft by the field of a package
    "title": "title",
    "notes": "description",
    "url": "landing_page",
    "maintainer": "contact_name",
    "maintainer_email": "contact_email",
}
# What a full update empties where the package does not say it.
EMPTIED: Final = (
    (set(_PLAIN.values()) - {"title"}) | {"keywords", "theme"} | (FIELDS - {"related", "bbox"})
) | {"related", "bbox"}


def draft(said: Mapping[str, Any], *, slug: str = "") -> Draft:
    """Return the draft a package tells. Raises InvalidCall naming every bad member."""
    members: dict[str, Any] = {
        ours: _text(said, theirs) for theirs, ours in _PLAIN.items() if said.get(theirs) is not None
    }
    name = slug or _name(said)
    extras = _extras(said)
    members |= draft_of(extras)
    members["slug"] = name
    members["title"] = members.get("title") or ("" if slug else name)
    if said.get("owner_org"):
        members["organization"] = _agency(_text(said, "owner_org"))
    members |= _license(said)
    if "tags" in said or "tag_string" in said:
        members["keywords"] = _tags(said)
    if said.get("groups"):
        members["theme"] = _theme(said["groups"])
    return Draft(**members)


def links(said: Any, own: Mapping[str, str], own_urls: frozenset[str]) -> list[Distribution]:
    """Return the files elsewhere of a list of resources; our own downloads are left out."""
    if not isinstance(said, list) or not all(isinstance(item, dict) for item in said):
        raise InvalidCall({"resources": [_("This must be a list of objects.")]})
    return [
        link(item)
        for item in said
        if str(item.get("id", "")) not in own and str(item.get("url", "")) not in own_urls
    ]


def link(said: Mapping[str, Any], before: Distribution | None = None) -> Distribution:
    """Return a resource as a file elsewhere; what is not said stays as it was `before`."""
    old = before or Distribution()

    def text(name: str, kept: str) -> str:
        return _text(said, name) if said.get(name) is not None else kept

    url = text("url", old.url)
    if not url:
        raise InvalidCall({"url": [_("Missing value")]})
    size = said.get("size")
    digest = text("hash", old.checksum.partition(":")[2])
    return Distribution(
        id=_uuid(said.get("id")) or old.id,
        title=text("name", old.title),
        description=text("description", old.description),
        download_url=url,
        access_url=text("access_url", old.access_url if old.access_url != old.url else ""),
        format=format_of(text("format", old.format)),
        media_type=text("mimetype", old.media_type),
        encoding=text("encoding", old.encoding),
        size=int(str(size)) if str(size or "").isdigit() else old.size,
        license=old.license,
        checksum=f"sha256:{digest}" if len(digest) == 64 else "",  # noqa: PLR2004  SHA-256 in hex
        issued=old.issued or _moment(said.get("created")),
        modified=_moment(said.get("last_modified")) or old.modified,
        rows=old.rows,
        fields=old.fields,
        service=text("resource_type", "api" if old.service else "") == "api",
        identifier=old.identifier,
    )


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    if value is None:
        return ""
    if isinstance(value, dict | list):
        raise InvalidCall({name: [_("This must be a text.")]})
    return str(value)


def _name(said: Mapping[str, Any]) -> str:
    name = _text(said, "name").strip()
    if not name:
        raise InvalidCall({"name": [_("Missing value")]})
    return slug_of(name)


def _extras(said: Mapping[str, Any]) -> dict[str, str]:
    extras = said.get("extras") or []
    if not isinstance(extras, list) or not all(
        isinstance(item, dict) and item.get("key") for item in extras
    ):
        raise InvalidCall({"extras": [_("This must be a list of {key, value}.")]})
    return {str(item["key"]): str(item.get("value") or "") for item in extras}


def _agency(key: str) -> str:
    try:
        return identity.organization(key).slug
    except NotFound:
        raise InvalidCall({"owner_org": [_("There is no such organization.")]}) from None


def _license(said: Mapping[str, Any]) -> dict[str, str]:
    given = _text(said, "license_id").strip()
    if not given or given == "notspecified":
        return {}
    known = LICENSES.get(given.casefold()) or next(
        (code for code in License if code.casefold() == given.casefold()), None
    )
    if known is not None:
        return {"license": str(known)}
    title = _text(said, "license_title") or given
    return {"license": str(License.OTHER), "license_given": title}


def _tags(said: Mapping[str, Any]) -> tuple[str, ...]:
    tags = said.get("tags")
    if isinstance(tags, list):
        return tuple(str(item.get("name", "") if isinstance(item, dict) else item) for item in tags)
    return tuple(word.strip() for word in _text(said, "tag_string").split(",") if word.strip())


def _theme(groups: Any) -> str:
    names = [
        str((item.get("name") or item.get("id")) if isinstance(item, dict) else item).upper()
        for item in (groups if isinstance(groups, list) else [])
    ]
    found = next((name for name in names if name in set(Theme)), "")
    if not found:
        choices = ", ".join(theme.lower() for theme in labels.THEMES)
        raise InvalidCall({"groups": [_("Use one of: %(names)s.") % {"names": choices}]})
    return found


def _moment(value: Any) -> Any:
    return clock.parse_moment(str(value)) if value else None


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None
