"""Data sets, files, agencies, themes and licenses as CKAN's dictionaries; pure functions."""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid5

from django.conf import settings

from idea.engines.catalog import labels
from idea.engines.catalog.ckan.extras import extras_of
from idea.engines.catalog.faces.ways import media_of, ways
from idea.engines.catalog.linked import page_url
from idea.engines.catalog.types import Access, Dataset, Distribution, Download, License
from idea.engines.identity.types import OrganizationInfo

_TAGS: Final = UUID("6f1f1c40-5a0e-4a62-9f57-0e6f0a3b8d11")  # namespace of tags' ids
CLOSED_TERMS: Final = {  # licenses the Open Definition does not take for open
    License.CC_BY_NC,
    License.CC_BY_ND,
    License.CC_BY_NC_SA,
    License.CC_BY_NC_ND,
    License.OTHER,
}
TABLE: Final = "csv"  # of our downloads, the one whose rows `datastore_search` gives


def package(dataset: Dataset, organization: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a data set as CKAN's package, with its resources."""
    files = resources(dataset)
    tags = [tag(word) for word in dataset.keywords]
    groups = [group_brief(dataset.theme)] if dataset.theme else []
    extras = extras_of(dataset)
    return {
        "id": str(dataset.id),
        "name": dataset.slug,
        "title": dataset.title,
        "notes": dataset.description,
        "url": dataset.landing_page,
        "author": dataset.organization,
        "author_email": None,
        "maintainer": dataset.contact_name,
        "maintainer_email": dataset.contact_email,
        "version": str(dataset.current.number) if dataset.current else "",
        "license_id": str(dataset.license),
        "license_title": dataset.license_given or labels.license_label(dataset.license),
        "license_url": dataset.license_url or labels.LICENSE_URLS.get(dataset.license, ""),
        "isopen": dataset.license not in CLOSED_TERMS and dataset.access is Access.OPEN,
        "metadata_created": _moment(dataset.published_at),
        "metadata_modified": _moment(dataset.modified_at),
        "creator_user_id": None,
        "private": False,
        "state": "deleted" if dataset.withdrawn_at else "active",
        "type": "dataset",
        "owner_org": str(dataset.organization_id),
        "organization": organization or _agency_of(dataset),
        "groups": groups,
        "tags": tags,
        "num_tags": len(tags),
        "resources": files,
        "num_resources": len(files),
        "extras": [{"key": key, "value": value} for key, value in extras.items()],
        "relationships_as_subject": [],
        "relationships_as_object": [],
    }


def resources(dataset: Dataset) -> list[dict[str, Any]]:
    return [_resource(dataset, item, at) for at, item in enumerate(ways(dataset))]


def own_id(dataset: Dataset, kind: str) -> str:
    """Return the lasting id of one of our own downloads."""
    return str(_turned(dataset.id, list(Download).index(Download(kind))))


def owners(resource_id: UUID) -> list[UUID]:
    """Return the ids a data set may have whose download has this id."""
    return [_turned(resource_id, at) for at in range(len(Download))]


def own_ids(dataset: Dataset) -> dict[str, str]:
    """Return our downloads' kinds by resource id."""
    return {own_id(dataset, str(kind)): str(kind) for kind in Download}


def agency(info: OrganizationInfo, count: int | None = None) -> dict[str, Any]:
    said = _organization(str(info.id), info.slug, info.name)
    if info.name_en:
        said["title_translated"] = {"zh-Hant": info.name, "en": info.name_en}
    return said if count is None else said | {"package_count": count}


def group_brief(theme: str) -> dict[str, Any]:
    words = labels.theme_label(theme)
    return {
        "id": theme.lower(),
        "name": theme.lower(),
        "title": words,
        "display_name": words,
        "description": labels.theme_uri(theme),
        "image_display_url": "",
    }


def group(theme: str, count: int) -> dict[str, Any]:
    return group_brief(theme) | {
        "type": "group",
        "is_organization": False,
        "approval_status": "approved",
        "state": "active",
        "package_count": count,
    }


def tag(word: str) -> dict[str, Any]:
    return {
        "id": str(uuid5(_TAGS, word)),
        "name": word,
        "display_name": word,
        "state": "active",
        "vocabulary_id": None,
    }


def terms(code: License) -> dict[str, Any]:
    """Return a license as license_list tells it."""
    is_open = code not in CLOSED_TERMS
    return {
        "id": str(code),
        "title": labels.license_label(code),
        "url": labels.LICENSE_URLS.get(code, ""),
        "status": "active",
        "family": "",
        "maintainer": "",
        "is_generic": code is License.OTHER,
        "domain_data": is_open,
        "domain_content": is_open,
        "od_conformance": "approved" if is_open else "not reviewed",
        "osd_conformance": "not reviewed",
    }


def status() -> dict[str, Any]:
    names = settings.IDEA_SITE_NAME
    return {
        "ckan_version": "2.11.0",  # whose Action API this is
        "site_title": names["zh-hant"],
        "site_description": names.get("en", ""),
        "site_url": settings.IDEA_SITE_URL,
        "error_emails_to": None,
        "locale_default": "zh_Hant_TW",
        "extensions": ["datastore", "dcat", "idea"],
    }


def _resource(dataset: Dataset, item: Distribution, at: int) -> dict[str, Any]:
    own = item.id is None and item.url.startswith(settings.IDEA_SITE_URL)
    kind = item.url.rpartition(".")[2] if own else ""
    kind = kind if kind in set(Download) else str(Download.ORIGINAL)
    shown = {
        "id": own_id(dataset, kind) if own else str(item.id or uuid5(dataset.id, item.url)),
        "package_id": str(dataset.id),
        "name": item.title,
        "description": item.description,
        "url": item.url,
        "url_type": "upload" if own else None,
        "format": item.format.upper(),
        "mimetype": media_of(item) or None,
        "mimetype_inner": None,
        "size": item.size,
        "hash": item.checksum.partition(":")[2],
        "created": _moment(item.issued or dataset.published_at),
        "last_modified": _moment(item.modified) if item.modified else None,
        "metadata_modified": _moment(item.modified or dataset.modified_at),
        "resource_type": "api" if item.service else None,
        "cache_url": None,
        "state": "active",
        "position": at,
        "datastore_active": own and kind == TABLE,
        "encoding": item.encoding,
    }
    if item.license is not None and item.license is not dataset.license:
        shown["license"] = str(item.license)
    if item.access_url and item.access_url not in {item.url, page_url(dataset.slug)}:
        shown["access_url"] = item.access_url
    return shown


def _turned(key: UUID, at: int) -> UUID:
    """Return the id of the download number `at` of a data set, or the other way round.

    Version 7 turns to 8, "made as the maker likes" (RFC 9562), and a few random bits change.
    """
    return UUID(int=key.int ^ (0xF << 76) ^ (at + 1))


def _agency_of(dataset: Dataset) -> dict[str, Any]:
    return _organization(
        str(dataset.organization_id), dataset.organization_slug, dataset.organization
    )


def _organization(key: str, slug: str, name: str) -> dict[str, Any]:
    return {
        "id": key,
        "name": slug,
        "title": name,
        "display_name": name,
        "type": "organization",
        "description": "",
        "image_url": "",
        "image_display_url": "",
        "is_organization": True,
        "approval_status": "approved",
        "state": "active",
    }


def _moment(value: datetime) -> str:
    """Return UTC without a zone, as CKAN writes times."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat()
