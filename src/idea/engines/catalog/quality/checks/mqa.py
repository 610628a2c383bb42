"""The 405 points of data.europa.eu's Metadata Quality Assessment, each with its evidence.

Pure: looks at what is said and at how links answered last. Of several distributions the one
that scores best counts, for each group of indicators by itself, as the method says.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from idea.engines.catalog.faces.ways import MEDIA
from idea.engines.catalog.labels import ACCESS_URIS
from idea.engines.catalog.quality.checks import dcat_ap
from idea.engines.catalog.quality.checks.ways import Way
from idea.engines.catalog.quality.indicators import INDICATORS
from idea.engines.catalog.quality.types import Finding, LinkHealth, State, Subject
from idea.engines.catalog.quality.vocabularies import (
    EU_LICENSES,
    MEDIA_TOPS,
    SPDX_LICENSES,
    file_type,
)

_MEDIA = re.compile(r"[a-z]+/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}")


def mqa(subject: Subject, found: list[Way]) -> list[Finding]:
    """Return a finding for each of MQA's indicators; `found`: the ways to have the data set."""
    return [
        *_findability(subject),
        *_best(found, _accessibility, "accessibility"),
        *_best(found, _interoperability, "interoperability"),
        dcat_ap.finding(subject.dataset),
        *_best(found, _licensed, "license"),
        *_reusability(subject),
        *_best(found, _contextuality, "contextuality"),
        *_dates(subject, found),
    ]


def _yes(key: str, note: str = "said", **facts: object) -> Finding:
    return Finding(key, State.GOOD, INDICATORS[key].points, note, facts)


def _no(key: str, note: str = "not_said", **facts: object) -> Finding:
    return Finding(key, State.BAD, 0, note, facts) if facts else _bare(key, note)


@lru_cache(maxsize=1000)
def _bare(key: str, note: str) -> Finding:
    return Finding(key, State.BAD, 0, note)


def _said(key: str, value: str) -> Finding:
    return _yes(key, value=value[:80]) if value else _no(key)


def _findability(subject: Subject) -> list[Finding]:
    dataset = subject.dataset
    layer = dataset.current.layer if dataset.current else None
    box = dataset.bbox or (layer.bbox if layer else None)
    if dataset.place or box is None:
        spatial = _said("mqa.spatial", dataset.place)
    else:
        words = ", ".join(f"{number:.3f}" for number in box)
        spatial = _yes("mqa.spatial", "said" if dataset.bbox else "from_rows", value=words)
    period = " / ".join(str(day or "..") for day in (dataset.start, dataset.end))
    return [
        _said("mqa.keyword", ", ".join(dataset.keywords[:5])),
        _yes("mqa.theme", "theme", value=str(dataset.theme)) if dataset.theme else _no("mqa.theme"),
        spatial,
        _said("mqa.temporal", period if dataset.start or dataset.end else ""),
    ]


def _accessibility(way: Way) -> list[Finding]:
    if way.here:
        return [
            _yes("mqa.access_ok", "served_here"),
            _yes("mqa.download", "served_here"),
            _yes("mqa.download_ok", "served_here"),
        ]
    return [
        _answered("mqa.access_ok", way.access_url, way.access),
        _said("mqa.download", way.download_url),
        _answered("mqa.download_ok", way.download_url, way.download)
        if way.download_url
        else _no("mqa.download_ok", "no_download_url"),
    ]


def _answered(key: str, url: str, health: LinkHealth | None) -> Finding:
    if health is None:
        return Finding(key, State.UNMEASURED, 0, "link_unchecked", {"url": url[:300]})
    facts = {"url": url[:300], "status": health.status, "at": health.checked_at.isoformat()}
    if health.ok:
        return _yes(key, "link_ok", **facts)
    if health.status:
        return _no(key, "link_failed", **facts)
    return _no(key, "link_silent", **facts, problem=health.problem)


def _interoperability(way: Way) -> list[Finding]:
    kind = file_type(way.format)
    media = way.media_type.lower()
    known_media = bool(_MEDIA.fullmatch(media)) and media.partition("/")[0] in MEDIA_TOPS
    if kind:
        listed = _yes("mqa.vocabulary", "eu_file_type", value=kind.code)
    elif known_media:
        listed = _yes("mqa.vocabulary", "iana_media_type", value=media)
    else:
        listed = _no("mqa.vocabulary", "not_in_list", value=way.format or media or "—")
    named = {"value": (way.format or "—").upper()}
    return [
        _said("mqa.format", way.format),
        _media_type(way),
        listed,
        _yes("mqa.open", "open_format", **named)
        if kind and kind.open
        else _no("mqa.open", "not_open_format", **named),
        _yes("mqa.machine", "machine_format", **named)
        if kind and kind.machine
        else _no("mqa.machine", "not_machine_format", **named),
    ]


def _media_type(way: Way) -> Finding:
    """Return the media type stated, or the one that our own DCAT gives for the format."""
    implied = MEDIA.get(way.format.lower(), "")
    if way.media_type or not implied:
        return _said("mqa.media_type", way.media_type)
    return _yes("mqa.media_type", "from_format", value=implied)


def _licensed(way: Way) -> list[Finding]:
    code = way.license
    if code is None:
        return [_no("mqa.license"), _no("mqa.license_known", "not_in_list", value="—")]
    if code in EU_LICENSES:
        known = _yes("mqa.license_known", "eu_license", value=str(code))
    elif code in SPDX_LICENSES:
        known = _yes("mqa.license_known", "spdx_license", value=str(code))
    else:
        known = _no("mqa.license_known", "not_in_list", value=str(code))
    return [_said("mqa.license", str(code)), known]


def _reusability(subject: Subject) -> list[Finding]:
    dataset = subject.dataset
    contact = dataset.contact_email or dataset.contact_phone or dataset.contact_name
    return [
        _yes("mqa.access", "access", value=str(dataset.access)),
        _yes("mqa.access_known", "eu_access_right", value=ACCESS_URIS[dataset.access]),
        # What a contact is matters here, who it is does not: names stay out of the evidence.
        _yes("mqa.contact", "contact_said") if contact else _no("mqa.contact"),
        _said("mqa.publisher", dataset.organization),
        _rights(subject),
    ]


def _rights(subject: Subject) -> Finding:
    """Return what is said of rights beyond the license: a fee, why it is not open, own terms."""
    dataset = subject.dataset
    return _said("mqa.rights", dataset.fee or dataset.access_why or dataset.license_given)


def _contextuality(way: Way) -> list[Finding]:
    return [_said("mqa.size", f"{way.size:,} B" if way.size is not None else "")]


def _dates(subject: Subject, found: Iterable[Way]) -> list[Finding]:
    """Return when it was published and changed: the data set's own dates are always there."""
    issued = [way.issued for way in found if way.issued]
    modified = [way.modified for way in found if way.modified]
    return [
        _said("mqa.issued", min([*issued, subject.dataset.published_at]).date().isoformat()),
        _said("mqa.modified", max([*modified, subject.dataset.modified_at]).date().isoformat()),
    ]


_KEYS = {
    "accessibility": ("mqa.access_ok", "mqa.download", "mqa.download_ok"),
    "interoperability": (
        "mqa.format",
        "mqa.media_type",
        "mqa.vocabulary",
        "mqa.open",
        "mqa.machine",
    ),
    "license": ("mqa.license", "mqa.license_known"),
    "contextuality": ("mqa.size",),
}


def _best(found: list[Way], rate: Callable[[Way], list[Finding]], group: str) -> list[Finding]:
    if not found:
        return [_no(key, "no_distribution") for key in _KEYS[group]]
    return max((rate(way) for way in found), key=lambda all_: sum(one.points for one in all_))
