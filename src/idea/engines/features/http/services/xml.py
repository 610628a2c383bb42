"""Makes XML that no title can break: what XML 1.0 cannot hold is left out, the rest escaped."""

import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
XLINK = {"xmlns:xlink": "http://www.w3.org/1999/xlink"}


def clean(text: object) -> str:
    return _NO_XML.sub("", str(text))


def root(name: str, attributes: Mapping[str, str]) -> Element:
    return Element(name, dict(attributes))


def add(parent: Element, name: str, text: object = None, /, **attributes: Any) -> Element:
    """Add a child; `xlink_href` is written xlink:href."""
    child = SubElement(
        parent, name, {k.replace("xlink_", "xlink:"): clean(v) for k, v in attributes.items()}
    )
    if text is not None:
        child.text = clean(text)
    return child


def online(parent: Element, address: str) -> Element:
    """Add an OnlineResource as WMS writes it."""
    return add(parent, "OnlineResource", xlink_type="simple", xlink_href=address)


def written(document: Element) -> bytes:
    made: bytes = tostring(document, encoding="utf-8", xml_declaration=True)
    return made


def response(document: Element, media_type: str = "text/xml", status: int = 200) -> HttpResponse:
    made = HttpResponse(
        written(document), status=status, content_type=f"{media_type}; charset=utf-8"
    )
    # The standard's report stands for itself: it is not turned into problem+json.
    setattr(made, "tells_why", True)  # noqa: B010  read by the kernel's middleware
    return made
