"""What the entrances of the inventory share: who acts, and whether they may see names.

A token's holder acts as themselves here: where a second person is asked for, it is people that
count, not their tokens.
"""

from uuid import UUID

from django.http import HttpRequest

from idea.engines.catalog.inventory.access import PROPOSE
from idea.engines.identity import api as identity
from idea.engines.identity.http.auth import require_scope
from idea.kernel.audit.types import Actor

SCOPE = "publish"


def actor_of(request: HttpRequest) -> Actor:
    """Return the person who acts; SignInRequired, ScopeMissing."""
    require_scope(request, SCOPE)
    return person_of(request)


def person_of(request: HttpRequest) -> Actor:
    """Return the signed-in person, whichever way they came; SignInRequired."""
    given = identity.actor_of(request)
    return given if given.kind == "person" else Actor("person", str(request.user.pk), given.label)


def is_staff(request: HttpRequest, organization_id: UUID) -> bool:
    return identity.can(request.user, PROPOSE.code, organization_id)
