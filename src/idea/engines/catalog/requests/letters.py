"""Letters to supporters who asked for them: that a request moved, and how to get no more.

Sent by a job; each letter is in its reader's language and can be sent for good with one click.
"""

from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from idea.engines.catalog import models
from idea.engines.catalog.requests.queries import request, stored
from idea.engines.catalog.requests.types import DataRequest, State
from idea.engines.catalog.requests.workflow import MOVES
from idea.kernel.errors import NotFound
from idea.kernel.progress import Progress, silent

SALT: Final = "requests.letters"


def send(number: int, entry: UUID, progress: Progress = silent) -> int:
    """Send what the line of the history says to all who asked; return how many letters went out.

    Begun again after a crash it goes on where it was.
    """
    row = stored(number)
    line = models.RequestEntry.objects.filter(pk=entry, request=row).first()
    if line is None or line.hidden_at is not None or line.kind not in MOVES:
        return 0
    told = request(number)
    voices = row.voices.filter(notify=True).exclude(told=entry).order_by("id")
    total, sent = voices.count(), 0
    for voice in voices.iterator(chunk_size=200):
        person = get_user_model().objects.filter(pk=voice.person_id, is_active=True).first()
        if person is not None:
            with override(getattr(person, "language", None) or "zh-hant"):
                _letter(told, line, str(voice.id), person.email).send()
            sent += 1
        models.Support.objects.filter(pk=voice.pk).update(told=entry)
        progress(sent, total)
    return sent


def silence(token: str) -> DataRequest:
    """Send no more letters for this request to whom the token was given. Raises NotFound."""
    voice = _voice(token)
    models.Support.objects.filter(pk=voice.pk).update(notify=False)
    return request(voice.request.number)


def told_of(token: str) -> DataRequest:
    """Return the request the letters of this token tell of. Raises NotFound."""
    return request(_voice(token).request.number)


def _voice(token: str) -> models.Support:
    try:
        key = UUID(str(signing.loads(token, salt=SALT)))
    except (signing.BadSignature, ValueError):
        key = None
    voice = models.Support.objects.select_related("request").filter(pk=key).first() if key else None
    if voice is None:
        raise NotFound(
            _("This link is not valid any more."),
            remedy=_("You can change it on the request's page after signing in."),
        )
    return voice


def _letter(told: DataRequest, line: models.RequestEntry, voice: str, address: str) -> EmailMessage:
    page = settings.IDEA_SITE_URL + reverse("portal:request", args=[told.number])
    token = signing.dumps(voice, salt=SALT)
    stop = settings.IDEA_SITE_URL + reverse("portal:request_silence", args=[token])
    words = {
        "agency": line.agency or settings.IDEA_SITE_NAME["zh-hant"],
        "did": MOVES[line.kind].said,
        "title": told.title,
        "number": told.number,
    }
    parts = [
        _("%(agency)s %(did)s: “%(title)s” (no. %(number)d).") % words,
        line.text,
        _answer(told),
        page,
        _("You get this letter because you support the request. No more letters: %(url)s")
        % {"url": stop},
    ]
    return EmailMessage(
        subject=_("Request %(number)d: %(title)s") % words,
        body="\n\n".join(part for part in parts if part),
        to=[address],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )


def _answer(told: DataRequest) -> str:
    if told.state is State.PUBLISHED and told.dataset is not None:
        where = settings.IDEA_SITE_URL + reverse("portal:dataset", args=[told.dataset.slug])
        return _("The data: %(title)s %(url)s") % {"title": told.dataset.title, "url": where}
    if told.state is State.IN_WORK and told.planned is not None:
        return _("Planned for %(day)s.") % {"day": told.planned.isoformat()}
    if told.state is State.REFUSED and told.law:
        return _("Legal basis: %(law)s") % {"law": told.law}
    if told.state is State.MERGED and told.merged_into is not None:
        return _("Your support counts for request %(number)d now.") % {"number": told.merged_into}
    return ""
