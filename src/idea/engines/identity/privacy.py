"""The personal data identity itself holds: the account, addresses, roles, keys and sessions.

Other engines register theirs with `plugin.exporters`; gathering all is `actions.privacy`.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from idea.engines.identity import queries
from idea.engines.identity.models import ApiToken, Invitation, Membership, Person
from idea.engines.identity.plugin import Exporter
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor

DONE_LIMIT = 100_000  # a person's entries in the audit log that an export holds at most


def export(person_id: UUID) -> Mapping[str, Any]:
    person = Person.objects.get(pk=person_id)
    return {
        "account": {
            "id": str(person.id),
            "email": person.email,
            "name": person.name,
            "language": person.language,
            "joined_at": person.joined_at,
            "last_sign_in_at": person.last_login,
            "administrator": person.is_superuser,
        },
        "addresses": list(
            EmailAddress.objects.filter(user=person).values("email", "verified", "primary")
        ),
        "roles": [
            {
                "agency": row.organization,
                "agency_slug": row.organization_slug,
                "role": row.role.value,
                "since": row.since,
            }
            for row in queries.memberships_of(person_id)
        ],
        "invitations_sent": list(
            Invitation.objects.filter(invited_by=person).values(
                "email", "role", "organization__name", "created_at"
            )
        ),
        "tokens": list(
            ApiToken.objects.filter(person=person)
            .order_by("created_at")
            .values("label", "scopes", "prefix", "created_at", "expires_at", "last_used_at")
        ),
        "sign_in_methods": [
            {
                "type": row.get_type_display(),
                "created_at": row.created_at,
                "last_used_at": row.last_used_at,
            }
            for row in Authenticator.objects.filter(user=person)
        ],
        "sessions": [
            {"address": row.ip, "browser": row.user_agent, "since": row.created_at}
            for row in UserSession.objects.filter(user=person)
        ],
        "done": [
            {"at": entry.at, "action": entry.action, "target": entry.target, "why": entry.why}
            for actor_id in _actor_ids(person_id)
            for entry in audit.by_actor(actor_id, limit=DONE_LIMIT)
        ],
    }


def _actor_ids(person_id: UUID) -> list[str]:
    """Return by which ids the audit log knows what a person did: their own and their tokens'."""
    tokens = ApiToken.objects.filter(person_id=person_id).values_list("pk", flat=True)
    return [str(person_id), *map(str, tokens)]


def erase(person_id: UUID) -> Mapping[str, int]:
    """Remove all of it. The row stays, empty, because the public record points at its number."""
    actors = _actor_ids(person_id)
    keys = list(UserSession.objects.filter(user_id=person_id).values_list("session_key", flat=True))
    counts = {
        "sessions": Session.objects.filter(session_key__in=keys).delete()[0],
        "devices": UserSession.objects.filter(user_id=person_id).delete()[0],
        "addresses": EmailAddress.objects.filter(user_id=person_id).delete()[0],
        "sign_in_methods": Authenticator.objects.filter(user_id=person_id).delete()[0],
        "tokens": ApiToken.objects.filter(person_id=person_id).delete()[0],
        "roles": Membership.objects.filter(person_id=person_id).delete()[0],
    }
    person = Person.objects.get(pk=person_id)
    counts["invitations"] = Invitation.objects.filter(
        Q(invited_by=person) | Q(email__iexact=person.email)
    ).delete()[0]
    person.email = f"{person.id}@erased.invalid"  # RFC 2606: no letter ever goes there
    person.name = ""
    person.is_active = person.is_staff = person.is_superuser = False
    person.last_login = None
    person.set_unusable_password()
    person.save()
    me = Actor("person", str(person_id), "")
    counts["audit"] = audit.erase(actor=me, actor_id=str(person_id), target=f"person:{person_id}")
    for token_id in actors[1:]:
        counts["audit"] += audit.erase(actor=Actor.system("self-erasure"), actor_id=token_id)
    return counts


exporter = Exporter(title=_("Account, roles and keys"), export=export, erase=erase)
