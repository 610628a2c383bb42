"""The words of quality: what each indicator asks, what each piece of evidence says, what to do.

Lazy, so that the reader's language decides; which words apply is found in `checks/`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from idea.engines.catalog import labels
from idea.engines.catalog.quality.checks.personal import Hint
from idea.engines.catalog.quality.types import Badge, Band, Mend, State, Yardstick

YARDSTICKS: dict[Yardstick, Promise] = {
    Yardstick.MQA: _("Metadata quality (MQA of data.europa.eu)"),
    Yardstick.TAIWAN: _("Taiwan's seven indicators"),
    Yardstick.TABLE: _("Rows against their columns (Table Schema)"),
    Yardstick.CONTENT: _("Content of the rows"),
}
GROUPS: dict[str, Promise] = {
    "findability": _("Findability"),
    "accessibility": _("Ease of access"),
    "interoperability": _("Interoperability"),
    "reusability": _("Reusability"),
    "contextuality": _("Contextuality"),
}
STATES: dict[State, Promise] = {
    State.GOOD: _("holds"),
    State.PART: _("partly"),
    State.BAD: _("fails"),
    State.UNMEASURED: _("not measured"),
    State.NONE: _("does not apply"),
}
BANDS: dict[Band, Promise] = {
    Band.EXCELLENT: _("Excellent"),
    Band.GOOD: _("Good"),
    Band.SUFFICIENT: _("Sufficient"),
    Band.BAD: _("Bad"),
}
BADGES: dict[str, Promise] = {
    Badge.PLATINUM: _("Platinum"),
    Badge.GOLD: _("Gold"),
    Badge.SILVER: _("Silver"),
    Badge.BRONZE: _("Bronze"),
    Badge.NONE: _("No badge"),
}
LABELS: dict[str, Promise] = {
    "mqa.keyword": _("Keywords are given"),
    "mqa.theme": _("A theme is given"),
    "mqa.spatial": _("The area covered is given"),
    "mqa.temporal": _("The time covered is given"),
    "mqa.access_ok": _("The access address answers"),
    "mqa.download": _("A download address is given"),
    "mqa.download_ok": _("The download address answers"),
    "mqa.format": _("The format is given"),
    "mqa.media_type": _("The media type is given"),
    "mqa.vocabulary": _("Format or media type is from a known list"),
    "mqa.open": _("The format belongs to no company"),
    "mqa.machine": _("Programs can read the format"),
    "mqa.dcat_ap": _("The description keeps to DCAT-AP"),
    "mqa.license": _("A license is given"),
    "mqa.license_known": _("The license is from a known list"),
    "mqa.access": _("Access rights are given"),
    "mqa.access_known": _("Access rights are from a known list"),
    "mqa.contact": _("A contact is given"),
    "mqa.publisher": _("The publisher is given"),
    "mqa.rights": _("Rights are explained"),
    "mqa.size": _("The file size is given"),
    "mqa.issued": _("The date of publication is given"),
    "mqa.modified": _("The date of the last change is given"),
    "taiwan.link": _("Links are valid"),
    "taiwan.download": _("Files can be downloaded directly"),
    "taiwan.structured": _("Files are structured"),
    "taiwan.encoding": _("The encoding is as stated"),
    "taiwan.fields": _("Columns are as stated"),
    "taiwan.timely": _("Updated on time"),
    "taiwan.reply": _("Citizens are answered in time"),
    "table.rows": _("No empty rows"),
    "table.types": _("Cells are of their column's type"),
    "table.required": _("Required cells are filled"),
    "table.unique": _("Unique values come once"),
    "table.pattern": _("Cells match their pattern"),
    "table.range": _("Values are within their limits"),
    "table.codes": _("Only listed codes are used"),
    "content.readable": _("Every row could be read"),
    "content.encoding": _("Every character can be read"),
    "content.schema": _("Columns match the version before"),
    "content.complete": _("Columns are filled"),
    "content.duplicates": _("No row comes twice"),
    "content.areas": _("Counties and towns exist"),
    "content.ids": _("Business numbers and postal codes are valid"),
    "content.dates": _("Dates are plausible"),
    "content.places": _("Coordinates lie in their county"),
    "content.metadata": _("Taiwan's mandatory fields are filled"),
    "content.personal": _("No undeclared personal data"),
}
# The evidence. A note that takes facts names them; facts a note does not name are for programs.
NOTES: dict[str, Promise] = {
    "said": _("%(value)s"),
    "theme": _("%(value)s"),
    "access": _("%(value)s"),
    "not_said": _("Nothing is said."),
    "from_format": _("Follows from the format: %(value)s"),
    "from_rows": _("Worked out from the rows: %(value)s"),
    "served_here": _("This site serves it."),
    "link_unchecked": _("Not asked yet; this site asks every link in turn."),
    "link_ok": _("Answered %(status)s on %(at)s."),
    "link_failed": _("Answered %(status)s on %(at)s: %(url)s"),
    "link_silent": _("Did not answer on %(at)s: %(url)s"),
    "no_download_url": _("Only a page is given, not the address of a file."),
    "no_distribution": _("There is no file and no link."),
    "web_page": _("The address leads to a web page, not to a file: %(url)s"),
    "eu_file_type": _("%(value)s is in the EU's list of file types."),
    "iana_media_type": _("%(value)s is a media type of the IANA registry."),
    "not_in_list": _("%(value)s is in none of the lists."),
    "open_format": _("%(value)s is an open format."),
    "not_open_format": _("%(value)s is not in the list of open formats."),
    "machine_format": _("%(value)s is machine-readable."),
    "not_machine_format": _("%(value)s is not in the list of machine-readable formats."),
    "dcat_ap_ok": _("The mandatory properties of DCAT-AP 3.0.1 are there."),
    "dcat_ap_bad": _("%(count)s violations: %(what)s"),
    "eu_license": _("%(value)s is in the EU's list of licenses."),
    "spdx_license": _("%(value)s is in the SPDX list of licenses."),
    "eu_access_right": _("%(value)s is in the EU's list of access rights."),
    "contact_said": _("A name, a telephone number or an e-mail address is given."),
    "structured": _("%(value)s holds values a program can take apart."),
    "not_structured": _("%(value)s is for reading, not for computing."),
    "format_not_said": _("The format is not stated."),
    "broken_cells": _("%(count)s cells hold characters that no computer can show."),
    "no_text": _("The file is not text."),
    "encoding_not_said": _("No encoding is stated; the file is readable as %(seen)s."),
    "encoding_ok": _("Stated: %(said)s; the file is readable as %(seen)s."),
    "encoding_bad": _("Stated: %(said)s, but the file is readable as %(seen)s."),
    "encoding_read": _("Read as %(value)s without loss."),
    "fields_missing": _("Stated, but not in the file: %(what)s"),
    "fields_declared": _("All columns stated are in the file."),
    "fields_from_file": _("The list of %(count)s columns is made from the file itself."),
    "fields_not_said": _("No columns are stated."),
    "fields_found": _("All %(fields)s columns stated are in the file."),
    "no_header": _("The file has no header line that could be compared."),
    "never_updated": _("The data are final; no update is due."),
    "no_promise": _("Cannot be measured: the publisher promises no rhythm."),
    "no_date": _("Cannot be measured: when the files were renewed is not stated."),
    "late": _("Last renewed on %(at)s, which is longer ago than promised."),
    "in_time": _("Last renewed on %(at)s."),
    "replies_unknown": _("Not measured: no questions and answers are kept for this data set."),
    "nobody_asked": _("Not measured: nobody has asked yet."),
    "replies": _("%(in_time)s of %(asked)s requests were answered in time."),
    "read": _("Each cell was read as its column's type."),
    "none": _("Nothing is promised."),
    "cells_bad": _("%(count)s cells or rows (%(columns)s)"),
    "cells_good": _("Checked in full, nothing found."),
    "all_read": _("All %(of)s rows were read."),
    "rows_lost": _("%(lost)s of %(of)s rows could not be read and were left out."),
    "first_version": _("This is the first version."),
    "schema_same": _("The columns are those of version %(number)s."),
    "schema_grown": _("New columns since version %(number)s: %(added)s"),
    "schema_changed": _("Since version %(number)s gone: %(lost)s; of another type: %(turned)s"),
    "filled": _("%(share)s%% of all cells are filled."),
    "columns_hollow": _("%(share)s%% of all cells are filled; more than half empty: %(columns)s"),
    "no_doubles": _("Every row is different."),
    "doubles": _("%(count)s of %(of)s rows repeat another row."),
    "no_such_column": _("There is no such column."),
    "no_points": _("The rows hold no points."),
    "no_boundaries": _("Not measured: this site has no boundaries of counties yet."),
    "points_off": _("%(count)s of %(of)s points lie elsewhere."),
    "points_seen": _("%(of)s points; the rows name no county to compare with."),
    "points_in_county": _("All %(of)s points lie in the county their row names, or at sea."),
    "metadata_full": _("All %(of)s fields are filled."),
    "metadata_gaps": _("%(filled)s of %(of)s fields are filled; missing: %(what)s"),
    "looks_personal": _("Look at these columns: %(columns)s"),
    "personal_declared": _("Declared as personal data: %(columns)s"),
    "not_personal": _("Nothing looks like personal data."),
    # Of single rows
    "blank_row": _("The row is empty."),
    "not_of_type": _("Is not of the type %(type)s."),
    "empty_cell": _("Must not be empty."),
    "again": _("Came before; values must be unique."),
    "off_pattern": _("Does not match %(value)s."),
    "too_low": _("Is below %(value)s."),
    "too_high": _("Is above %(value)s."),
    "no_code": _("Is none of the listed codes."),
    "broken_character": _("Holds a character that no other computer can show."),
    "odd_date": _("Is too long ago, or too far ahead."),
    "stand_in_date": _("Looks like a stand-in for an unknown date."),
    "same_as_row": _("Is the same as row %(row)s."),
    "no_area": _("No county or town has this name or code."),
    "null_island": _("Lies in the Gulf of Guinea: the coordinates are 0, 0."),
    "in_another_county": _("The row says %(said)s; the point lies in %(there)s."),
    "no_business_number": _("The check digit of the business number is wrong."),
    "no_postal_code": _("Is no postal code."),
}
# The fields of Taiwan's metadata standard, by its names.
FIELDS: dict[str, Promise] = {
    "identifier": _("identifier"),
    "title": _("title"),
    "description": _("description"),
    "categoryCode": _("theme"),
    "keyword": _("keywords"),
    "license": _("license"),
    "organizationContactName": _("name of the contact"),
    "organizationContactPhone": _("telephone of the contact"),
    "organizationContactEmail": _("e-mail of the contact"),
    "accrualPeriodicity": _("update frequency"),
    "fieldDescription": _("main columns"),
    "temporalCoverage": _("time covered"),
    "spatial": _("area covered"),
    "costLaw": _("law of the fee"),
}
LOOKS: dict[str, Promise] = {
    "national_id": _("numbers of identity cards"),
    "mobile": _("mobile telephone numbers"),
    "email": _("e-mail addresses"),
    "name": _("names of persons"),
    "name_address": _("names of persons, with addresses"),
    "personal": _("personal data"),
}
REMEDIES: dict[str, Promise] = {
    "mqa.keyword": _("Give three to ten keywords that people would search for."),
    "mqa.theme": _("Choose a theme."),
    "mqa.spatial": _("Say which area the data cover."),
    "mqa.temporal": _("Say from when to when the data tell."),
    "mqa.access_ok": _("Mend the link, or publish the file here."),
    "mqa.download": _("Give the address of the file itself, not of a page about it."),
    "mqa.download_ok": _("Mend the download link, or publish the file here."),
    "mqa.format": _("State the format of each file."),
    "mqa.media_type": _("State the media type of each file, e.g. text/csv."),
    "mqa.vocabulary": _("Write the format as its usual ending, e.g. csv or json."),
    "mqa.open": _("Offer the data as CSV, JSON or ODS too."),
    "mqa.machine": _("Offer the data as CSV, JSON or XML too."),
    "mqa.dcat_ap": _("Write a description, and give each link a full address."),
    "mqa.license": _("Choose a license."),
    "mqa.license_known": _("Choose a license from the list instead of terms of your own."),
    "mqa.contact": _("Give a telephone number or an e-mail address for questions."),
    "mqa.rights": _("Say in a sentence what may be done with the data."),
    "mqa.size": _("State the size of the file."),
    "taiwan.link": _("Mend the link, or publish the file here."),
    "taiwan.download": _("Give the address of the file itself, not of a page about it."),
    "taiwan.structured": _("Offer the data as CSV, JSON or XML instead of a document to read."),
    "taiwan.encoding": _("Save the file as UTF-8 and state that encoding."),
    "taiwan.fields": _("Make the list of columns and the file the same."),
    "taiwan.timely": _("Publish a new version, or state the rhythm you can keep."),
    "content.metadata": _("Fill in the missing fields."),
    "content.personal": _(
        "Take personal data out, or declare the column: then it is kept out of charts and queries."
    ),
}
MEND_ROWS = _("Mend the rows named below and publish the file again.")
MENDS: dict[Mend, Promise] = {
    Mend.EDIT: _("Edit the description"),
    Mend.FILE: _("Publish a better file"),
    Mend.COLUMNS: _("Describe the columns"),
    Mend.LINKS: _("Mend the links"),
}


def note(key: str, facts: Mapping[str, Any]) -> str:
    """Return a piece of evidence in the reader's language; dates without their time."""
    words = NOTES.get(key)
    if words is None:
        return key
    shown = {name: _shown(name, value) for name, value in facts.items()}
    if key == "metadata_gaps" and isinstance(facts["what"], list):
        shown["what"] = _listed(FIELDS, facts["what"])
    elif key == "looks_personal" and isinstance(facts["columns"], list):
        shown["columns"] = _("; ").join(
            f"{name}: {LOOKS.get(looks, looks)}" for name, looks in facts["columns"]
        )
    elif key == "theme":
        shown["value"] = labels.theme_label(facts["value"])
    elif key == "access":
        shown["value"] = labels.access_label(facts["value"])
    try:
        return str(words) % shown
    except KeyError:  # evidence stored by an older edition of this code
        return ", ".join(f"{name}: {value}" for name, value in shown.items())


def looks(hints: Iterable[Hint]) -> str:
    """Return columns and what they look like, for a warning."""
    return str(_("; ")).join(f"{one.column}: {LOOKS[one.looks_like]}" for one in hints)


def _listed(words: Mapping[str, Any], codes: list[str]) -> str:
    return str(_(", ")).join(str(words.get(code, code)) for code in codes)


def remedy(key: str) -> str:
    return str(REMEDIES.get(key, MEND_ROWS))


def _shown(name: str, value: Any) -> str:
    if name == "at":
        return str(value)[:10]
    if isinstance(value, int) and not isinstance(value, bool) and name != "status":
        return f"{value:,}"
    return str(value)
