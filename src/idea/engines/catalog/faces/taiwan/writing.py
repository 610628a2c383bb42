"""A data set as the JSON of the national platform's second interface.

Fields of the 2015 standard that this JSON has no name for go by their name there.
"""

import re
from typing import Any

from idea.engines.catalog.faces.taiwan.values import fields_text
from idea.engines.catalog.faces.taiwan.words import (
    CATEGORIES,
    CATEGORY_OF,
    FILE,
    FREE,
    FREQUENCY_WORDS,
    LICENSE_WORDS,
    SERVICE,
    frequency_of,
)
from idea.engines.catalog.faces.ways import columns_of, ways, web_page
from idea.engines.catalog.labels import LICENSE_URLS
from idea.engines.catalog.types import Dataset, Distribution, License
from idea.kernel import clock

_EVERY = re.compile(r"每(\d+)(\D+)")


def to_record(dataset: Dataset) -> dict[str, Any]:
    """Return the record; empty fields are left out. `from_record` reads it back."""
    record: dict[str, Any] = {
        "categoryService": category(dataset),
        "datasetid": dataset.identifier or str(dataset.id),
        "title": dataset.title,
        "description": dataset.description,
        "fieldDescription": fields_text(all_fields(dataset)),
        "type": kind(dataset),
        "license": license_words(dataset),
        "licenseURL": license_url(dataset),
        "cost": dataset.fee or FREE,
        "costURL": dataset.fee_url,
        "costLaw": dataset.fee_law,
        "dataProvider": dataset.organization,
        "publisherContactName": dataset.contact_name,
        "publisherContactPhone": dataset.contact_phone,
        "publisherContactEmail": dataset.contact_email,
        "updateFrequency": _frequency(dataset),
        "dataQuality": dataset.extra.get("dataQuality", dataset.quality_badge),
        "coverageStartedDate": dataset.start.isoformat() if dataset.start else "",
        "coverageEndedDate": dataset.end.isoformat() if dataset.end else "",
        "publishedDate": issued(dataset),
        "modifiedDate": modified(dataset),
        "spatialCoverage": dataset.place,
        "language": dataset.language,
        "keyword": list(dataset.keywords),
        "relatedUrl": ";".join(web_page(dataset)),
        "metadataSourceOfData": str(dataset.extra.get("source", "")),
        "notes": dataset.notes,
        "distribution": [_resource(item) for item in ways(dataset)],
    }
    return {name: value for name, value in record.items() if value not in ("", [], None)}


def category(dataset: Dataset) -> str:
    """Return the word of 服務分類: the one that was given, else the nearest to the theme."""
    given = str(dataset.extra.get("category", ""))
    if given and (CATEGORIES.get(given) == dataset.theme or not dataset.theme):
        return given
    return CATEGORY_OF.get(dataset.theme, "公共資訊")


def kind(dataset: Dataset) -> str:
    links = dataset.linked or ()
    given = str(dataset.extra.get("kind", ""))
    if given:
        return given
    only_services = dataset.current is None and bool(links) and all(link.service for link in links)
    return SERVICE if only_services else FILE


def license_words(dataset: Dataset) -> str:
    if dataset.license is License.OTHER and dataset.license_given:
        return dataset.license_given
    return LICENSE_WORDS.get(dataset.license, str(dataset.license))


def license_url(dataset: Dataset) -> str:
    return dataset.license_url or LICENSE_URLS.get(dataset.license, "")


def frequency_words(dataset: Dataset) -> str:
    """Return the words that were given where they mean the code, else the code's own."""
    given = dataset.frequency_given
    same = given and frequency_of(given) in {dataset.frequency, None}
    return given if same else FREQUENCY_WORDS[dataset.frequency]


def all_fields(dataset: Dataset) -> tuple[tuple[str, str], ...]:
    """Return the columns: of our own rows, else those told of the files elsewhere, once each."""
    if dataset.current is not None or dataset.declared:
        return columns_of(dataset)
    return tuple(dict.fromkeys(pair for link in dataset.linked or () for pair in link.fields))


def issued(dataset: Dataset) -> str:
    return str(dataset.extra.get("issued", "")) or _local(dataset.published_at)


def modified(dataset: Dataset) -> str:
    return str(dataset.extra.get("modified", "")) or _local(dataset.modified_at)


def _local(moment: Any) -> str:
    return str(moment.astimezone(clock.TAIPEI).isoformat(timespec="seconds"))


def _frequency(dataset: Dataset) -> dict[str, str]:
    words = frequency_words(dataset)
    found = _EVERY.fullmatch(words)
    if found:
        return {"regularupdate": "定期更新", "Frequency": found[1], "unittime": found[2]}
    return {"regularupdate": words}


def _resource(item: Distribution) -> dict[str, Any]:
    resource = {
        "resourceID": item.identifier,
        "resourceDescription": item.title or item.description,
        "resourceField": [{"name": name, "description": words} for name, words in item.fields],
        "resourceFormat": item.format.upper(),
        "resourceDownloadUrl": item.download_url,
        "resourceAccessUrl": item.access_url,
        "resourceCharacterEncoding": item.encoding,
        "resourceAmount": "" if item.rows is None else str(item.rows),
        "resourceModifiedDate": item.modified.isoformat() if item.modified else "",
        "resourceType": SERVICE if item.service else FILE,
    }
    return {name: value for name, value in resource.items() if value not in ("", [], None)}
