"""The measured quality of a data set beside its description (W3C Data Quality Vocabulary).

The sum stands in every description; each measurement by itself only where one data set is told.
"""

from typing import Any

from django.utils.functional import Promise
from pyoxigraph import Literal, NamedNode

from idea.engines.catalog.faces.dcat.graph import Graph, known, label, term
from idea.engines.catalog.linked import page_url
from idea.engines.catalog.quality import dqv, words
from idea.engines.catalog.quality.types import Measurement, Yardstick
from idea.engines.catalog.types import Dataset


def say_points(graph: Graph, node: NamedNode, dataset: Dataset) -> None:
    """Say the sum of the MQA points, where the data set was measured."""
    if dataset.quality_points is not None:
        _say(graph, node, dqv.points(dataset, dataset.quality_points))


def say_measurements(graph: Graph, dataset: Dataset, found: Measurement) -> None:
    """Say every measurement, and when it was made."""
    node = known(page_url(dataset.slug))
    for each in dqv.dqv(dataset, found):
        _say(graph, node, each)


def _say(graph: Graph, node: NamedNode, told: dict[str, Any]) -> None:
    value, metric = told["dqv:value"], told["dqv:isMeasurementOf"]
    one = graph.node(node, "dqv:hasQualityMeasurement", known(told["@id"]), told["@type"])
    asked = known(metric["@id"])
    if one is None:
        return
    graph.node(one, "dqv:isMeasurementOf", asked, metric["@type"])
    graph.add(one, "dqv:computedOn", node)
    kind = term(value["@type"])
    graph.add(one, "dqv:value", Literal(value["@value"], datatype=kind))
    at = told.get("prov:generatedAtTime")
    if at is not None:
        graph.add(one, "prov:generatedAtTime", Literal(at["@value"], datatype=term(at["@type"])))
    graph.add(asked, "dqv:expectedDataType", kind)
    label(graph, asked, "skos:prefLabel", _words(metric["@id"].partition("#")[2]))


def _words(key: str) -> str | Promise:
    return words.LABELS.get(key) or words.YARDSTICKS[Yardstick.MQA]
