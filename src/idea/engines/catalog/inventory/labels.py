"""The words for states, steps, offices and answers of the inventory."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from idea.engines.catalog.inventory.types import (
    Answer,
    ApplicationState,
    Level,
    Move,
    Office,
    Owner,
    State,
    Verdict,
)
from idea.engines.catalog.types import Access

CLASSES: dict[Access, Promise] = {
    Access.OPEN: _("Class A: open"),
    Access.RESTRICTED: _("Class B: limited use"),
    Access.CLOSED: _("Class C: not open"),
}
STATES: dict[State, Promise] = {
    State.DRAFT: _("With the business unit"),
    State.PROPOSED: _("With the legal unit"),
    State.CONFIRMED: _("With the agency's committee"),
    State.NATIONAL: _("With the national committee"),
    State.HEAD: _("With the head of agency"),
    State.DECIDED: _("Decided"),
}
MOVES: dict[Move, Promise] = {
    Move.ENTER: _("Entered in the inventory"),
    Move.PROPOSE: _("Class proposed"),
    Move.CONFIRM: _("Confirmed by the legal unit"),
    Move.RETURN: _("Returned for mending"),
    Move.DECIDE: _("Class decided"),
    Move.REFER: _("Referred to the national committee"),
    Move.APPEAL: _("Appeal to the national committee"),
    Move.WITHDRAW: _("Openness withdrawn by the head of agency"),
    Move.KEEP: _("Kept open by the head of agency"),
    Move.REVIEW: _("Taken up for review again"),
}
OFFICES: dict[Office, Promise] = {
    Office.BUSINESS: _("Business unit"),
    Office.LEGAL: _("Legal unit"),
    Office.AGENCY: _("Agency's advisory committee"),
    Office.NATIONAL: _("National advisory committee"),
    Office.HEAD: _("Head of agency"),
    Office.PUBLIC: _("Member of the public"),
}
LEVELS: dict[Level, Promise] = {
    Level.AGENCY: _("Agency level"),
    Level.NATIONAL: _("National level"),
}
OWNERS: dict[Owner, Promise] = {
    Owner.AGENCY: _("This agency holds the whole copyright"),
    Owner.SHARED: _("Shared with others"),
    Owner.OTHER: _("Somebody else holds it"),
    Owner.NONE: _("No copyright: plain facts, laws or official documents"),
    Owner.UNKNOWN: _("Not yet clear"),
}
ANSWERS: dict[Answer, Promise] = {
    Answer.YES: _("Yes"),
    Answer.NO: _("No"),
    Answer.UNKNOWN: _("Not yet clear"),
}
VERDICTS: dict[Verdict, Promise] = {
    Verdict.OPEN: _("Class A: open"),
    Verdict.RESTRICTED: _("Class B: limited use"),
    Verdict.CLOSED: _("Class C: not open"),
    Verdict.RETURN: _("Returned to the business unit"),
    Verdict.REFER: _("Referred to the national committee"),
    Verdict.NOTED: _("Noted"),
}
APPLICATION_STATES: dict[ApplicationState, Promise] = {
    ApplicationState.ASKED: _("Waiting for an answer"),
    ApplicationState.GRANTED: _("Granted"),
    ApplicationState.REFUSED: _("Application refused"),
    ApplicationState.REVOKED: _("Revoked"),
}
