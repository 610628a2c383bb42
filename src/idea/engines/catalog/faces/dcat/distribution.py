"""The files of a data set as dcat:Distribution, and the services that answer for it."""

from django.utils.translation import gettext_lazy as _
from pyoxigraph import Literal, NamedNode

from idea.engines.catalog import labels
from idea.engines.catalog.faces.dcat.codes import AVAILABLE, SHA256, file_type_uri
from idea.engines.catalog.faces.dcat.graph import (
    HOME,
    Graph,
    iri,
    known,
    label,
    moment,
    number,
    term,
    words,
)
from idea.engines.catalog.faces.dcat.services import SERVICES, say_service
from idea.engines.catalog.faces.ways import TILES_3D, media_of, ways
from idea.engines.catalog.linked import api_url, page_url
from idea.engines.catalog.types import Dataset, Distribution, License

_3D_TILES = "http://www.opengis.net/doc/cs/3D-Tiles/1.1"  # OGC 22-025r4, which holds 1.0 too
_MEDIA = "http://www.iana.org/assignments/media-types"


def distributions(graph: Graph, node: NamedNode, dataset: Dataset) -> None:
    """Say every way to have the data set, and which of the site's services answer for it."""
    for at, item in enumerate(ways(dataset)):
        _one(graph, node, dataset, item, at)


def license_node(graph: Graph, dataset: Dataset, code: License) -> NamedNode:
    """Return the terms' address, their words said where they are none of ours."""
    if code is not License.OTHER and code in labels.LICENSE_URLS:
        node = known(labels.LICENSE_URLS[code])
    else:
        own = known(f"{page_url(dataset.slug)}#license")
        node = (iri(dataset.license_url) if dataset.license_url else None) or own
        graph.add(node, "dct:title", words(dataset.license_given or str(code)))
    graph.add(node, "rdf:type", term("dct:LicenseDocument"))
    return node


def _one(graph: Graph, node: NamedNode, dataset: Dataset, item: Distribution, at: int) -> None:
    own = item.id is None and dataset.current is not None and item.download_url != ""
    page = known(page_url(dataset.slug))
    name = known(item.download_url if own else f"{page_url(dataset.slug)}#{_name(item, at)}")
    graph.node(node, "dcat:distribution", name, "dcat:Distribution")
    graph.add(name, "dct:title", words(item.title))
    graph.add(name, "dct:description", words(item.description))
    access = iri(item.access_url) if item.access_url else None
    download = iri(item.download_url) if item.download_url else None
    graph.add(name, "dcat:accessURL", access or download or page)
    graph.add(name, "dcat:downloadURL", download)
    media = media_of(item)
    if media:
        graph.node(name, "dcat:mediaType", iri(f"{_MEDIA}/{media}"), "dct:MediaType")
    kind = file_type_uri(item.format)
    if kind:
        graph.node(name, "dct:format", known(kind), "dct:MediaTypeOrExtent")
    code = item.license or dataset.license
    graph.add(name, "dct:license", license_node(graph, dataset, code))
    graph.add(name, "dcat:byteSize", number(item.size))
    graph.add(name, "dct:issued", moment(item.issued))
    graph.add(name, "dct:modified", moment(item.modified))
    _checksum(graph, name, item)
    _terms(graph, name, dataset, code)
    _rights(graph, name, dataset)
    if item.service:
        _service(graph, name, dataset, item)
    tiles = item.format == TILES_3D
    if tiles:
        graph.node(name, "dct:conformsTo", known(_3D_TILES), "dct:Standard")
    if own:
        steady = known(AVAILABLE)
        graph.node(name, "dcatap:availability", steady, "skos:Concept")
        graph.add(steady, "skos:prefLabel", words("stable", "en"))
        if tiles:
            return
        schema = known(api_url(dataset.slug, "/schema"))
        graph.node(name, "dct:conformsTo", schema, "dct:Standard")
        label(graph, name, "dct:description", _("Made by this site from the publisher's file."))
        for service in SERVICES:
            if item.format in service.formats:
                answering = say_service(graph, service)
                graph.add(name, "dcat:accessService", answering)
                graph.add(answering, "dcat:servesDataset", node)


def _name(item: Distribution, at: int) -> str:
    return f"distribution-{item.id or at}"


def _checksum(graph: Graph, name: NamedNode, item: Distribution) -> None:
    kind, _colon, value = item.checksum.partition(":")
    if kind != "sha256" or not value:
        return
    node = known(f"{name.value}{'-' if '#' in name.value else '#'}checksum")
    graph.node(name, "spdx:checksum", node, "spdx:Checksum")
    graph.node(node, "spdx:algorithm", known(SHA256), "spdx:ChecksumAlgorithm")
    graph.add(node, "spdx:checksumValue", Literal(value, datatype=term("xsd:hexBinary")))


def _terms(graph: Graph, name: NamedNode, dataset: Dataset, code: License) -> None:
    """Say the terms in the publisher's words, where they are none that we know."""
    if code is License.OTHER and dataset.license_given:
        node = known(f"{page_url(dataset.slug)}#terms")
        graph.node(name, "dct:rights", node, "dct:RightsStatement")
        graph.add(node, "rdfs:label", words(dataset.license_given, HOME))


def _rights(graph: Graph, name: NamedNode, dataset: Dataset) -> None:
    """Say the fee, where there is one: it is an exception and needs its basis."""
    if not dataset.fee:
        return
    node = known(f"{page_url(dataset.slug)}#fee")
    graph.node(name, "dct:rights", node, "dct:RightsStatement")
    said = "; ".join(filter(None, (dataset.fee, dataset.fee_basis, dataset.fee_law)))
    graph.add(node, "rdfs:label", words(said))
    if dataset.fee_url:
        graph.node(node, "foaf:page", iri(dataset.fee_url), "foaf:Document")


def _service(graph: Graph, name: NamedNode, dataset: Dataset, item: Distribution) -> None:
    service = known(f"{name.value}-service")
    graph.node(name, "dcat:accessService", service, "dcat:DataService")
    graph.add(service, "dct:title", words(item.title or dataset.title))
    graph.add(service, "dcat:endpointURL", iri(item.url))
    graph.add(service, "dcat:servesDataset", known(page_url(dataset.slug)))
