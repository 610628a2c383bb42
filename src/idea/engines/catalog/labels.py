"""The words for codes: themes, licenses, frequencies; and the addresses that define them.

Themes are the EU data-theme authority table and frequencies its frequency table, so that
DCAT-AP readers know them; licenses are named by their SPDX identifiers.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from idea.engines.catalog.types import Download, Frequency, License, Theme

THEMES: dict[Theme, Promise] = {
    Theme.AGRICULTURE: _("Agriculture and food"),
    Theme.ECONOMY: _("Economy and finance"),
    Theme.EDUCATION: _("Education, culture and sport"),
    Theme.ENERGY: _("Energy"),
    Theme.ENVIRONMENT: _("Environment"),
    Theme.GOVERNMENT: _("Government and budget"),
    Theme.HEALTH: _("Health"),
    Theme.JUSTICE: _("Justice and public safety"),
    Theme.REGIONS: _("Regions, cities and land"),
    Theme.SOCIETY: _("Population and society"),
    Theme.SCIENCE: _("Science and technology"),
    Theme.TRANSPORT: _("Transport"),
    Theme.INTERNATIONAL: _("International affairs"),
}

LICENSES: dict[License, Promise] = {
    License.OGDL: _("Open Government Data License, Taiwan, version 1.0"),
    License.CC_BY: _("Creative Commons Attribution 4.0"),
    License.CC0: _("Creative Commons CC0 1.0 (no rights reserved)"),
    License.ODBL: _("Open Database License 1.0"),
    License.MIT: _("MIT License"),
    License.OTHER: _("Other terms"),
}

LICENSE_URLS: dict[License, str] = {
    License.OGDL: "https://data.gov.tw/license",
    License.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    License.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    License.ODBL: "https://opendatacommons.org/licenses/odbl/1-0/",
    License.MIT: "https://opensource.org/license/mit",
}

FREQUENCIES: dict[Frequency, Promise] = {
    Frequency.CONTINUOUS: _("Continuous"),
    Frequency.DAILY: _("Every day"),
    Frequency.WEEKLY: _("Every week"),
    Frequency.MONTHLY: _("Every month"),
    Frequency.QUARTERLY: _("Every quarter"),
    Frequency.YEARLY: _("Every year"),
    Frequency.IRREGULAR: _("Irregular"),
    Frequency.NEVER: _("Not updated"),
}

_EU = "http://publications.europa.eu/resource/authority"
FREQUENCY_URIS: dict[Frequency, str] = {
    Frequency.CONTINUOUS: f"{_EU}/frequency/UPDATE_CONT",
    Frequency.DAILY: f"{_EU}/frequency/DAILY",
    Frequency.WEEKLY: f"{_EU}/frequency/WEEKLY",
    Frequency.MONTHLY: f"{_EU}/frequency/MONTHLY",
    Frequency.QUARTERLY: f"{_EU}/frequency/QUARTERLY",
    Frequency.YEARLY: f"{_EU}/frequency/ANNUAL",
    Frequency.IRREGULAR: f"{_EU}/frequency/IRREG",
    Frequency.NEVER: f"{_EU}/frequency/NEVER",
}

MEDIA_TYPES: dict[Download, str] = {
    Download.CSV: "text/csv; charset=utf-8",
    Download.JSON: "application/json",
    Download.GEOJSON: "application/geo+json",
    Download.PARQUET: "application/vnd.apache.parquet",
    Download.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Download.ORIGINAL: "application/octet-stream",
}


def theme_uri(theme: str) -> str:
    return f"{_EU}/data-theme/{theme}"


def license_label(code: str) -> str:
    return str(LICENSES[License(code)]) if code in LICENSES else code


def theme_label(code: str) -> str:
    return str(THEMES[Theme(code)]) if code in THEMES else code


def frequency_label(code: str) -> str:
    return str(FREQUENCIES[Frequency(code)]) if code in FREQUENCIES else code
