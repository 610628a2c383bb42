"""The letter to whoever contributed: a question, or what became of it. Sent by a job."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from idea.engines.features.contributions.queries import contribution
from idea.engines.features.contributions.types import Contribution, State
from idea.kernel.jobs import api as jobs
from idea.kernel.progress import Progress


def send(number: int) -> bool:
    """Write to the author, in their language; False where there is nobody to write to."""
    told = contribution(number)
    if not told.author_id or told.state in (State.WAITING, State.WITHDRAWN):
        return False
    person = get_user_model().objects.filter(pk=told.author_id, is_active=True).first()
    if person is None or not person.email:
        return False
    with override(getattr(person, "language", None) or "zh-hant"):
        letter(told, person.email).send()
    return True


def letter(told: Contribution, address: str) -> EmailMessage:
    words = {"number": told.number, "title": told.title}
    parts = [
        _outcome(told) % words,
        told.words,
        f"{settings.IDEA_SITE_URL}/contributions/{told.number}/",
        _("You get this letter because you contributed to the map."),
    ]
    return EmailMessage(
        subject=_("Contribution %(number)d: %(title)s") % words,
        body="\n\n".join(part for part in parts if part),
        to=[address],
        headers={"Auto-Submitted": "auto-generated"},
    )


def _outcome(told: Contribution) -> str:
    if told.state is State.ASKED:
        return _("The agency has a question about your contribution %(number)d to “%(title)s”.")
    if told.undone:
        return _("Your contribution %(number)d to “%(title)s” was taken back off the map.")
    if told.state is State.ACCEPTED:
        return _("Your contribution %(number)d to “%(title)s” is on the map now. Thank you.")
    declined = _("Your contribution %(number)d to “%(title)s” was not taken.")
    return f"{declined} {told.reason_label}".strip()


@jobs.job("contributions.letter", gettext_lazy("Tell who contributed to the map"))
def letter_job(progress: Progress, *, number: int) -> dict[str, Any]:  # noqa: ARG001
    return {"sent": int(send(number))}
