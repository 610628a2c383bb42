"""The site's own interfaces as dcat:DataService: which there are, and for which data sets."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pyoxigraph import NamedNode

from idea.engines.catalog.faces.dcat.graph import Graph, known, label, term


@dataclass(frozen=True, slots=True)
class Service:
    """An interface. `path` is where it is asked, `description` the machine's description of it."""

    name: str
    title: str | Promise
    path: str
    description: str
    standard: str
    formats: tuple[str, ...] = ()  # of the downloads it gives the same data as


SERVICES: Final = (
    Service(
        name="rows",
        title=_("Rows of the data sets (REST)"),
        path="/api/v1/",
        description="/api/v1/openapi.json",
        standard="https://spec.openapis.org/oas/v3.1.0",
        formats=("csv", "json"),
    ),
    Service(
        name="features",
        title=_("Places of the data sets (OGC API - Features)"),
        path="/ogc/",
        description="/ogc/api",
        standard="http://www.opengis.net/spec/ogcapi-features-1/1.0",
        formats=("geojson",),
    ),
    Service(
        name="ckan",
        title=_("The catalog for CKAN clients (Action API version 3)"),
        path="/api/3/action/",
        description="/api/3/action/help_show?name=package_search",
        standard="https://docs.ckan.org/en/2.11/api/",
    ),
)


def say_service(graph: Graph, service: Service) -> NamedNode:
    """Say what a service is; return its address."""
    root = settings.IDEA_SITE_URL
    node = known(f"{root}/catalog#service-{service.name}")
    graph.add(node, "rdf:type", term("dcat:DataService"))
    label(graph, node, "dct:title", service.title)
    graph.add(node, "dcat:endpointURL", known(f"{root}{service.path}"))
    graph.add(node, "dcat:endpointDescription", known(f"{root}{service.description}"))
    graph.node(node, "dct:conformsTo", known(service.standard), "dct:Standard")
    return node
