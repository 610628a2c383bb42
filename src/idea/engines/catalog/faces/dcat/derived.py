"""What a data set was made of and what was made of it (PROV-O), for the description of one.

Asks for each data set by itself, so whole catalogs leave it out.
"""

from idea.engines.catalog.corrections import api as corrections
from idea.engines.catalog.faces.dcat.graph import Graph, known, moment, words
from idea.engines.catalog.linked import page_url
from idea.engines.catalog.types import Dataset


def say_derivations(graph: Graph, dataset: Dataset) -> None:
    """Say prov:wasDerivedFrom, prov:wasGeneratedBy and prov:hadDerivation where they apply."""
    node = known(page_url(dataset.slug))
    source = corrections.derived_from(dataset.slug)
    if source is not None:
        graph.node(node, "prov:wasDerivedFrom", known(page_url(source.source_slug)), "prov:Entity")
        making = known(f"{page_url(dataset.slug)}#making")
        graph.node(node, "prov:wasGeneratedBy", making, "prov:Activity")
        graph.add(making, "dct:description", words(source.changes))
        graph.add(making, "prov:endedAtTime", moment(source.created_at))
    for made in corrections.derivatives(dataset.slug):
        if made.slug:
            graph.node(node, "prov:hadDerivation", known(page_url(made.slug)), "prov:Entity")
