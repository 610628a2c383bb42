"""Triples in the order they were said, each once, and safe ways to make their terms.

Addresses come from strangers: what no IRI can hold is percent-encoded, what still is none is
left out.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final
from urllib.parse import quote

from django.utils.functional import Promise
from django.utils.translation import override
from pyoxigraph import Literal, NamedNode, Triple

PREFIXES: Final = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "locn": "http://www.w3.org/ns/locn#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
HOME: Final = "zh-Hant"  # the language of what nobody said otherwise of
_terms: dict[str, NamedNode] = {}
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_SCHEMES: Final = ("http://", "https://", "mailto:", "tel:", "ftp://", "urn:")
_SAFE: Final = "!#$%&'()*+,/:;=?@[]~-._"


def term(name: str) -> NamedNode:
    """Return the term of a prefixed name, e.g. dct:title."""
    known = _terms.get(name)
    if known is None:
        prefix, _colon, rest = name.partition(":")
        known = _terms[name] = NamedNode(PREFIXES[prefix] + rest)
    return known


TYPE: Final = term("rdf:type")


class Graph:
    """What is said so far. Saying something twice changes nothing."""

    def __init__(self) -> None:
        self._triples: dict[Triple, None] = {}
        self.labeled: set[tuple[str, str]] = set()  # looking words up again costs more than all

    def __iter__(self) -> Iterator[Triple]:
        return iter(self._triples)

    def __len__(self) -> int:
        return len(self._triples)

    def add(self, subject: NamedNode, predicate: str, *values: NamedNode | Literal | None) -> None:
        for value in values:
            if value is not None:
                self._triples[Triple(subject, term(predicate), value)] = None

    def node(
        self, subject: NamedNode, predicate: str, value: NamedNode | None, kind: str
    ) -> NamedNode | None:
        """Say that `value` is the object, and of which class it is; return it."""
        if value is not None:
            self.add(subject, predicate, value)
            self.add(value, "rdf:type", term(kind))
        return value


def iri(text: str) -> NamedNode | None:
    """Return an absolute IRI, or None where the text is none."""
    text = text.strip()
    if not text.casefold().startswith(_SCHEMES):  # JSON-LD reads `dct:x` as a prefixed name
        return None
    try:
        return NamedNode(quote(text, safe=_SAFE))
    except ValueError:
        return None


def known(text: str) -> NamedNode:
    """Return an IRI this site made itself."""
    return NamedNode(text)


def words(text: str, language: str = "") -> Literal | None:
    if not text:
        return None
    if language and _LANGUAGE.fullmatch(language):
        return Literal(text, language=language)
    return Literal(text)


def moment(value: datetime | None) -> Literal | None:
    return Literal(value.isoformat(), datatype=term("xsd:dateTime")) if value else None


def day(value: date | None) -> Literal | None:
    return Literal(value.isoformat(), datatype=term("xsd:date")) if value else None


def number(value: int | None) -> Literal | None:
    if value is None or value < 0:
        return None
    return Literal(str(value), datatype=term("xsd:nonNegativeInteger"))


def box(bounds: tuple[float, float, float, float]) -> Literal:
    """Return a rectangle as GeoSPARQL WKT, in CRS84."""
    west, south, east, north = bounds
    corners = f"{west} {south},{east} {south},{east} {north},{west} {north},{west} {south}"
    return Literal(f"POLYGON(({corners}))", datatype=term("geo:wktLiteral"))


def middle(bounds: tuple[float, float, float, float]) -> Literal:
    west, south, east, north = bounds
    point = f"POINT({round((west + east) / 2, 6)} {round((south + north) / 2, 6)})"
    return Literal(point, datatype=term("geo:wktLiteral"))


def label(graph: Graph, node: NamedNode, predicate: str, text: str | Promise) -> None:
    """Say a word of ours in both languages, once for each node."""
    if (node.value, predicate) in graph.labeled:
        return
    graph.labeled.add((node.value, predicate))
    for language, code in ((HOME, "zh-hant"), ("en", "en")):
        with override(code):
            graph.add(node, predicate, words(str(text), language))
