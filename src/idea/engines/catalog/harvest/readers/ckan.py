"""Reads CKAN: package_search, package_show, lists with resources; also DKAN's answers.

The shape of the answers is https://docs.ckan.org/en/latest/api/ (Action API, version 3).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from django.utils.translation import gettext as _

from idea.engines.catalog.harvest.compose import Told, ToldLink, compose, issue
from idea.engines.catalog.harvest.errors import NotACatalog
from idea.engines.catalog.harvest.readers.loose import objects, text, texts
from idea.engines.catalog.harvest.readers.opening import tree
from idea.engines.catalog.harvest.types import Kind, Page, Reading, Record

ROWS = 500  # packages asked for at once
_EXTRAS = ("version", "type", "isopen", "num_tags", "metadata_language", "guid", "dcat_type")


def read(page: Page, *, now: datetime) -> Reading:
    """Read one answer. NotACatalog where it is none, or CKAN says that it failed."""
    said = tree(page.path)
    if isinstance(said, Mapping) and said.get("success") is False:
        raise NotACatalog(
            _("The source answered with an error: %(why)s")
            % {"why": text(said.get("error"), "message")[:300]}
        )
    result = said.get("result") if isinstance(said, Mapping) else said
    expected: int | None = None
    packages: Any = result
    if isinstance(result, Mapping):
        packages = result.get("results")
        if isinstance(result.get("count"), int):
            expected = int(result["count"])
        if packages is None and "resources" in result:
            packages, expected = [result], None
    if not isinstance(packages, list):
        raise NotACatalog(_("This is no list of CKAN packages."))
    base = _site(page.url)
    return Reading(
        records=_records(packages, base, now),
        kind=Kind.CKAN,
        expected=expected,
        following=_following(page.url, len(packages), expected),
    )


def first(url: str) -> str:
    """Return the address of the first page of the site or action at `url`."""
    parts = urlsplit(url)
    if "/action/" in parts.path:
        query = dict(parse_qsl(parts.query))
        if parts.path.rstrip("/").endswith("package_search"):
            query.setdefault("rows", str(ROWS))
            query.setdefault("start", "0")
            # A fixed order: otherwise a package may slip between two pages while they are read.
            query.setdefault("sort", "id asc")
        return _with(parts, parts.path, query)
    path = parts.path.rstrip("/").removesuffix("/dataset").removesuffix("/api/3") + "/api/3/action"
    return _with(
        parts, f"{path}/package_search", {"rows": str(ROWS), "start": "0", "sort": "id asc"}
    )


def _with(parts: SplitResult, path: str, query: Mapping[str, str]) -> str:
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(query), ""))


def _following(url: str, here: int, expected: int | None) -> tuple[str, ...]:
    parts = urlsplit(url)
    if not url or not here or expected is None or not parts.path.endswith("package_search"):
        return ()
    query = dict(parse_qsl(parts.query))
    start = query.get("start", "0")
    done = (int(start) if start.isdecimal() else 0) + here
    if done >= expected:
        return ()
    return (_with(parts, parts.path, query | {"start": str(done)}),)


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path.partition('/api/')[0]}" if url else ""


def _records(packages: list[Any], base: str, now: datetime) -> Iterator[Record]:
    for row, package in enumerate(packages, 1):
        if isinstance(package, Mapping):
            yield compose(_told(package, base, row), now=now)
        else:
            broken = Told(row=row, issues=[issue("no-object", row=row, severity="error")])
            yield compose(broken, now=now)


def _told(package: Mapping[str, Any], base: str, row: int) -> Told:
    extras = {
        text(each.get("key")): text(each.get("value")) for each in objects(package.get("extras"))
    }
    organization = package.get("organization")
    publisher = text(organization, "title", "name") if isinstance(organization, Mapping) else ""
    name = text(package.get("name")) or text(package.get("id"))
    return Told(
        identifier=text(package.get("id")) or name,
        title=text(package.get("title_translated"), "zh_Hant_TW", "zh")
        or text(package.get("title")),
        title_en=_english(package.get("title_translated")),
        description=text(package.get("notes_translated"), "zh_Hant_TW", "zh")
        or text(package.get("notes")),
        description_en=_english(package.get("notes_translated")),
        publisher=publisher or extras.get("publisher_name", ""),
        licenses=tuple(
            text(package.get(key)) for key in ("license_id", "license_url", "license_title")
        ),
        frequency=extras.get("frequency", "") or text(package.get("frequency")),
        themes=(
            *texts(extras.get("theme")),
            *(text(group, "name") for group in objects(package.get("groups"))),
        ),
        keywords=texts(package.get("tags"), "display_name", "name"),
        page=f"{base}/dataset/{name}" if base and name else text(package.get("url")),
        contact_name=text(package.get("maintainer")) or text(package.get("author")),
        contact_email=text(package.get("maintainer_email")) or text(package.get("author_email")),
        language=extras.get("language", ""),
        start=extras.get("temporal_start", "") or extras.get("temporal-extent-begin", ""),
        end=extras.get("temporal_end", "") or extras.get("temporal-extent-end", ""),
        bbox=extras.get("spatial", "") if extras.get("spatial", "").startswith("{") else "",
        # DKAN writes `private` on what it shows to everybody: an answer is public by being given.
        conforms_to=extras.get("conforms_to", ""),
        provenance=extras.get("provenance", ""),
        related=tuple(filter(None, (text(package.get("url")),))),
        issued=extras.get("issued", "") or text(package.get("metadata_created")),
        modified=extras.get("modified", "") or text(package.get("metadata_modified")),
        extra={key: text(package.get(key)) for key in _EXTRAS} | _further(extras),
        links=[_link(resource) for resource in objects(package.get("resources"))],
        base=base,
        row=row,
    )


def _further(extras: Mapping[str, str]) -> dict[str, str]:
    known = {"issued", "modified", "spatial", "theme", "harvest_object_id"}
    return {key: value for key, value in extras.items() if key and key not in known}


def _english(value: Any) -> str:
    return text(value.get("en")) if isinstance(value, Mapping) else ""


def _link(resource: Mapping[str, Any]) -> ToldLink:
    url = text(resource.get("url"))
    stored = text(resource.get("url_type")) == "upload"
    return ToldLink(
        access_url="" if stored else url,
        download_url=url if stored else text(resource.get("download_url")),
        title=text(resource.get("name")),
        description=text(resource.get("description")),
        format=text(resource.get("format")),
        media_type=text(resource.get("mimetype")),
        size=text(resource.get("size")),
        license=text(resource.get("license")),
        checksum=text(resource.get("hash")),
        issued=text(resource.get("created")),
        modified=text(resource.get("last_modified")).removeprefix("Date changed").strip(),
        identifier=text(resource.get("id")),
    )
