"""Which state a request may go to from which, and what each move has to say: as data.

A move that is not in this table cannot be made, by anybody.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from idea.engines.catalog.requests.types import State

OPEN: Final = (State.RECEIVED, State.ACCEPTED, State.IN_WORK)
UNANSWERED: Final = (State.RECEIVED, State.ACCEPTED)
ENDED: Final = (State.PUBLISHED, State.REFUSED, State.MERGED)


@dataclass(frozen=True, slots=True)
class Move:
    """`needs` names the fields without which the move cannot be made."""

    name: str
    label: str | Promise  # on the button
    said: str | Promise  # in the history
    before: tuple[State, ...]
    after: State
    needs: tuple[str, ...] = ()


MOVES: Final = {
    move.name: move
    for move in (
        Move(
            "accept",
            _("Take the request on"),
            _("took the request on"),
            (State.RECEIVED,),
            State.ACCEPTED,
        ),
        Move(
            "assign",
            _("Hand over to another agency"),
            _("handed the request over"),
            OPEN,
            State.ACCEPTED,
            ("organization",),
        ),
        Move(
            "plan",
            _("Announce the publication"),
            _("announced the publication"),
            OPEN,
            State.IN_WORK,
            ("planned",),
        ),
        Move(
            "publish",
            _("Answer with a data set"),
            _("answered with a data set"),
            (*OPEN, State.REFUSED),
            State.PUBLISHED,
            ("dataset",),
        ),
        Move(
            "refuse",
            _("Refuse with a reason"),
            _("refused the request"),
            OPEN,
            State.REFUSED,
            ("text",),
        ),
        Move(
            "merge",
            _("Merge with another request"),
            _("merged the request with another"),
            OPEN,
            State.MERGED,
            ("merged_into",),
        ),
        Move(
            "reopen",
            _("Open the request again"),
            _("opened the request again"),
            ENDED,
            State.ACCEPTED,
            ("text",),
        ),
    )
}

STATES: Final[dict[State, str | Promise]] = {
    State.RECEIVED: pgettext_lazy("request", "received"),
    State.ACCEPTED: pgettext_lazy("request", "accepted"),
    State.IN_WORK: pgettext_lazy("request", "in work"),
    State.PUBLISHED: pgettext_lazy("request", "published"),
    State.REFUSED: pgettext_lazy("request", "refused"),
    State.MERGED: pgettext_lazy("request", "merged"),
}


def possible(state: State) -> list[Move]:
    """Return the moves that can be made from a state."""
    return [move for move in MOVES.values() if state in move.before]
