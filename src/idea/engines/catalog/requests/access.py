"""Who may answer and moderate; the check stands beside each act."""

from typing import Final
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy

from idea.engines.catalog.requests.conf import conf
from idea.engines.identity import api as identity
from idea.engines.identity.types import Permission, Role
from idea.kernel.audit.types import Actor
from idea.kernel.ratelimit import limit

ANSWER = Permission("requests.answer", Role.EDITOR, gettext_lazy("Answer requests for data"))
MODERATE = Permission(
    "requests.moderate", Role.MANAGER, gettext_lazy("Hide abuse in requests, admit showcases")
)
DAY: Final = 86_400


def declare() -> None:
    for permission in (ANSWER, MODERATE):
        identity.declare(permission)


def check(actor: Actor, permission: Permission, organization_id: UUID | None) -> None:
    """Raise Forbidden where a person may not do this for the agency (None: for any agency).

    A request no agency has yet may be taken up by whoever may answer for some agency.
    """
    if actor.kind != "person":
        return  # a token's bearer was checked at the entrance
    person = get_user_model().objects.filter(pk=actor.id).first()
    identity.require(person, permission.code, organization_id)


def may_post(person_id: str) -> None:
    limit(f"requests:{person_id}", conf().requests_daily, DAY)


def may_comment(person_id: str) -> None:
    limit(f"requests:comment:{person_id}", conf().requests_comments_daily, DAY)


def may_show(person_id: str) -> None:
    limit(f"showcases:{person_id}", conf().showcases_daily, DAY)
