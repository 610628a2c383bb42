"""The REST interface of requests and showcases: read by anybody, written by who is signed in.

Entrances only: each checks who asks and hands over to the engine's own functions.
"""

from typing import Annotated, Any

from django.http import HttpRequest
from django.views.decorators.http import conditional_page
from ninja import Query, Router, Status
from ninja.decorators import decorate_view

from idea.engines.catalog.corrections.access import PARTICIPATE
from idea.engines.catalog.http.entrance import SCOPE
from idea.engines.catalog.http.schemas import ProblemOut
from idea.engines.catalog.requests import access, answering, posting, queries
from idea.engines.catalog.requests import showcases as showcases_of
from idea.engines.catalog.requests.http import schemas
from idea.engines.catalog.requests.types import Filter
from idea.engines.identity import api as identity
from idea.engines.identity.http.auth import require_scope
from idea.kernel.audit.types import Actor

router = Router()
showcases = Router()
Refusals = dict.fromkeys((401, 403, 404, 409, 422, 429), ProblemOut)


@router.get(
    "",
    response={200: schemas.RequestsOut, 422: ProblemOut},
    operation_id="list_requests",
    summary="List and search requests for data",
)
@decorate_view(conditional_page)
def list_requests(
    request: HttpRequest,  # noqa: ARG001
    *,
    q: str = "",
    organization: Annotated[str, Query(description="An agency's slug, or none.")] = "",
    state: Annotated[str, Query(description="A state, open or overdue.")] = "",
    sort: Annotated[str, Query(description="-created, -changed, -supporters or due.")] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> dict[str, Any]:
    """Return a page of requests with the exact total and counts by state."""
    found = queries.requests(
        Filter(
            text=q,
            organization=organization,
            state=state,
            sort=sort or "-created",
            limit=limit,
            offset=offset,
        )
    )
    return {
        "total": found.total,
        "states": found.states,
        "items": [schemas.request_out(item) for item in found.items],
    }


@router.post(
    "",
    response={201: schemas.RequestOut, **Refusals},
    operation_id="post_request",
    summary="Ask for data",
)
def post_request(request: HttpRequest, body: schemas.RequestIn) -> Status[dict[str, Any]]:
    """Ask for data; needs a token with the scope `participate`."""
    actor, person = _someone(request)
    return Status(
        201, schemas.request_out(posting.post(actor=actor, person_id=person, **body.dict()))
    )


@router.get(
    "/{int:number}",
    response={200: schemas.RequestWithHistoryOut, 404: ProblemOut},
    operation_id="get_request",
    summary="One request with its history",
)
@decorate_view(conditional_page)
def get_request(request: HttpRequest, number: int) -> dict[str, Any]:  # noqa: ARG001
    found = queries.request(number)
    lines = [] if found.hidden_why else queries.history(number)
    return schemas.request_out(found) | {"history": [schemas.entry_out(line) for line in lines]}


@router.post(
    "/{int:number}/support",
    response={200: schemas.RequestOut, **Refusals},
    operation_id="support_request",
    summary="Support a request",
)
def support(request: HttpRequest, number: int, body: schemas.SupportIn) -> dict[str, Any]:
    """Add one's voice; a person has one."""
    actor, person = _someone(request)
    return schemas.request_out(
        posting.support(actor=actor, person_id=person, number=number, notify=body.notify)
    )


@router.delete(
    "/{int:number}/support",
    response={200: schemas.RequestOut, **Refusals},
    operation_id="unsupport_request",
    summary="Take one's support back",
)
def unsupport(request: HttpRequest, number: int) -> dict[str, Any]:
    actor, person = _someone(request)
    return schemas.request_out(posting.unsupport(actor=actor, person_id=person, number=number))


@router.post(
    "/{int:number}/comments",
    response={201: schemas.EntryOut, **Refusals},
    operation_id="comment_request",
    summary="Comment on a request",
)
def comment(request: HttpRequest, number: int, body: schemas.CommentIn) -> Status[dict[str, Any]]:
    """Say something; `as_agency` takes the permission to answer for the request's agency."""
    actor, person = _someone(request)
    if body.as_agency:
        _permit_answer(request, number)
    line = posting.comment(actor=actor, person_id=person, number=number, **body.dict())
    return Status(201, schemas.entry_out(line))


@router.post(
    "/{int:number}/moves",
    response={200: schemas.RequestOut, **Refusals},
    operation_id="move_request",
    summary="Answer a request",
)
def move(request: HttpRequest, number: int, body: schemas.MoveIn) -> dict[str, Any]:
    """Make a move: accept, assign, plan, publish, refuse, merge or reopen (scope `publish`)."""
    require_scope(request, SCOPE)
    _permit_answer(request, number)
    said = body.dict(exclude={"move"})
    return schemas.request_out(
        answering.move(actor=identity.actor_of(request), number=number, name=body.move, **said)
    )


@showcases.get(
    "",
    response={200: schemas.ShowcasesOut},
    operation_id="list_showcases",
    summary="What people made of the data",
)
@decorate_view(conditional_page)
def list_showcases(
    request: HttpRequest,  # noqa: ARG001
    *,
    dataset: str = "",
    kind: str = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> dict[str, Any]:
    found = showcases_of.showcases(dataset=dataset, kind=kind, limit=limit, offset=offset)
    return {
        "total": found.total,
        "items": [schemas.showcase_out(item) for item in found.items],
    }


@showcases.post(
    "",
    response={201: schemas.ShowcaseOut, **Refusals},
    operation_id="propose_showcase",
    summary="Propose a showcase",
)
def propose(request: HttpRequest, body: schemas.ShowcaseIn) -> Status[dict[str, Any]]:
    """Propose something made of data; an agency looks at it before it is shown."""
    actor, person = _someone(request)
    made = showcases_of.propose(actor=actor, person_id=person, **body.dict())
    return Status(201, schemas.showcase_out(made))


def _someone(request: HttpRequest) -> tuple[Actor, str]:
    require_scope(request, PARTICIPATE)
    return identity.actor_of(request), str(request.user.pk)


def _permit_answer(request: HttpRequest, number: int) -> None:
    """Check the bearer of a token too: the engine asks people only."""
    owner = queries.request(number).organization_id
    identity.require(request.user, access.ANSWER.code, owner)
