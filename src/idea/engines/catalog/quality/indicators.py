"""Every indicator: whose question it is, its points, and where its cause is mended.

A table; how each is measured is in `checks/`, how it is told in `words.py`.
"""

from typing import Final, NamedTuple

from idea.engines.catalog.quality.types import Band, Mend, Yardstick


class Indicator(NamedTuple):
    key: str
    group: str
    points: int = 0  # of MQA's 405
    mend: Mend = Mend.NONE
    field: str = ""  # of the edit form, where one field mends it
    looks_at: str = ""  # in DCAT's words

    @property
    def yardstick(self) -> Yardstick:
        return Yardstick(self.key.partition(".")[0])


_ALL: Final = (
    Indicator("mqa.keyword", "findability", 30, Mend.EDIT, "keywords", "dcat:keyword"),
    Indicator("mqa.theme", "findability", 30, Mend.EDIT, "theme", "dcat:theme"),
    Indicator("mqa.spatial", "findability", 20, Mend.EDIT, "place", "dct:spatial"),
    Indicator("mqa.temporal", "findability", 20, Mend.EDIT, "start", "dct:temporal"),
    Indicator("mqa.access_ok", "accessibility", 50, Mend.LINKS, "", "dcat:accessURL"),
    Indicator("mqa.download", "accessibility", 20, Mend.LINKS, "", "dcat:downloadURL"),
    Indicator("mqa.download_ok", "accessibility", 30, Mend.LINKS, "", "dcat:downloadURL"),
    Indicator("mqa.format", "interoperability", 20, Mend.LINKS, "", "dct:format"),
    Indicator("mqa.media_type", "interoperability", 10, Mend.LINKS, "", "dcat:mediaType"),
    Indicator(
        "mqa.vocabulary", "interoperability", 10, Mend.LINKS, "", "dct:format, dcat:mediaType"
    ),
    Indicator("mqa.open", "interoperability", 20, Mend.FILE, "", "dct:format"),
    Indicator("mqa.machine", "interoperability", 20, Mend.FILE, "", "dct:format"),
    Indicator("mqa.dcat_ap", "interoperability", 30, Mend.EDIT, "description", "DCAT-AP 3.0.1"),
    Indicator("mqa.license", "reusability", 20, Mend.EDIT, "license", "dct:license"),
    Indicator("mqa.license_known", "reusability", 10, Mend.EDIT, "license", "dct:license"),
    Indicator("mqa.access", "reusability", 10, Mend.EDIT, "access", "dct:accessRights"),
    Indicator("mqa.access_known", "reusability", 5, Mend.EDIT, "access", "dct:accessRights"),
    Indicator("mqa.contact", "reusability", 20, Mend.EDIT, "contact_email", "dcat:contactPoint"),
    Indicator("mqa.publisher", "reusability", 10, Mend.EDIT, "organization", "dct:publisher"),
    Indicator("mqa.rights", "contextuality", 5, Mend.EDIT, "license_given", "dct:rights"),
    Indicator("mqa.size", "contextuality", 5, Mend.LINKS, "", "dcat:byteSize"),
    Indicator("mqa.issued", "contextuality", 5, Mend.NONE, "", "dct:issued"),
    Indicator("mqa.modified", "contextuality", 5, Mend.NONE, "", "dct:modified"),
    Indicator("taiwan.link", "access", mend=Mend.LINKS),
    Indicator("taiwan.download", "access", mend=Mend.LINKS),
    Indicator("taiwan.structured", "processing", mend=Mend.FILE),
    Indicator("taiwan.encoding", "understanding", mend=Mend.FILE),
    Indicator("taiwan.fields", "understanding", mend=Mend.COLUMNS),
    Indicator("taiwan.timely", "service", mend=Mend.FILE),
    Indicator("taiwan.reply", "service"),
    Indicator("table.rows", "table", mend=Mend.FILE),
    Indicator("table.types", "table", mend=Mend.FILE),
    Indicator("table.required", "table", mend=Mend.FILE),
    Indicator("table.unique", "table", mend=Mend.FILE),
    Indicator("table.pattern", "table", mend=Mend.FILE),
    Indicator("table.range", "table", mend=Mend.FILE),
    Indicator("table.codes", "table", mend=Mend.FILE),
    Indicator("content.readable", "content", mend=Mend.FILE),
    Indicator("content.encoding", "content", mend=Mend.FILE),
    Indicator("content.schema", "content", mend=Mend.FILE),
    Indicator("content.complete", "content", mend=Mend.FILE),
    Indicator("content.duplicates", "content", mend=Mend.FILE),
    Indicator("content.areas", "content", mend=Mend.FILE),
    Indicator("content.ids", "content", mend=Mend.FILE),
    Indicator("content.dates", "content", mend=Mend.FILE),
    Indicator("content.places", "content", mend=Mend.FILE),
    Indicator("content.metadata", "content", mend=Mend.EDIT),
    Indicator("content.personal", "content", mend=Mend.COLUMNS),
)
INDICATORS: Final = {one.key: one for one in _ALL}
MQA_KEYS: Final = tuple(one.key for one in _ALL if one.yardstick is Yardstick.MQA)
MQA_TOTAL: Final = sum(one.points for one in _ALL)
GROUPS: Final = tuple(dict.fromkeys(INDICATORS[key].group for key in MQA_KEYS))
BANDS: Final = (  # the fewest points of each, the best first
    (Band.EXCELLENT, 351),
    (Band.GOOD, 221),
    (Band.SUFFICIENT, 121),
    (Band.BAD, 0),
)


def band(points: int) -> Band:
    """Return MQA's rating of the points."""
    return next(name for name, least in BANDS if points >= least)


def group_points(group: str) -> int:
    """Return the most points a group of MQA's indicators can give."""
    return sum(INDICATORS[key].points for key in MQA_KEYS if INDICATORS[key].group == group)
