"""What derived and corrected data sets say of their making, as PROV-O (W3C, 2013) in JSON-LD."""

from typing import Any

from idea.engines.catalog import linked
from idea.engines.catalog.corrections.queries import credits_of, derivatives, derived_from
from idea.engines.catalog.types import Dataset

CONTEXT = {"prov": "http://www.w3.org/ns/prov#"}


def prov(dataset: Dataset) -> dict[str, Any]:
    """Return the data set's properties `prov:…` for its node in DCAT; empty where none apply.

    prov:wasDerivedFrom names the source and its version; prov:wasAttributedTo a person only
    by consent; prov:hadDerivation those made of it; prov:qualifiedAttribution thanks those whose
    corrections it holds.
    """
    said: dict[str, Any] = {}
    source = derived_from(dataset.slug)
    if source is not None:
        said["prov:wasDerivedFrom"] = {
            "@id": linked.page_url(source.source_slug),
            "@type": "prov:Entity",
            **({"dcat:version": str(source.source_version)} if source.source_version else {}),
        }
        said["prov:wasGeneratedBy"] = {
            "@type": "prov:Activity",
            "dct:description": source.changes,
            "prov:endedAtTime": source.created_at.isoformat(),
        }
        if source.author_name:
            said["prov:wasAttributedTo"] = _person(source.author_name)
    made = derivatives(dataset.slug)
    if made:
        said["prov:hadDerivation"] = [
            {"@id": linked.page_url(item.slug)} for item in made if item.slug
        ]
    thanked = list(dict.fromkeys(c.name for c in credits_of(dataset.slug) if c.name))
    if thanked:
        said["prov:qualifiedAttribution"] = [
            {
                "@type": "prov:Attribution",
                "prov:agent": _person(name),
                "dcat:hadRole": {"@id": "http://www.iana.org/assignments/relation/contributor"},
            }
            for name in thanked
        ]
    return said


def _person(name: str) -> dict[str, str]:
    return {"@type": "prov:Person", "foaf:name": name}
