"""A measurement as linked data: W3C Data Quality Vocabulary, to stand beside a DCAT description.

Returns JSON-LD; writing it as triples is for the faces.
"""

from typing import Any, Final
from urllib.parse import quote

from django.conf import settings

from idea.engines.catalog.quality.indicators import INDICATORS
from idea.engines.catalog.quality.types import Measurement, State
from idea.engines.catalog.types import Dataset

CONTEXT: Final = {
    "dqv": "http://www.w3.org/ns/dqv#",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_VALUES = {State.GOOD: True, State.PART: False, State.BAD: False}


def dqv(dataset: Dataset, found: Measurement | None = None) -> list[dict[str, Any]]:
    """Return the values of `dqv:hasQualityMeasurement`; an empty list before the first measurement.

    MQA's indicators and their sum are integers (points), all others booleans; what could not be
    measured is left out. The prefixes are in CONTEXT. `found`: a measurement at hand.
    """
    if found is None:
        # Measuring reads the faces, and the DCAT face says this: not while modules are loaded.
        from idea.engines.catalog.quality.queries import measurement

        found = measurement(dataset.slug)
    if found is None:
        return []
    at = {"@type": "xsd:dateTime", "@value": found.at.isoformat()}
    nodes = [points(dataset, found.points) | {"prov:generatedAtTime": at}]
    for one in found.findings:
        indicator = INDICATORS.get(one.key)
        if indicator is None:
            continue
        if indicator.points:
            nodes.append(_node(dataset, one.key, str(one.points), "integer", at))
        elif one.state in _VALUES:
            value = str(_VALUES[one.state]).lower()
            nodes.append(_node(dataset, one.key, value, "boolean", at))
    return nodes


def points(dataset: Dataset, sum_: int) -> dict[str, Any]:
    """Return the measurement of MQA's sum alone, which every data set's row holds."""
    return _node(dataset, "mqa", str(sum_), "integer")


def metric_uri(key: str) -> str:
    return f"{settings.IDEA_SITE_URL}/quality/#{key}"


def _node(
    dataset: Dataset, key: str, value: str, kind: str, at: dict[str, str] | None = None
) -> dict[str, Any]:
    node = {
        "@id": f"{settings.IDEA_SITE_URL}/datasets/{quote(dataset.slug)}/quality/#{key}",
        "@type": "dqv:QualityMeasurement",
        "dqv:isMeasurementOf": {"@id": metric_uri(key), "@type": "dqv:Metric"},
        "dqv:value": {"@type": f"xsd:{kind}", "@value": value},
    }
    return node | ({"prov:generatedAtTime": at} if at else {})
