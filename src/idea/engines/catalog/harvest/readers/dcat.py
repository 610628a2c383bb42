"""Reads DCAT and its profiles (DCAT-AP, GeoDCAT-AP) from RDF; Hydra's pages are followed.

DCAT 3, https://www.w3.org/TR/vocab-dcat-3/; what the profiles add is taken where it is plain.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from pyoxigraph import BlankNode, Literal, NamedNode

from idea.engines.catalog.harvest.compose import Told, ToldLink, compose, issue
from idea.engines.catalog.harvest.readers.graph import Graph, Node, name
from idea.engines.catalog.harvest.readers.rdf import NOWHERE, loaded
from idea.engines.catalog.harvest.types import Kind, Page, Reading, Record, Series
from idea.engines.catalog.harvest.vocabulary.licenses import license_of
from idea.kernel.errors import Issue

_UP: Final = ("dct:isPartOf", "dcat:inSeries", "dcat:prev", "dct:isVersionOf")
_HIGHEST: Final = 100  # steps up a chain of parts


def read(page: Page, *, now: datetime) -> Reading:
    """Read one answer; its graph is let go when the records are through."""
    records = _records(page, now)
    meta = next(records)
    if not isinstance(meta, Reading):
        raise TypeError("the first thing told is what the answer says of itself")
    return replace(meta, records=(each for each in records if isinstance(each, Record)))


def _records(page: Page, now: datetime) -> Iterator[Reading | Record]:
    with loaded(page) as (store, faults):
        graph = Graph(store)
        datasets = list(graph.typed("dcat:Dataset"))
        yield Reading(
            records=iter(()),
            kind=Kind.DCAT,
            expected=_expected(graph),
            following=_following(graph, page.url, set(datasets)),
        )
        mended = [fault for fault in faults if fault.code == "mended-graph"]
        for fault in faults:
            if fault.code == "mended-graph":
                continue
            told = Told(identifier="" if fault.severity == "error" else "?", row=fault.row)
            record = compose(told, now=now)
            yield replace(record, identifier="", issues=(fault,))
        for node in datasets:
            told = _told(graph, node, page.url)
            told.issues.extend(mended)
            yield compose(told, now=now)


def _expected(graph: Graph) -> int | None:
    for kind in ("hydra:Collection", "hydra:PagedCollection", "hydra:PartialCollectionView"):
        for node in graph.typed(kind):
            said = graph.value(node, "hydra:totalItems")
            if said.isdecimal():
                return int(said)
    return None


def _following(graph: Graph, url: str, here: set[Node]) -> tuple[str, ...]:
    """Return the next page, and data sets a catalog names that are described elsewhere."""
    host = urlsplit(url).netloc
    if not host:
        return ()
    found: list[str] = []
    for quad in graph.store.quads_for_pattern(None, None, None, None):
        wanted = quad.predicate in _NEXT
        if quad.predicate == _DATASET:
            wanted = quad.object not in here
        if wanted and isinstance(quad.object, NamedNode | Literal):
            found.append(quad.object.value)
    pages = [each for each in dict.fromkeys(sorted(found)) if _same_host(each, host)]
    return tuple(each for each in pages if each != url)


def _same_host(url: str, host: str) -> bool:
    """Tell whether an address is its host's own: a source must not send us all over the world."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and parts.netloc == host


_NEXT: Final = frozenset((name("hydra:next"), name("hydra:nextPage")))
_DATASET: Final = name("dcat:dataset")


def _told(graph: Graph, node: Node, base: str) -> Told:
    named = node.value if isinstance(node, NamedNode) and not node.value.startswith(NOWHERE) else ""
    contact = next(iter(graph.nodes(node, "dcat:contactPoint", "adms:contactPoint")), None)
    publisher = next(iter(graph.all(node, "dct:publisher", "dct:creator")), None)
    period = next(iter(graph.nodes(node, "dct:temporal")), None)
    links = [_link(graph, each) for each in graph.nodes(node, "dcat:distribution", "adms:sample")]
    licenses = (
        *_named(graph, node, "dct:license"),
        *graph.words(node, "dct:license"),
        *(link.license for link in links if link.license),
        *graph.words(node, "dct:rights"),
    )
    if license_of(*licenses) is None:  # an address nobody knows: the files may say it in words
        licenses += tuple(
            said
            for each in graph.nodes(node, "dcat:distribution")
            for short in ("dct:license", "dct:rights")
            for said in graph.words(each, short)
        )
    place, bbox = _where(graph, node)
    return Told(
        identifier=graph.value(node, "dct:identifier") or named,
        title=graph.text(node, "dct:title", "rdfs:label"),
        title_en=graph.text(node, "dct:title", language="en"),
        description=graph.text(node, "dct:description", "dct:abstract"),
        description_en=graph.text(node, "dct:description", language="en"),
        publisher=graph.label(publisher)
        if publisher is not None and not _bare(graph, publisher)
        else "",
        licenses=tuple(dict.fromkeys(licenses)),
        frequency=graph.value(node, "dct:accrualPeriodicity"),
        themes=_named(graph, node, "dcat:theme"),
        keywords=_keywords(graph, node),
        page=graph.value(node, "dcat:landingPage", "foaf:page") or _web(named),
        contact_name=graph.text(contact, "vcard:fn", "vcard:organization-name") if contact else "",
        contact_email=_mail(graph, contact) if contact else "",
        contact_phone=_phone(graph, contact) if contact else "",
        language=_language(graph.value(node, "dct:language")),
        start=graph.value(period, "dcat:startDate", "schema:startDate", "schemas:startDate")
        if period
        else "",
        end=graph.value(period, "dcat:endDate", "schema:endDate", "schemas:endDate")
        if period
        else "",
        place=place,
        bbox=bbox,
        access=graph.value(node, "dct:accessRights"),
        conforms_to=graph.value(node, "dct:conformsTo"),
        provenance="\n".join(
            filter(None, (_statement(graph, each) for each in graph.all(node, "dct:provenance")))
        ),
        related=tuple(
            each.value
            for each in graph.nodes(node, "dct:relation", "dct:references")
            if isinstance(each, NamedNode)
        ),
        issued=graph.value(node, "dct:issued", "dct:created"),
        modified=graph.value(node, "dct:modified"),
        extra={
            "address": named,
            "version": graph.text(node, "dcat:version", "owl:versionInfo"),
            "legislation": ", ".join(graph.words(node, "dcatap:applicableLegislation")),
        },
        links=links,
        series=_series(graph, node),
        base=base,
        issues=_cycle(graph, node),
    )


def _series(graph: Graph, node: Node) -> Series | None:
    """Return the first series a data set is in that has an address: others are found no more."""
    for each in graph.nodes(node, "dcat:inSeries"):
        if isinstance(each, NamedNode) and each != node:
            return Series(
                each.value.removeprefix(NOWHERE),
                graph.text(each, "dct:title", "rdfs:label"),
                graph.text(each, "dct:title", language="en"),
                graph.text(each, "dct:description"),
            )
    return None


def _bare(graph: Graph, term: object) -> bool:
    """Tell whether nothing but an address is known of an agency."""
    return isinstance(term, NamedNode) and graph.label(term) == term.value


def _named(graph: Graph, node: Node, short: str) -> tuple[str, ...]:
    return tuple(
        each.value for each in graph.all(node, short) if isinstance(each, NamedNode | Literal)
    )


def _keywords(graph: Graph, node: Node) -> tuple[str, ...]:
    """Return the keywords of one language where they come in several."""
    found = [each for each in graph.all(node, "dcat:keyword") if isinstance(each, Literal)]
    tongues = [(each.language or "").partition("-")[0] for each in found]
    best = next((tongue for tongue in graph.languages if tongue in tongues), "")
    if best:
        kept = [each for each, tongue in zip(found, tongues, strict=True) if tongue in {best, ""}]
        return tuple(each.value for each in kept)
    return tuple(each.value for each in found)


def _web(address: str) -> str:
    return address if address.startswith(("http://", "https://")) else ""


def _mail(graph: Graph, contact: Node) -> str:
    said = graph.all(contact, "vcard:hasEmail", "vcard:email", "foaf:mbox")
    value = ""
    for each in said:
        value = each.value if isinstance(each, Literal | NamedNode) else ""
        if isinstance(each, BlankNode):
            value = graph.value(each, "vcard:hasValue", "vcard:value")
        if value:
            break
    return value.replace("mailto:", "").strip()


def _phone(graph: Graph, contact: Node) -> str:
    for each in graph.all(contact, "vcard:hasTelephone", "vcard:tel"):
        value = each.value if isinstance(each, Literal | NamedNode) else ""
        if isinstance(each, BlankNode):
            value = graph.value(each, "vcard:hasValue", "vcard:value")
        if value:
            return value.removeprefix("tel:")
    return ""


def _language(said: str) -> str:
    """Return a language tag of the EU's authority addresses, or as it was said."""
    last = said.rstrip("/").rpartition("/")[2]
    known = {"ENG": "en", "ZHO": "zh", "FRA": "fr", "DEU": "de", "SPA": "es", "fre": "fr",
             "eng": "en", "chi": "zh", "zho": "zh", "JPN": "ja", "KOR": "ko"}  # fmt: skip
    return known.get(last, last if len(last) <= 20 else "")  # noqa: PLR2004  the column's width


def _where(graph: Graph, node: Node) -> tuple[str, str]:
    for each in graph.all(node, "dct:spatial"):
        if isinstance(each, Literal):
            return each.value, ""
        if not isinstance(each, NamedNode | BlankNode):
            continue
        shapes = [
            found
            for short in ("dcat:bbox", "locn:geometry", "dcat:centroid", "geo:asWKT")
            for found in graph.all(each, short)
            if isinstance(found, Literal)
        ]
        words = graph.label(each)
        place = "" if words.startswith(("http://", "https://")) else words
        if shapes or place:
            return place, next((_json_first(found) for found in shapes), "")
    return "", ""


def _json_first(found: Literal) -> str:
    return found.value


def _statement(graph: Graph, term: object) -> str:
    if isinstance(term, Literal):
        return term.value
    if isinstance(term, NamedNode | BlankNode):
        said = graph.text(term, "rdfs:label", "dct:description", "dct:title")
        return said or (term.value if isinstance(term, NamedNode) else "")
    return ""


def _link(graph: Graph, node: Node) -> ToldLink:
    service = graph.nodes(node, "dcat:accessService")
    terms = [
        *_named(graph, node, "dct:license"),
        *graph.words(node, "dct:license"),
        *graph.words(node, "dct:rights"),
    ]
    checksum = next(iter(graph.nodes(node, "spdx:checksum")), None)
    return ToldLink(
        access_url=graph.value(node, "dcat:accessURL"),
        download_url=graph.value(node, "dcat:downloadURL"),
        title=graph.text(node, "dct:title", "rdfs:label"),
        description=graph.text(node, "dct:description"),
        format=next(iter(graph.words(node, "dct:format")), ""),
        media_type=graph.value(node, "dcat:mediaType"),
        size=graph.value(node, "dcat:byteSize"),
        license=next(iter(terms), ""),
        issued=graph.value(node, "dct:issued"),
        modified=graph.value(node, "dct:modified"),
        checksum=graph.value(checksum, "spdx:checksumValue") if checksum else "",
        service=bool(service),
        identifier=graph.value(node, "dct:identifier")
        or (
            node.value if isinstance(node, NamedNode) and not node.value.startswith(NOWHERE) else ""
        ),
    )


def _cycle(graph: Graph, node: Node) -> list[Issue]:
    """Name a data set that is, through others, a part or a version of itself."""
    seen: set[Node] = {node}
    line: list[Node] = graph.nodes(node, *_UP)
    for _step in range(_HIGHEST):
        if not line:
            return []
        if node in line:
            return [issue("cycle", value=node.value)]
        line = [
            up for each in line for up in graph.nodes(each, *_UP) if up not in seen or up == node
        ]
        seen.update(line)
    return []
