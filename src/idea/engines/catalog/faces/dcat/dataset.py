"""A data set in DCAT-AP 3: everything that is said of it, its files and services."""

import re

from pyoxigraph import NamedNode

from idea.engines.catalog import labels
from idea.engines.catalog.faces.dcat.codes import THEME_SCHEME, language_uri
from idea.engines.catalog.faces.dcat.distribution import distributions
from idea.engines.catalog.faces.dcat.graph import (
    HOME,
    Graph,
    box,
    day,
    iri,
    known,
    label,
    middle,
    moment,
    term,
    words,
)
from idea.engines.catalog.faces.dcat.measured import say_points
from idea.engines.catalog.faces.types import SeriesInfo
from idea.engines.catalog.linked import page_url, series_url
from idea.engines.catalog.types import Dataset, Theme


def dataset_graph(dataset: Dataset, graph: Graph | None = None) -> Graph:
    """Return the triples of one data set, added to `graph` where one is given."""
    graph = Graph() if graph is None else graph
    node = known(page_url(dataset.slug))
    language = dataset.language or HOME
    graph.add(node, "rdf:type", term("dcat:Dataset"))
    graph.add(node, "dct:identifier", words(str(dataset.id)))
    graph.add(node, "dct:title", words(dataset.title, language), words(dataset.title_en, "en"))
    graph.add(
        node,
        "dct:description",
        words(dataset.description or dataset.title, language),
        words(dataset.description_en, "en"),
    )
    graph.add(node, "dct:issued", moment(dataset.published_at))
    graph.add(node, "dct:modified", moment(dataset.modified_at))
    graph.add(node, "dcat:keyword", *(words(word, language) for word in dataset.keywords))
    _people(graph, node, dataset)
    _codes(graph, node, dataset)
    _coverage(graph, node, dataset)
    _context(graph, node, dataset)
    distributions(graph, node, dataset)
    say_points(graph, node, dataset)
    return graph


def series_graph(series: SeriesInfo, graph: Graph | None = None) -> Graph:
    """Return the triples of a series of data sets (dcat:DatasetSeries)."""
    graph = Graph() if graph is None else graph
    node = known(series_url(series.slug))
    graph.add(node, "rdf:type", term("dcat:DatasetSeries"))
    graph.add(node, "dct:title", words(series.title, HOME), words(series.title_en, "en"))
    graph.add(node, "dct:description", words(series.description or series.title, HOME))
    agent(
        graph,
        node,
        key=str(series.organization_id),
        name=series.organization,
        name_en=series.organization_en,
    )
    return graph


def agent(graph: Graph, node: NamedNode, *, key: str, name: str, name_en: str) -> None:
    """Say who publishes `node`."""
    who = graph.node(node, "dct:publisher", known(f"urn:uuid:{key}"), "foaf:Agent")
    if who is not None:
        graph.add(who, "foaf:name", words(name, HOME), words(name_en, "en"))


def part(dataset: Dataset, name: str) -> NamedNode:
    """Return the address of a part of the data set's description."""
    return known(f"{page_url(dataset.slug)}#{name}")


def _people(graph: Graph, node: NamedNode, dataset: Dataset) -> None:
    agent(
        graph,
        node,
        key=str(dataset.organization_id),
        name=dataset.organization,
        name_en=dataset.organization_en,
    )
    if not (dataset.contact_name or dataset.contact_email or dataset.contact_phone):
        return
    contact = part(dataset, "contact")
    graph.node(node, "dcat:contactPoint", contact, "vcard:Organization")
    graph.add(contact, "rdf:type", term("vcard:Kind"))
    graph.add(contact, "vcard:fn", words(dataset.contact_name or dataset.organization))
    if dataset.contact_email:
        graph.add(contact, "vcard:hasEmail", iri(f"mailto:{dataset.contact_email}"))
    phone = re.sub(r"[^0-9+#*-]", "", dataset.contact_phone)
    if phone:
        graph.add(contact, "vcard:hasTelephone", iri(f"tel:{phone.replace('#', ';ext=')}"))


def _codes(graph: Graph, node: NamedNode, dataset: Dataset) -> None:
    rhythm = known(labels.FREQUENCY_URIS[dataset.frequency])
    graph.node(node, "dct:accrualPeriodicity", rhythm, "dct:Frequency")
    right = known(labels.ACCESS_URIS[dataset.access])
    graph.node(node, "dct:accessRights", right, "dct:RightsStatement")
    if dataset.access_why:
        why = part(dataset, "access-reason")
        graph.node(node, "dct:rights", why, "dct:RightsStatement")
        graph.add(why, "rdfs:label", words(dataset.access_why, HOME))
    if dataset.theme:
        theme = known(labels.theme_uri(dataset.theme))
        graph.node(node, "dcat:theme", theme, "skos:Concept")
        graph.add(theme, "skos:inScheme", known(THEME_SCHEME))
        label(graph, theme, "skos:prefLabel", labels.THEMES[Theme(dataset.theme)])
    tongue = language_uri(dataset.language or HOME)
    if tongue:
        graph.node(node, "dct:language", known(tongue), "dct:LinguisticSystem")
    if dataset.identifier:
        own = part(dataset, "identifier")
        graph.node(node, "adms:identifier", own, "adms:Identifier")
        graph.add(own, "skos:notation", words(dataset.identifier))
    if dataset.current is not None:
        graph.add(node, "dcat:version", words(str(dataset.current.number)))
        graph.add(node, "adms:versionNotes", words(dataset.current.note, HOME))


def _coverage(graph: Graph, node: NamedNode, dataset: Dataset) -> None:
    if dataset.start or dataset.end:
        period = part(dataset, "period")
        graph.node(node, "dct:temporal", period, "dct:PeriodOfTime")
        graph.add(period, "dcat:startDate", day(dataset.start))
        graph.add(period, "dcat:endDate", day(dataset.end))
    layer = dataset.current.layer if dataset.current else None
    bounds = dataset.bbox or (layer.bbox if layer else None)
    if dataset.place or bounds:
        place = part(dataset, "place")
        graph.node(node, "dct:spatial", place, "dct:Location")
        graph.add(place, "skos:prefLabel", words(dataset.place, HOME))
        if bounds:
            graph.add(place, "dcat:bbox", box(bounds))
            graph.add(place, "dcat:centroid", middle(bounds))


def _context(graph: Graph, node: NamedNode, dataset: Dataset) -> None:
    landing = iri(dataset.landing_page) if dataset.landing_page else None
    graph.node(node, "dcat:landingPage", landing, "foaf:Document")
    for url in dataset.related:
        graph.node(node, "foaf:page", iri(url), "foaf:Document")
    if dataset.conforms_to:
        standard = iri(dataset.conforms_to) if "://" in dataset.conforms_to else None
        standard = standard or part(dataset, "standard")
        graph.node(node, "dct:conformsTo", standard, "dct:Standard")
        graph.add(standard, "dct:title", words(dataset.conforms_to))
    if dataset.provenance:
        told = part(dataset, "provenance")
        graph.node(node, "dct:provenance", told, "dct:ProvenanceStatement")
        graph.add(told, "rdfs:label", words(dataset.provenance, HOME))
    if dataset.origin_url:
        graph.add(node, "prov:wasDerivedFrom", iri(dataset.origin_url))
    if dataset.series:
        series = known(series_url(dataset.series))
        graph.node(node, "dcat:inSeries", series, "dcat:DatasetSeries")
        graph.add(series, "dct:title", words(dataset.series_title, HOME))
        graph.add(series, "dct:description", words(dataset.series_title, HOME))
