"""The catalog as dcat:Catalog: what it is, its services, and one page of its data sets.

Pages are told in Hydra's terms, so that a harvester follows them without knowing this site.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from pyoxigraph import Literal

from idea.engines.catalog.faces.dcat.codes import LANGUAGES, THEME_SCHEME
from idea.engines.catalog.faces.dcat.dataset import agent, dataset_graph
from idea.engines.catalog.faces.dcat.graph import HOME, Graph, known, label, moment, term, words
from idea.engines.catalog.faces.dcat.services import SERVICES, say_service
from idea.engines.catalog.linked import page_url
from idea.engines.catalog.types import Dataset


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of the catalog is shown. `number` counts from 1; addresses are absolute."""

    number: int
    size: int
    total: int
    address: str  # without the page

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    def url(self, number: int) -> str:
        return f"{self.address}?page={number}"


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who runs the catalog."""

    id: UUID
    name: str
    name_en: str


def catalog_graph(
    datasets: Sequence[Dataset],
    *,
    publisher: Publisher,
    modified: datetime | None,
    page: Page | None = None,
) -> Graph:
    """Return the catalog with these data sets; with how the pages go on where it is paged."""
    graph = Graph()
    node = known(f"{settings.IDEA_SITE_URL}/catalog")
    names = settings.IDEA_SITE_NAME
    graph.add(node, "rdf:type", term("dcat:Catalog"))
    graph.add(node, "dct:title", words(names["zh-hant"], HOME), words(names.get("en", ""), "en"))
    label(graph, node, "dct:description", _("Open data of public bodies, with their history."))
    agent(graph, node, key=str(publisher.id), name=publisher.name, name_en=publisher.name_en)
    home = known(f"{settings.IDEA_SITE_URL}/")
    graph.node(node, "foaf:homepage", home, "foaf:Document")
    graph.add(node, "dct:modified", moment(modified))
    for code in ("zh", "en"):
        graph.node(node, "dct:language", known(LANGUAGES[code]), "dct:LinguisticSystem")
    themes = known(THEME_SCHEME)
    graph.node(node, "dcat:themeTaxonomy", themes, "skos:ConceptScheme")
    graph.add(themes, "dct:title", words("Data theme", "en"))
    for service in SERVICES:
        graph.add(node, "dcat:service", say_service(graph, service))
    if page is not None:
        _pages(graph, page)
    for dataset in datasets:
        graph.add(node, "dcat:dataset", known(page_url(dataset.slug)))
    for dataset in datasets:
        dataset_graph(dataset, graph)
    return graph


def _pages(graph: Graph, page: Page) -> None:
    node = known(f"{settings.IDEA_SITE_URL}/catalog")
    graph.add(node, "rdf:type", term("hydra:Collection"))
    whole = Literal(str(page.total), datatype=term("xsd:integer"))
    graph.add(node, "hydra:totalItems", whole)
    view = known(page.url(page.number))
    graph.node(node, "hydra:view", view, "hydra:PartialCollectionView")
    graph.add(view, "hydra:first", known(page.url(1)))
    graph.add(view, "hydra:last", known(page.url(page.last)))
    if page.number > 1:
        graph.add(view, "hydra:previous", known(page.url(page.number - 1)))
    if page.number < page.last:
        graph.add(view, "hydra:next", known(page.url(page.number + 1)))
