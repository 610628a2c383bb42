"""The words for codes: themes, licenses, frequencies; and the addresses that define them.

Themes are the EU data-theme authority table and frequencies its frequency table, so that
DCAT-AP readers know them; licenses are named by their SPDX identifiers.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from idea.engines.catalog.types import Access, Download, Frequency, License, Theme

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
    License.CC_BY_SA: _("Creative Commons Attribution-ShareAlike 4.0"),
    License.CC_BY_NC: _("Creative Commons Attribution-NonCommercial 4.0"),
    License.CC_BY_ND: _("Creative Commons Attribution-NoDerivatives 4.0"),
    License.CC_BY_NC_SA: _("Creative Commons Attribution-NonCommercial-ShareAlike 4.0"),
    License.CC_BY_NC_ND: _("Creative Commons Attribution-NonCommercial-NoDerivatives 4.0"),
    License.CC_BY_3: _("Creative Commons Attribution 3.0"),
    License.CC_BY_3_TW: _("Creative Commons Attribution 3.0 Taiwan"),
    License.CC0: _("Creative Commons CC0 1.0 (no rights reserved)"),
    License.PDDL: _("Open Data Commons Public Domain Dedication and License 1.0"),
    License.ODC_BY: _("Open Data Commons Attribution License 1.0"),
    License.ODBL: _("Open Database License 1.0"),
    License.OGL_UK: _("Open Government Licence 3.0 (United Kingdom)"),
    License.ETALAB: _("Open License 2.0 (France)"),
    License.DL_DE_BY: _("Data License Germany, Attribution 2.0"),
    License.PUBLIC_DOMAIN: _("Public domain"),
    License.MIT: _("MIT License"),
    License.OTHER: _("Other terms"),
}

LICENSE_URLS: dict[License, str] = {
    License.OGDL: "https://data.gov.tw/license",
    License.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    License.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    License.CC_BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
    License.CC_BY_ND: "https://creativecommons.org/licenses/by-nd/4.0/",
    License.CC_BY_NC_SA: "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    License.CC_BY_NC_ND: "https://creativecommons.org/licenses/by-nc-nd/4.0/",
    License.CC_BY_3: "https://creativecommons.org/licenses/by/3.0/",
    License.CC_BY_3_TW: "https://creativecommons.org/licenses/by/3.0/tw/",
    License.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    License.PDDL: "https://opendatacommons.org/licenses/pddl/1-0/",
    License.ODC_BY: "https://opendatacommons.org/licenses/by/1-0/",
    License.OGL_UK: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    License.ETALAB: "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
    License.DL_DE_BY: "https://www.govdata.de/dl-de/by-2-0",
    License.PUBLIC_DOMAIN: "https://creativecommons.org/publicdomain/mark/1.0/",
    License.ODBL: "https://opendatacommons.org/licenses/odbl/1-0/",
    License.MIT: "https://opensource.org/license/mit",
}

FREQUENCIES: dict[Frequency, Promise] = {
    Frequency.CONTINUOUS: _("Continuous"),
    Frequency.HOURLY: _("Every hour"),
    Frequency.DAILY: _("Every day"),
    Frequency.WEEKLY: _("Every week"),
    Frequency.FORTNIGHTLY: _("Every two weeks"),
    Frequency.MONTHLY: _("Every month"),
    Frequency.BIMONTHLY: _("Every two months"),
    Frequency.QUARTERLY: _("Every quarter"),
    Frequency.HALF_YEARLY: _("Every half year"),
    Frequency.YEARLY: _("Every year"),
    Frequency.BIENNIAL: _("Every two years"),
    Frequency.TRIENNIAL: _("Every three years"),
    Frequency.IRREGULAR: _("Irregular"),
    Frequency.NEVER: _("Not updated"),
    Frequency.UNKNOWN: _("Not known"),
}

_EU = "http://publications.europa.eu/resource/authority"
FREQUENCY_URIS: dict[Frequency, str] = {
    Frequency.CONTINUOUS: f"{_EU}/frequency/UPDATE_CONT",
    Frequency.HOURLY: f"{_EU}/frequency/HOURLY",
    Frequency.DAILY: f"{_EU}/frequency/DAILY",
    Frequency.WEEKLY: f"{_EU}/frequency/WEEKLY",
    Frequency.FORTNIGHTLY: f"{_EU}/frequency/BIWEEKLY",
    Frequency.MONTHLY: f"{_EU}/frequency/MONTHLY",
    Frequency.BIMONTHLY: f"{_EU}/frequency/BIMONTHLY",
    Frequency.QUARTERLY: f"{_EU}/frequency/QUARTERLY",
    Frequency.HALF_YEARLY: f"{_EU}/frequency/ANNUAL_2",
    Frequency.YEARLY: f"{_EU}/frequency/ANNUAL",
    Frequency.BIENNIAL: f"{_EU}/frequency/BIENNIAL",
    Frequency.TRIENNIAL: f"{_EU}/frequency/TRIENNIAL",
    Frequency.IRREGULAR: f"{_EU}/frequency/IRREG",
    Frequency.NEVER: f"{_EU}/frequency/NEVER",
    Frequency.UNKNOWN: f"{_EU}/frequency/UNKNOWN",
}

ACCESSES: dict[Access, Promise] = {
    Access.OPEN: _("Class A: open to everyone"),
    Access.RESTRICTED: _("Class B: on application, with conditions"),
    Access.CLOSED: _("Class C: not open"),
}

ACCESS_URIS: dict[Access, str] = {
    Access.OPEN: f"{_EU}/access-right/PUBLIC",
    Access.RESTRICTED: f"{_EU}/access-right/RESTRICTED",
    Access.CLOSED: f"{_EU}/access-right/NON_PUBLIC",
}

MEDIA_TYPES: dict[Download, str] = {
    Download.CSV: "text/csv; charset=utf-8",
    Download.JSON: "application/json",
    Download.GEOJSON: "application/geo+json",
    Download.PARQUET: "application/vnd.apache.parquet",
    Download.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Download.TIFF: "image/tiff; application=geotiff; profile=cloud-optimized",
    Download.ORIGINAL: "application/octet-stream",
}


def theme_uri(theme: str) -> str:
    return f"{_EU}/data-theme/{theme}"


def license_label(code: str) -> str:
    return str(LICENSES[License(code)]) if code in LICENSES else code


def theme_label(code: str) -> str:
    return str(THEMES[Theme(code)]) if code in THEMES else code


def access_label(code: str) -> str:
    return str(ACCESSES[Access(code)]) if code in ACCESSES else code


def frequency_label(code: str) -> str:
    return str(FREQUENCIES[Frequency(code)]) if code in FREQUENCIES else code
