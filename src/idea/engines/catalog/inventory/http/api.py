"""The REST interface of the inventory: what agencies hold, its class and its way there.

Entrances only; committees have theirs in `committees.py`.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _
from ninja import File, Query, Router, Status
from ninja.files import UploadedFile

from idea.engines.catalog import plugin
from idea.engines.catalog.http.schemas import ProblemOut
from idea.engines.catalog.inventory import api as inventory
from idea.engines.catalog.inventory.exchange import MOST_BYTES
from idea.engines.catalog.inventory.http import schemas
from idea.engines.catalog.inventory.http.entrance import actor_of, is_staff
from idea.engines.catalog.inventory.types import Item, ItemFilter
from idea.engines.identity import api as identity
from idea.kernel.errors import BadInput

router = Router()
Refusals = dict.fromkeys((401, 403, 404, 409, 422), ProblemOut)
Answer = dict[str, Any]

MOVES: dict[str, Callable[..., Item]] = {
    "propose": inventory.propose,
    "confirm": inventory.confirm,
    "return": inventory.send_back,
    "review": inventory.review,
    "appeal": inventory.appeal,
    "withdraw": inventory.withdraw_openness,
    "keep": inventory.keep_open,
}


class BadMove(BadInput):
    code = "bad-inventory-move"


def _wanted(
    *,
    q: str = "",
    organization: str = "",
    state: str = "",
    access: str = "",
    system: str = "",
    planned: bool = False,
    sort: str = "-score",
    limit: int = 25,
    offset: int = 0,
) -> ItemFilter:
    return ItemFilter(
        text=q,
        organization=organization,
        state=state,
        access=access,
        system=system,
        planned=planned,
        sort=sort,
        limit=limit,
        offset=offset,
    )


@router.get("", response=Answer, operation_id="list_inventory", summary="What agencies hold")
def list_items(
    request: HttpRequest,  # noqa: ARG001
    *,
    q: str = "",
    organization: str = "",
    state: str = "",
    access: Annotated[str, Query(description="The class in force.")] = "",
    system: str = "",
    planned: Annotated[bool, Query(description="Only what opens on a day to come.")] = False,
    sort: Annotated[str, Query(description="-score, -modified, title or planned.")] = "-score",
    limit: Annotated[int, Query(ge=1, le=100)] = 25,
    offset: Annotated[int, Query(ge=0, le=1_000_000_000)] = 0,
) -> Answer:
    """Return a page of the inventory with the exact total, what should open first first."""
    wanted = _wanted(
        q=q,
        organization=organization,
        state=state,
        access=access,
        system=system,
        planned=planned,
        sort=sort,
        limit=limit,
        offset=offset,
    )
    found, total = inventory.items(wanted)
    return {"total": total, "items": [schemas.item_out(item) for item in found]}


@router.get(
    "/list.csv",
    operation_id="export_inventory",
    summary="The inventory as CSV",
    openapi_extra={
        "responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
    },
)
def export_items(
    request: HttpRequest,  # noqa: ARG001
    q: str = "",
    organization: str = "",
    state: str = "",
    access: str = "",
) -> StreamingHttpResponse:
    """Stream every matching item; the same columns can be imported again."""
    wanted = _wanted(q=q, organization=organization, state=state, access=access)
    return StreamingHttpResponse(inventory.as_csv(wanted), content_type="text/csv; charset=utf-8")


@router.get(
    "/vocabulary",
    response=Answer,
    operation_id="get_inventory_vocabulary",
    summary="Laws, categories and criteria, each with its norm",
)
def vocabulary(request: HttpRequest) -> Answer:  # noqa: ARG001
    """Return the codes that `laws` and `categories` take, and what the score is made of."""
    return {
        "laws": [asdict(row) for row in plugin.laws],
        "categories": [asdict(row) for row in plugin.categories],
        "criteria": [asdict(row) for row in plugin.criteria],
    }


@router.get(
    "/notices",
    response=list[dict[str, Any]],
    operation_id="list_openness_notices",
    summary="Public notices that openness was withdrawn",
)
def notices(request: HttpRequest) -> list[Answer]:  # noqa: ARG001
    """Return what is no longer open, since when and why, the newest first."""
    return [
        {"at": step.at, "why": step.why, "item": schemas.item_out(item)}
        for item, step in inventory.notices()
    ]


@router.post(
    "/import",
    response={200: Answer, **Refusals},
    operation_id="import_inventory",
    summary="Take a list (CSV, XLSX) into an agency's inventory",
)
def import_items(
    request: HttpRequest,
    file: Annotated[UploadedFile, File()],
    organization: str,
    preview: Annotated[bool, Query(description="Look only; nothing is written.")] = False,  # noqa: FBT002
) -> Answer:
    """Take rows without faults; the others are named with what to mend."""
    actor = actor_of(request)
    # Before the file is opened: a workbook of little can unfold into very much.
    owner = identity.organization(organization)
    identity.require(request.user, inventory.PROPOSE.code, owner.id)
    content = file.read(MOST_BYTES + 1)
    name = file.name or ""
    if preview:
        found = inventory.preview(organization=organization, filename=name, content=content)
    else:
        found = inventory.take(
            actor=actor, organization=organization, filename=name, content=content
        )
    return schemas.imported_out(found)


@router.post(
    "",
    response={201: Answer, **Refusals},
    operation_id="enter_inventory_item",
    summary="Put data into an agency's inventory",
)
def enter(request: HttpRequest, body: schemas.EnterIn) -> Status[Answer]:
    """Enter an item as a draft."""
    said = schemas.SaidIn(**body.dict(exclude={"organization"})).said()
    item = inventory.enter(actor=actor_of(request), organization=body.organization, said=said)
    return Status(201, schemas.item_out(item))


@router.get(
    "/{item_id}",
    response={200: Answer, 404: ProblemOut},
    operation_id="get_inventory_item",
    summary="One item, its history and its priority",
)
def get_item(request: HttpRequest, item_id: UUID) -> Answer:  # noqa: ARG001
    """Return all that is said, the class and why, every step, and how the points come about."""
    item = inventory.item(item_id)
    return schemas.whole_out(item, inventory.steps(item_id), inventory.computation(item_id))


@router.put(
    "/{item_id}",
    response={200: Answer, **Refusals},
    operation_id="edit_inventory_item",
    summary="Change what is said of an item",
)
def edit(request: HttpRequest, item_id: UUID, body: schemas.SaidIn) -> Answer:
    """Replace what is said, while the item is with the business unit."""
    said = body.said()
    return schemas.item_out(inventory.edit(actor=actor_of(request), item_id=item_id, said=said))


@router.put(
    "/{item_id}/dataset",
    response={200: Answer, **Refusals},
    operation_id="link_inventory_item",
    summary="Tie an item to the data set it became",
)
def link(request: HttpRequest, item_id: UUID, body: schemas.LinkIn) -> Answer:
    """Tie the two, whatever the item's state; an empty slug unties them."""
    return schemas.item_out(
        inventory.link(actor=actor_of(request), item_id=item_id, dataset=body.dataset)
    )


@router.get(
    "/{item_id}/applications",
    response={200: list[dict[str, Any]], 404: ProblemOut},
    operation_id="list_applications",
    summary="The ledger of an item of class B",
)
def list_applications(request: HttpRequest, item_id: UUID) -> list[Answer]:
    """Return who applied and what was answered; names of people and contacts for staff only."""
    named = is_staff(request, inventory.item(item_id).organization_id)
    return [asdict(row) for row in inventory.applications(item_id, named=named)]


@router.post(
    "/{item_id}/applications",
    response={201: Answer, **Refusals},
    operation_id="apply_for_item",
    summary="Apply to use data of class B",
)
def apply(request: HttpRequest, item_id: UUID, body: schemas.ApplicationIn) -> Status[Answer]:
    """Apply as the signed-in person, or enter what came on paper."""
    made = inventory.apply(actor=actor_of(request), item_id=item_id, **body.dict())
    return Status(201, asdict(made))


@router.post(
    "/applications/{application_id}/answer",
    response={200: Answer, **Refusals},
    operation_id="answer_application",
    summary="Grant or refuse an application",
)
def answer(request: HttpRequest, application_id: UUID, body: schemas.AnswerIn) -> Answer:
    """Answer for the agency; conditions, fee and end go with a grant."""
    actor = actor_of(request)
    if not body.granted:
        return asdict(inventory.refuse(actor=actor, application_id=application_id, why=body.why))
    said = body.dict(exclude={"granted"})
    return asdict(inventory.grant(actor=actor, application_id=application_id, **said))


@router.post(
    "/applications/{application_id}/revoke",
    response={200: Answer, **Refusals},
    operation_id="revoke_application",
    summary="Take a grant back",
)
def revoke(request: HttpRequest, application_id: UUID, body: schemas.WhyIn) -> Answer:
    """Revoke with a reason, which is public."""
    return asdict(
        inventory.revoke(actor=actor_of(request), application_id=application_id, why=body.why)
    )


@router.post(
    "/{item_id}/{move}",
    response={200: Answer, **Refusals},
    operation_id="move_inventory_item",
    summary="Take an item its next step",
)
def take_step(request: HttpRequest, item_id: UUID, move: str, body: schemas.WhyIn) -> Answer:
    """Do one of: propose, confirm, return, review, appeal, withdraw, keep."""
    act = MOVES.get(move)
    if act is None:
        raise BadMove(
            _("%(move)s is no step.") % {"move": move[:40]},
            remedy=_("Use one of: %(moves)s.") % {"moves": ", ".join(MOVES)},
        )
    return schemas.item_out(act(actor=actor_of(request), item_id=item_id, why=body.why))
