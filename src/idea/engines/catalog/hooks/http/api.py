"""Web hooks by API: each caller sees and changes their own alone.

Entrances only; a token needs the scope `read` to look and `publish` to change.
"""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from idea.engines.catalog.hooks import api as hooks
from idea.engines.catalog.hooks.types import HookInfo, MessageInfo
from idea.engines.catalog.http.schemas import ProblemOut
from idea.engines.identity import api as identity
from idea.engines.identity.http.auth import require_scope

router = Router()
Refusals = {401: ProblemOut, 403: ProblemOut, 404: ProblemOut, 409: ProblemOut, 422: ProblemOut}


class HookIn(Schema):
    url: str = Field(description="Where messages are sent: CloudEvents 1.0, signed.")
    organization: str = Field("", description="An agency's slug; empty: every agency.")
    dataset: str = Field("", description="A data set's slug; empty: every data set.")


class HookOut(Schema):
    id: UUID
    url: str
    organization: str
    dataset: str
    created_at: datetime
    failures: int
    off_why: str = Field(description="Why it is off; empty: it is on.")
    secret: str = Field("", description="Checks the signature (standardwebhooks.com).")


class MessageOut(Schema):
    id: UUID
    body: str
    created_at: datetime
    due_at: datetime | None
    attempts: int
    status: int
    problem: str


class MessageId(Schema):
    id: UUID


@router.get("", response={200: list[HookOut], **Refusals}, operation_id="list_hooks")
def list_hooks(request: HttpRequest) -> list[HookInfo]:
    """Return your web hooks."""
    return hooks.hooks(_owner(request, "read"))


@router.post("", response={201: HookOut, **Refusals}, operation_id="add_hook")
def add_hook(request: HttpRequest, body: HookIn) -> Status[HookOut]:
    """Be told of changes from now on; the answer holds the secret."""
    owner = _owner(request, "publish")
    made = hooks.add_hook(
        actor=identity.actor_of(request),
        owner_id=owner,
        url=body.url,
        organization=body.organization,
        dataset=body.dataset,
    )
    said = HookOut.from_orm(made)
    said.secret = hooks.secret(made.id)
    return Status(201, said)


@router.get(
    "/{hook_id}/messages",
    response={200: list[MessageOut], **Refusals},
    operation_id="list_hook_messages",
)
def list_messages(request: HttpRequest, hook_id: UUID) -> list[MessageInfo]:
    """Return what a web hook was told lately, and how it answered."""
    return hooks.messages(_owner(request, "read"), hook_id)


@router.post("/{hook_id}/on", response={200: HookOut, **Refusals}, operation_id="switch_hook_on")
def switch_on(request: HttpRequest, hook_id: UUID) -> HookInfo:
    """Try a web hook again that was switched off."""
    owner = _owner(request, "publish")
    return hooks.switch_on(actor=identity.actor_of(request), owner_id=owner, hook_id=hook_id)


@router.post("/{hook_id}/off", response={200: HookOut, **Refusals}, operation_id="pause_hook")
def pause(request: HttpRequest, hook_id: UUID) -> HookInfo:
    """Tell a web hook nothing more until it is switched on again."""
    owner = _owner(request, "publish")
    return hooks.pause(actor=identity.actor_of(request), owner_id=owner, hook_id=hook_id)


@router.post(
    "/{hook_id}/test",
    response={202: MessageId, 429: ProblemOut, **Refusals},
    operation_id="test_hook",
)
def send_test(request: HttpRequest, hook_id: UUID) -> Status[dict[str, UUID]]:
    """Send a message of the type `catalog.hook-test`, to try a receiver."""
    owner = _owner(request, "publish")
    actor = identity.actor_of(request)
    return Status(202, {"id": hooks.send_test(actor=actor, owner_id=owner, hook_id=hook_id)})


@router.delete("/{hook_id}", response={204: None, **Refusals}, operation_id="remove_hook")
def remove_hook(request: HttpRequest, hook_id: UUID) -> Status[None]:
    """Stop being told."""
    owner = _owner(request, "publish")
    hooks.remove_hook(actor=identity.actor_of(request), owner_id=owner, hook_id=hook_id)
    return Status(204, None)


def _owner(request: HttpRequest, scope: str) -> str:
    require_scope(request, scope)
    identity.actor_of(request)  # raises SignInRequired for nobody
    return str(request.user.pk)
