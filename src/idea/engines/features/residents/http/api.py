"""The REST interface of the layers for residents: read by anybody, decided by officers.

An entrance only; what is at a place is told by `/here?for=residents`.
"""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from idea.engines.features.addresses.http.schemas import ProblemOut
from idea.engines.features.live.access import SCOPE
from idea.engines.features.residents import api
from idea.engines.features.residents.http import schemas
from idea.engines.identity import api as identity
from idea.engines.identity.http.auth import require_scope

router = Router()
_REFUSED = dict.fromkeys((401, 403, 404, 422), ProblemOut)


@router.get(
    "",
    response=list[schemas.LayerOut],
    operation_id="layers_for_residents",
    summary="The layers that answer on the near-me page",
)
def every(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001
    """Return the layers that agencies chose for residents, by id."""
    return [schemas.layer_out(each) for each in api.shown()]


@router.get(
    "/{layer}",
    response={200: schemas.StandingOut, 404: ProblemOut},
    operation_id="layer_for_residents",
    summary="Whether a layer answers on the near-me page",
)
def one(request: HttpRequest, layer: str) -> dict[str, Any]:  # noqa: ARG001
    """Return whether it is shown, whether somebody decided, and what is proposed."""
    return schemas.standing_out(api.standing(layer))


@router.put(
    "/{layer}",
    response={200: schemas.StandingOut, **_REFUSED},
    operation_id="decide_layer_for_residents",
    summary="Show a layer on the near-me page, or no longer",
)
def decide(request: HttpRequest, layer: str, body: schemas.DecisionIn) -> dict[str, Any]:
    """Decide for the layer's agency; needs its editor and a token with the scope `features`."""
    require_scope(request, SCOPE.code)
    actor = identity.actor_of(request)
    return schemas.standing_out(
        api.decide(actor=actor, collection_id=layer, shown=body.shown, why=body.why)
    )
