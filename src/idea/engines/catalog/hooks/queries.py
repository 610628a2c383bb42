"""Reads of web hooks, for their owners alone."""

from uuid import UUID

from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog.hooks.types import HookInfo, MessageInfo
from idea.kernel.errors import NotFound

SHOWN = 50


def hooks(owner_id: str) -> list[HookInfo]:
    rows = models.Hook.objects.filter(owner_id=owner_id).select_related("dataset")
    return [info(row) for row in rows.order_by("-created_at")]


def hook(owner_id: str, hook_id: UUID) -> HookInfo:
    """Return one of the owner's web hooks. Raises NotFound."""
    return info(own(owner_id, hook_id))


def messages(owner_id: str, hook_id: UUID) -> list[MessageInfo]:
    """Return what a hook was told lately, the newest first. Raises NotFound."""
    rows = own(owner_id, hook_id).messages.order_by("-created_at")[:SHOWN]
    names = ["id", "body", "created_at", "due_at", "attempts", "status", "problem"]
    return [MessageInfo(**{name: getattr(row, name) for name in names}) for row in rows]


def own(owner_id: str, hook_id: UUID) -> models.Hook:
    row = models.Hook.objects.filter(owner_id=owner_id, id=hook_id).first()
    if row is None:
        raise NotFound(_("You have no such web hook."))
    return row


def info(row: models.Hook) -> HookInfo:
    return HookInfo(
        id=row.id,
        url=row.url,
        organization=row.organization_slug,
        dataset=row.dataset.slug if row.dataset else "",
        created_at=row.created_at,
        failures=row.failures,
        off_why=row.off_why,
    )
