"""Which of the fields that Taiwan's metadata standard makes mandatory are filled in.

Counts only what a person has to say: format, address and the like are made by the site.
"""

from collections.abc import Callable
from typing import Final

from idea.engines.catalog.quality.types import Finding, State, Subject
from idea.engines.catalog.types import Dataset, Frequency, License

# Data-set metadata standard (National Development Council, 2015), mandatory and recommended
# fields that nobody but the publisher can fill.
_FIELDS: Final[dict[str, Callable[[Dataset], object]]] = {
    "identifier": lambda d: d.identifier or d.slug,
    "title": lambda d: d.title,
    "description": lambda d: d.described,
    "categoryCode": lambda d: d.theme,
    "keyword": lambda d: d.keywords,
    "license": lambda d: d.license is not License.OTHER or d.license_given,
    "organizationContactName": lambda d: d.contact_name,
    "organizationContactPhone": lambda d: d.contact_phone,
    "organizationContactEmail": lambda d: d.contact_email,
    "accrualPeriodicity": lambda d: d.frequency is not Frequency.UNKNOWN,
    "fieldDescription": lambda d: d.declared or d.current or _told(d),
    "temporalCoverage": lambda d: d.start or d.end,
    "spatial": lambda d: d.place or d.bbox or d.has_map,
    "costLaw": lambda d: not d.fee or d.fee_law,
}


def metadata(subject: Subject) -> Finding:
    missing = [name for name, told in _FIELDS.items() if not told(subject.dataset)]
    filled = len(_FIELDS) - len(missing)
    facts = {"filled": filled, "of": len(_FIELDS), "what": missing}
    if not missing:
        return Finding("content.metadata", State.GOOD, note="metadata_full", facts=facts)
    few = 2 * filled >= len(_FIELDS)
    state = State.PART if few else State.BAD
    return Finding("content.metadata", state, note="metadata_gaps", facts=facts)


def _told(dataset: Dataset) -> bool:
    return any(link.fields for link in dataset.linked or ())
