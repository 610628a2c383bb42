"""Writes of web hooks: asked for, asked off, switched on again; and telling what is due.

A message is tried again after 1 and 5 minutes, half an hour, 2 and 12 hours; a hook whose last
`PATIENCE` messages were all given up is switched off, with the reason for its owner.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog.errors import BadDraft
from idea.engines.catalog.hooks import signing
from idea.engines.catalog.hooks.messages import message_for
from idea.engines.catalog.hooks.queries import info, own
from idea.engines.catalog.hooks.types import HookInfo
from idea.engines.catalog.metadata import is_web
from idea.engines.catalog.queries import stored
from idea.engines.identity import api as identity
from idea.kernel import clock
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Conflict
from idea.kernel.http.post import post
from idea.kernel.http.probe import Probed
from idea.kernel.ratelimit import limit

WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
PATIENCE: Final = 5
MOST: Final = 20  # hooks one person may have
BATCH: Final = 100
AT_ONCE: Final = 8
KEPT: Final = timedelta(days=30)
TESTS: Final = 10  # messages to try one's receiver, an hour
HOUR: Final = 3600
TEST: Final = "catalog.hook-test"


def add_hook(
    *, actor: Actor, owner_id: str, url: str, organization: str = "", dataset: str = ""
) -> HookInfo:
    """Tell `url` of changes from now on: of an agency's or one data set's, or of all.

    Raises BadDraft (no web address), AgencyNotFound, DatasetNotFound, Conflict (too many).
    """
    if not is_web(url) or len(url) > 2000:  # noqa: PLR2004
        raise BadDraft(
            _("The address must begin with https:// or http://."),
            remedy=_("Give the address of your program that takes the messages."),
        )
    agency = identity.organization(organization).slug if organization else ""
    about = stored(dataset) if dataset else None
    with transaction.atomic():
        if models.Hook.objects.filter(owner_id=owner_id).count() >= MOST:
            raise Conflict(_("You have %(most)d web hooks already.") % {"most": MOST})
        row = models.Hook.objects.create(
            owner_id=owner_id, url=url, organization_slug=agency, dataset=about
        )
        audit.record(actor=actor, action="catalog.hook-add", target=f"hook:{row.id}")
    return info(row)


def remove_hook(*, actor: Actor, owner_id: str, hook_id: UUID) -> None:
    """Stop telling, and forget what was told. Raises NotFound for somebody else's."""
    with transaction.atomic():
        row = own(owner_id, hook_id)
        row.delete()
        audit.record(actor=actor, action="catalog.hook-remove", target=f"hook:{hook_id}")


def switch_on(*, actor: Actor, owner_id: str, hook_id: UUID) -> HookInfo:
    """Try a hook again that was switched off."""
    with transaction.atomic():
        row = own(owner_id, hook_id)
        row.off_why, row.failures = "", 0
        row.save(update_fields=["off_why", "failures"])
        audit.record(actor=actor, action="catalog.hook-on", target=f"hook:{hook_id}")
    return info(row)


def pause(*, actor: Actor, owner_id: str, hook_id: UUID) -> HookInfo:
    """Tell nothing more until it is switched on again; what happens meanwhile is not told."""
    with transaction.atomic():
        row = own(owner_id, hook_id)
        row.off_why = row.off_why or _("You paused it.")
        row.save(update_fields=["off_why"])
        audit.record(actor=actor, action="catalog.hook-off", target=f"hook:{hook_id}")
    return info(row)


def send_test(*, actor: Actor, owner_id: str, hook_id: UUID) -> UUID:
    """Send a message that tells of nothing, so that a receiver can be tried; return its id.

    Raises NotFound, Conflict (it is off), TooMany.
    """
    limit(f"hooks:test:{owner_id}", TESTS, HOUR)
    with transaction.atomic():
        row = own(owner_id, hook_id)
        if row.off_why:
            raise Conflict(
                _("The web hook is off."), remedy=_("Switch it on before you send a test.")
            )
        message = message_for(row, kind=TEST, subject="test", data={})
        message.save(force_insert=True)
        audit.record(actor=actor, action="catalog.hook-test", target=f"hook:{hook_id}")
    return message.id


def tell_due() -> int:
    """Send what is due; return how many messages were tried."""
    due = list(
        models.HookMessage.objects.filter(due_at__lte=clock.now(), hook__off_why="")
        .select_related("hook")
        .order_by("due_at")[:BATCH]
    )
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        answers = list(pool.map(_send, due))
    for message, answer in zip(due, answers, strict=True):
        _note(message, answer)
    return len(due)


def forget_old() -> int:
    """Remove messages that were told or given up a month ago."""
    old = models.HookMessage.objects.filter(due_at=None, created_at__lt=clock.now() - KEPT)
    return old.delete()[0]


def _send(message: models.HookMessage) -> Probed:
    body = message.body.encode()
    timestamp = int(clock.now().timestamp())
    said = signing.headers(message.hook.id, message.id, body, timestamp=timestamp)
    return post(message.hook.url, body, said)


def _note(message: models.HookMessage, answer: Probed) -> None:
    message.attempts += 1
    message.status, message.problem = answer.status, answer.problem
    told = 200 <= answer.status < 300  # noqa: PLR2004  RFC 9110, 15.3
    over = told or message.attempts > len(WAITS)
    message.due_at = None if over else clock.now() + WAITS[message.attempts - 1]
    with transaction.atomic():
        message.save(update_fields=["attempts", "status", "problem", "due_at"])
        if over:
            _judge(message.hook, answer, told=told)


def _judge(hook: models.Hook, answer: Probed, *, told: bool) -> None:
    hook.failures = 0 if told else hook.failures + 1
    if hook.failures >= PATIENCE:
        hook.off_why = _("The last %(count)d messages were not taken (%(answer)s).") % {
            "count": hook.failures,
            "answer": answer.problem or f"HTTP {answer.status}",
        }
    hook.save(update_fields=["failures", "off_why"])
