"""Whether a layer answers on the near-me page: shown and decided on its data set's desk page.

Asks the features engine, which checks who may and keeps what was decided.
"""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from idea.engines.catalog import api as catalog
from idea.engines.catalog.types import Dataset
from idea.engines.features.errors import NoCollection
from idea.engines.features.residents import api as residents
from idea.engines.features.residents.types import Standing
from idea.engines.identity import api as identity
from idea.portal.access import may, require

NEAR: Final = residents.NEAR.code


def standing_of(request: HttpRequest, found: Dataset) -> Standing | None:
    """Return how the data set's layer stands, None where it has none or the person may not say."""
    if not may(request, NEAR, found.organization_id):
        return None
    try:
        return residents.standing(found.slug)
    except NoCollection:
        return None


@require_POST
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    found = catalog.dataset(slug)
    require(request, NEAR, found.organization_id)
    shown = request.POST.get("do") == "show"
    residents.decide(
        actor=identity.actor_of(request),
        collection_id=slug,
        shown=shown,
        why=request.POST.get("why", "")[:500],
    )
    said = (
        _("Residents near by are told of it from now on.")
        if shown
        else _("The near-me page leaves it out from now on.")
    )
    messages.success(request, said)
    return redirect(f"{reverse('portal:desk_dataset', args=[slug])}#near")
