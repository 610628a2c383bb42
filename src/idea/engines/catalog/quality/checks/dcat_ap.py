"""What the DCAT-AP 3.0.1 shapes ask of a data set, checked without building its RDF.

What was said is judged, not what this site puts in its place: our own DCAT repeats the title
where there is no description, and names our page where a link has no address, so it is always
valid. Cardinalities and kinds that the frozen types keep cannot fail and are not asked. Held to
pyshacl's verdict by a test.
"""

import re
from collections.abc import Iterator
from typing import Final

from idea.engines.catalog.faces.dcat.graph import iri
from idea.engines.catalog.quality.indicators import INDICATORS
from idea.engines.catalog.quality.types import Finding, State
from idea.engines.catalog.types import Dataset

_SHOWN = 5
_PLAIN: Final = re.compile(
    r"https?://[A-Za-z0-9.-]+(:\d+)?([/?#][\w./?#=&%:+,;~@!*()-]*)?", re.ASCII
)


def violations(dataset: Dataset) -> Iterator[str]:
    """Yield what the shapes would refuse, as `class property: reason`."""
    if not (dataset.title or dataset.title_en):
        yield "dcat:Dataset dct:title: minCount 1"
    if not (dataset.description or dataset.description_en):
        yield "dcat:Dataset dct:description: minCount 1"
    if not (dataset.organization or dataset.organization_en):
        yield "foaf:Agent foaf:name: minCount 1"
    if dataset.landing_page and not is_iri(dataset.landing_page):
        yield "dcat:Dataset dcat:landingPage: nodeKind IRI"
    for number, link in enumerate(dataset.linked or (), 1):
        if not (is_iri(link.access_url) or is_iri(link.download_url)):
            yield f"dcat:Distribution {number} dcat:accessURL: minCount 1"
        for name, address in (("accessURL", link.access_url), ("downloadURL", link.download_url)):
            if address and not is_iri(address):
                yield f"dcat:Distribution {number} dcat:{name}: nodeKind IRI"
        if link.size is not None and link.size < 0:
            yield f"dcat:Distribution {number} dcat:byteSize: datatype xsd:nonNegativeInteger"


def is_iri(address: str) -> bool:
    """Tell whether an address is an IRI; odd characters in it can be percent-encoded."""
    if _PLAIN.fullmatch(address):  # nearly all are, and this is a tenth of the work
        return True
    return bool(address) and iri(address) is not None


def finding(dataset: Dataset) -> Finding:
    key = "mqa.dcat_ap"
    found = list(violations(dataset))
    if not found:
        return Finding(key, State.GOOD, INDICATORS[key].points, "dcat_ap_ok")
    facts = {"count": len(found), "what": "; ".join(found[:_SHOWN])}
    return Finding(key, State.BAD, 0, "dcat_ap_bad", facts)
