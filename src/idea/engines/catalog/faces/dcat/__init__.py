"""DCAT 3 with the terms and cardinalities of DCAT-AP 3.0.1: data sets and the catalog as triples.

Pure functions from the catalog's types to RDF; no node is blank, so that pages can be joined.
"""

from typing import Any

from idea.engines.catalog.faces.dcat.catalog import Page, Publisher, catalog_graph
from idea.engines.catalog.faces.dcat.dataset import dataset_graph, series_graph
from idea.engines.catalog.faces.dcat.write import FORMATS, Rdf, parts, tree, written
from idea.engines.catalog.linked import page_url
from idea.engines.catalog.types import Dataset

__all__ = [
    "FORMATS",
    "Page",
    "Publisher",
    "Rdf",
    "catalog_graph",
    "dataset_graph",
    "dcat",
    "parts",
    "series_graph",
    "written",
]


def dcat(dataset: Dataset) -> dict[str, Any]:
    """Return the data set as JSON-LD, with the properties DCAT-AP 3 asks for."""
    return tree(dataset_graph(dataset), page_url(dataset.slug))
