"""The files of a Taiwanese record: a list of objects, or columns joined by semicolons."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from idea.engines.catalog.faces.taiwan.names import RESOURCE
from idea.engines.catalog.faces.taiwan.values import Notes, fields_of, number_of, split, text_of
from idea.engines.catalog.faces.taiwan.words import SERVICE
from idea.engines.catalog.metadata import is_web
from idea.engines.catalog.naming import is_token
from idea.engines.catalog.registering import MOST_LINKS
from idea.engines.catalog.types import Distribution
from idea.kernel import clock

_TITLE: Final = 500
_URL: Final = 4000


def resources_of(
    said: Mapping[str, Any], get: Mapping[str, str], notes: Notes
) -> tuple[Distribution, ...]:
    """Return the files; each that cannot be used is left out and named."""
    listed = said["distributions"]
    if isinstance(listed, list) and listed:
        found = [
            _one(_named(item), get, notes) for item in listed[:MOST_LINKS] if isinstance(item, dict)
        ]
        many = len(listed)
    else:
        columns = _side_by_side(get)
        found = [_one(item, get, notes) for item in columns[:MOST_LINKS]]
        many = len(columns)
    if many > MOST_LINKS:
        message = _("Only the first %(most)d files are kept.") % {"most": MOST_LINKS}
        notes.add("cut", message, "distribution", str(many), "warning")
    return tuple(item for item in found if item is not None)


def format_of(text: str) -> str:
    """Return a format as we write it: `CSV` → csv; "" where it names none."""
    token = re.sub(r"[^a-z0-9.+_-]+", "-", text.strip().casefold()).strip("-._+")[:40]
    return token if is_token(token) and token not in {"other", "null", "none"} else ""


def _named(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: next((item[key] for key in keys if item.get(key) not in (None, "", [])), None)
        for name, keys in RESOURCE.items()
    }


def _side_by_side(get: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return one mapping a file from columns such as `CSV;JSON` beside `https://…;https://…`."""
    urls = split(get["url"], web=True)
    access = split(get["access_url"], web=True)
    count = len(urls) or len(access)
    lists = {
        "format": split(get["format"]),
        "encoding": split(get["encoding"]),
        "rows": split(get["rows"]),
        "identifier": split(get["resource_id"]),
        "title": split(get["resource_title"]),
        "modified": split(get["resource_modified"]),
    }
    return [
        {name: _at(values, at, count) for name, values in lists.items()}
        | {
            "url": urls[at] if at < len(urls) else "",
            "access_url": _at(access, at, count),
            "fields": get["fields"],
        }
        for at in range(count)
    ]


def _at(values: list[str], at: int, count: int) -> str:
    """Return the value of the file at `at`; a single value is of each of them."""
    if len(values) == 1 and count > 1:
        return values[0]
    return values[at] if at < len(values) else ""


def _one(item: Mapping[str, Any], get: Mapping[str, str], notes: Notes) -> Distribution | None:
    url, access = text_of(item.get("url")), text_of(item.get("access_url"))
    for address in filter(None, (url, access)):
        if not is_web(address) or len(address) > _URL:
            message = _("%(url)s is no web address.") % {"url": address[:200]}
            notes.add("bad-address", message, "distribution", address)
            return None
    if not (url or access):
        notes.add("bad-address", _("A file has no address."), "distribution", "")
        return None
    modified = text_of(item.get("modified"))
    title = text_of(item.get("title"))
    kind = text_of(item.get("kind")) or get["kind"]
    return Distribution(
        title=title[:_TITLE],
        description=title if len(title) > _TITLE else "",
        download_url=url,
        access_url=access,
        format=format_of(text_of(item.get("format"))),
        encoding=text_of(item.get("encoding"))[:40],
        rows=number_of(text_of(item.get("rows"))) or None,  # 0 stands for "not counted"
        fields=fields_of(item.get("fields")),
        modified=clock.parse_moment(modified) if modified else None,
        identifier=text_of(item.get("identifier"))[:500],
        service=kind == SERVICE,
    )
