"""Reads ISO 19139 records, alone or inside the answers of a CSW (OGC 07-045).

Takes what a catalog of data needs; geometry beyond a box and quality reports are left there.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from idea.engines.catalog.harvest.compose import Told, ToldLink, compose
from idea.engines.catalog.harvest.errors import NotACatalog
from idea.engines.catalog.harvest.readers.opening import whole
from idea.engines.catalog.harvest.types import Kind, Page, Reading, Record

_NS: Final = {
    "gmd": "http://www.isotc211.org/2005/gmd",
    "gco": "http://www.isotc211.org/2005/gco",
    "gmx": "http://www.isotc211.org/2005/gmx",
    "srv": "http://www.isotc211.org/2005/srv",
    "csw": "http://www.opengis.net/cat/csw/2.0.2",
    "gml": "http://www.opengis.net/gml",
    "gml32": "http://www.opengis.net/gml/3.2",
}
_RECORD: Final = f"{{{_NS['gmd']}}}MD_Metadata"
_XLINK: Final = "{http://www.w3.org/1999/xlink}href"
_ROWS: Final = 100


def read(page: Page, *, now: datetime) -> Reading:
    try:
        root = ET.fromstring(whole(page.path))  # noqa: S314  expat bounds entities, reads none outside
    except ET.ParseError as error:
        raise NotACatalog(
            _("The answer is no well-formed XML: %(why)s.") % {"why": str(error)[:200]},
            remedy=_("Tell the keeper of the source. What was harvested before is kept."),
        ) from error
    results = root.find(".//csw:SearchResults", _NS)
    records = [root] if root.tag == _RECORD else list(root.iter(_RECORD))
    if not records and results is None:
        raise NotACatalog(_("This holds no ISO 19139 record."))
    matched = results.get("numberOfRecordsMatched", "") if results is not None else ""
    following = results.get("nextRecord", "0") if results is not None else "0"
    return Reading(
        records=_records(records, now),
        kind=Kind.ISO19139,
        expected=int(matched) if matched.isdecimal() else None,
        following=_next(page.url, following) if records else (),
    )


def first(url: str) -> str:
    """Return the request for the first records of the CSW at `url`."""
    parts = urlsplit(url)
    query = {key.lower(): value for key, value in parse_qsl(parts.query)}
    wanted = {
        "service": "CSW",
        "version": "2.0.2",
        "request": "GetRecords",
        "typenames": "gmd:MD_Metadata",
        "outputschema": _NS["gmd"],
        "elementsetname": "full",
        "resulttype": "results",
        "startposition": "1",
        "maxrecords": str(_ROWS),
    }
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(wanted | query), ""))


def _next(url: str, following: str) -> tuple[str, ...]:
    parts = urlsplit(url)
    query = {key.lower(): value for key, value in parse_qsl(parts.query)}
    if not following.isdecimal() or following == "0" or "request" not in query:
        return ()
    query["startposition"] = following
    return (urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), "")),)


def _records(records: list[ET.Element], now: datetime) -> Iterator[Record]:
    for row, record in enumerate(records, 1):
        yield compose(_told(record, row), now=now)
        record.clear()  # its text is not needed twice


def _told(record: ET.Element, row: int) -> Told:
    about = record.find("gmd:identificationInfo/*", _NS)
    about = about if about is not None else ET.Element("none")
    contact = about.find("gmd:pointOfContact/gmd:CI_ResponsibleParty", _NS)
    if contact is None:
        contact = record.find("gmd:contact/gmd:CI_ResponsibleParty", _NS)
    dates = {
        _code(each, ".//gmd:CI_DateTypeCode"): _text(each, "gmd:date")
        for each in about.findall("gmd:citation/gmd:CI_Citation/gmd:date/gmd:CI_Date", _NS)
    }
    start, end = _period(about)
    return Told(
        identifier=_text(record, "gmd:fileIdentifier"),
        title=_text(about, "gmd:citation/gmd:CI_Citation/gmd:title"),
        description=_text(about, "gmd:abstract"),
        publisher=_text(contact, "gmd:organisationName"),
        licenses=_rights(about),
        frequency=_code(about, ".//gmd:MD_MaintenanceFrequencyCode"),
        themes=_texts(about, "gmd:topicCategory/gmd:MD_TopicCategoryCode"),
        keywords=_texts(about, "gmd:descriptiveKeywords/gmd:MD_Keywords/gmd:keyword"),
        contact_name=_text(contact, "gmd:individualName") or _text(contact, "gmd:organisationName"),
        contact_email=_text(contact, ".//gmd:electronicMailAddress"),
        contact_phone=_text(contact, ".//gmd:voice"),
        language=_code(record, "gmd:language/gmd:LanguageCode"),
        start=start,
        end=end,
        place=_text(about, ".//gmd:EX_GeographicDescription//gmd:code"),
        bbox=_box(about),
        conforms_to=_text(
            record, ".//gmd:DQ_ConformanceResult/gmd:specification/gmd:CI_Citation/gmd:title"
        ),
        provenance=_text(record, ".//gmd:LI_Lineage/gmd:statement"),
        notes=_text(about, "gmd:supplementalInformation"),
        issued=dates.get("publication", "") or dates.get("creation", ""),
        modified=dates.get("revision", "") or _text(record, "gmd:dateStamp"),
        extra={
            "type": _code(record, "gmd:hierarchyLevel/gmd:MD_ScopeCode"),
            "code": _text(about, "gmd:citation/gmd:CI_Citation/gmd:identifier//gmd:code"),
        },
        links=[
            _link(each)
            for each in record.findall(
                "gmd:distributionInfo//gmd:onLine/gmd:CI_OnlineResource", _NS
            )
        ],
        row=row,
    )


def _link(online: ET.Element) -> ToldLink:
    protocol = _text(online, "gmd:protocol")
    download = "download" in protocol.lower()
    url = _text(online, "gmd:linkage")
    return ToldLink(
        access_url="" if download else url,
        download_url=url if download else "",
        title=_text(online, "gmd:name"),
        description=_text(online, "gmd:description"),
        format=":".join(protocol.split(":")[:2]).split("-")[0] if "OGC" in protocol else "",
        service=protocol.upper().startswith("OGC:"),
    )


def _rights(about: ET.Element) -> tuple[str, ...]:
    found: list[str] = []
    for each in about.findall("gmd:resourceConstraints/*", _NS):
        for part in each.findall("gmd:otherConstraints", _NS) + each.findall(
            "gmd:useLimitation", _NS
        ):
            anchor = part.find("gmx:Anchor", _NS)
            if anchor is not None:
                found.append(anchor.get(_XLINK, ""))
            found.append("".join(part.itertext()).strip())
    return tuple(filter(None, found))


def _box(about: ET.Element) -> str:
    found = about.find(".//gmd:EX_GeographicBoundingBox", _NS)
    if found is None:
        return ""
    names = ("westBound", "southBound", "eastBound", "northBound")
    ways = ("Longitude", "Latitude", "Longitude", "Latitude")
    numbers = [_text(found, f"gmd:{n}{w}") for n, w in zip(names, ways, strict=True)]
    return ",".join(numbers) if all(numbers) else ""


def _period(about: ET.Element) -> tuple[str, str]:
    for ns in ("gml", "gml32"):
        period = about.find(f".//{ns}:TimePeriod", _NS)
        if period is not None:
            return _text(period, f"{ns}:beginPosition")[:10], _text(period, f"{ns}:endPosition")[
                :10
            ]
    return "", ""


def _text(node: ET.Element | None, path: str) -> str:
    found = node.find(path, _NS) if node is not None else None
    return "".join(found.itertext()).strip() if found is not None else ""


def _texts(node: ET.Element, path: str) -> tuple[str, ...]:
    return tuple(filter(None, ("".join(x.itertext()).strip() for x in node.findall(path, _NS))))


def _code(node: ET.Element, path: str) -> str:
    found = node.find(path, _NS)
    return (found.get("codeListValue") or (found.text or "").strip()) if found is not None else ""
