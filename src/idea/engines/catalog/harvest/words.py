"""The words for what can be wrong with a record, by the code of the issue.

Kept apart from the records: a report says them in the language of whoever reads it.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from idea.engines.catalog.harvest.types import Kind, RunState

ISSUES: dict[str, Promise] = {
    "no-identifier": _("It has no identifier, so it could not be told from others next time."),
    "identifier-too-long": _("Its identifier is longer than 500 characters."),
    "no-title": _("It has no title."),
    "no-object": _("It is no record: the list holds something else here."),
    "broken-row": _("The row cannot be read: it is broken or has another number of cells."),
    "broken-statement": _("An RDF statement is broken and was passed over."),
    "cut-graph": _("The RDF cannot be read beyond a fault."),
    "mended-graph": _("The RDF/XML breaks its own rules; it was read as it was meant."),
    "broken-page": _("A page of the source could not be read."),
    "not-whole": _("The source says that it has more than it gave; nothing counts as gone."),
    "repeated": _("The same record comes a second time; the first one was taken."),
    "identifier-taken": _("Another data set has this identifier already; the first one was taken."),
    "bad-address": _("This is no web address; it was left out."),
    "cut-address": _("An address was cut at its commas; it was put together again."),
    "no-address": _("A distribution without an address was left out."),
    "too-many-links": _("It has more than 1,000 distributions; the first ones were taken."),
    "too-many-keywords": _("It has more than 50 keywords; the first ones were taken."),
    "cut": _("The text is too long and was cut."),
    "markup": _("The text has HTML markup; the words were taken."),
    "bad-date": _("This is no date that can be read; it was left out."),
    "future-date": _("This date has not come yet: a clock is wrong. It was left out."),
    "period-turned": _("The time the data tell of ends before it begins; it was left out."),
    "bad-area": _("The area cannot be read; it was left out."),
    "license-unknown": _("The license is not known here; its own words are kept."),
    "frequency-unknown": _("How often it is updated is said in words not known here."),
    "bad-encoding": _("Some characters cannot be decoded; the encoding is wrong."),
    "class-restricted": _(
        "The inventory holds these data as class B (limited use): they are not listed here."
    ),
    "class-closed": _(
        "The inventory holds these data as class C (not open): they are not listed here."
    ),
    "class-kept": _(
        "It keeps the class that was decided here; links that are not open are left out."
    ),
    "cycle": _("It is, through others, a part of itself."),
}

KINDS: dict[Kind, Promise] = {
    Kind.AUTO: _("Find out by itself"),
    Kind.CKAN: _("CKAN (Action API)"),
    Kind.DCAT: _("DCAT as RDF (Turtle, JSON-LD, RDF/XML)"),
    Kind.DCAT_US: _("data.json (DCAT-US 1.1 or 3.0)"),
    Kind.ISO19139: _("CSW with ISO 19139"),
    Kind.LIST: _("A list: CSV, JSON or JSON Lines"),
    Kind.IDEA: _("Another site of this platform"),
}

STATES: dict[RunState, Promise] = {
    RunState.RUNNING: _("Running"),
    RunState.APPLIED: _("Done"),
    RunState.UNCHANGED: _("Nothing new at the source"),
    RunState.REFUSED: _("Stopped: the source lost too much"),
    RunState.FAILED: _("Failed"),
    RunState.INTERRUPTED: _("Interrupted"),
}


def say(code: str) -> str:
    return str(ISSUES.get(code, code))


def state_label(state: RunState) -> str:
    return str(STATES[state])


def kind_label(kind: Kind) -> str:
    return str(KINDS[kind])
