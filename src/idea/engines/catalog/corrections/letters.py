"""The letter to whoever posted a correction: what became of it, change by change.

Sent by a job when nothing waits for the owner any more, and again when it is in a version.
"""

from typing import Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from idea.engines.catalog.corrections.queries import correction, shown_changes, stored
from idea.engines.catalog.corrections.types import Change, ChangeState, Correction, Kind, State

TOLD: Final = 50  # changes named in a letter; the page has all
_CELL: Final = 80


def send(number: int) -> bool:
    """Write to the author, in their language; False where there is nobody to write to."""
    row = stored(number)
    if not row.author_id or row.state not in {State.DECIDED, State.PUBLISHED, State.REJECTED}:
        return False
    person = get_user_model().objects.filter(pk=row.author_id, is_active=True).first()
    if person is None or not person.email:
        return False
    with override(getattr(person, "language", None) or "zh-hant"):
        _letter(correction(number), person.email).send()
    return True


def _letter(told: Correction, address: str) -> EmailMessage:
    found = shown_changes(told.number, limit=TOLD)
    lines = [_line(change) for change in found.items]
    if found.total > len(lines):
        more = found.total - len(lines)
        lines.append(
            ngettext("… and %(count)d change more", "… and %(count)d changes more", more)
            % {"count": more}
        )
    words = {"number": told.number, "title": told.title, "agency": told.organization}
    parts = [
        _("%(agency)s has decided about your correction %(number)d of “%(title)s”.") % words,
        _outcome(told),
        "\n".join(lines),
        settings.IDEA_SITE_URL + reverse("portal:correction", args=[told.number]),
        _("You get this letter because you posted the correction."),
    ]
    return EmailMessage(
        subject=_("Correction %(number)d: %(title)s") % words,
        body="\n\n".join(part for part in parts if part),
        to=[address],
        headers={"Auto-Submitted": "auto-generated"},
    )


def _outcome(told: Correction) -> str:
    if told.state is State.PUBLISHED and told.published is not None:
        return _("What was accepted is in version %(version)d now. Thank you.") % {
            "version": told.published
        }
    if told.state is State.REJECTED:
        return _("Nothing of it was accepted.")
    return _("What was accepted will be in the next version. Thank you.")


def _line(change: Change) -> str:
    return _("%(position)d. %(what)s — %(state)s") % {
        "position": change.position,
        "what": _what(change),
        "state": f"{_STATES[change.state]()}{_because(change)}",
    }


def _what(change: Change) -> str:
    if change.kind is Kind.ADDED:
        return _("a row added")
    known = "、".join(filter(None, change.key)) or str(change.row or "")
    if change.kind is Kind.REMOVED:
        return _("row %(row)s taken out") % {"row": known[:_CELL]}
    return _("row %(row)s, %(column)s: “%(old)s” → “%(new)s”") % {
        "row": known[:_CELL],
        "column": change.column[:_CELL],
        "old": change.old[:_CELL],
        "new": change.new[:_CELL],
    }


def _because(change: Change) -> str:
    if change.state is not ChangeState.REJECTED or not change.reason:
        return ""
    return _(" (%(why)s)") % {"why": change.reason}


_STATES: Final = {
    ChangeState.WAITING: lambda: _("not decided yet"),
    ChangeState.ACCEPTED: lambda: _("accepted by the agency"),
    ChangeState.REJECTED: lambda: _("not accepted by the agency"),
    ChangeState.CONFLICT: lambda: _("accepted, but the row says something else by now"),
    ChangeState.PUBLISHED: lambda: _("in the data now"),
}
