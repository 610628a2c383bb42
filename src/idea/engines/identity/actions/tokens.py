"""Making, checking and revoking API tokens: 256 random bits, of which only the SHA-256 is kept."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from idea.engines.identity import plugin
from idea.engines.identity.errors import PersonNotFound, TokenRefused, UnknownScope
from idea.engines.identity.models import ApiToken, Person
from idea.engines.identity.queries import token_info
from idea.engines.identity.types import Caller, TokenInfo
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import BadInput, NotFound

PREFIX = "idea_"  # secret scanners find leaked tokens by it
SHOWN = 12  # characters; 42 of the secret's 256 bits, far too few to guess the rest
LABEL_LENGTH = 80
LAST_USE_STEP = timedelta(minutes=5)  # a write for each call would cost more than it tells


def create_token(
    *, actor: Actor, email: str, label: str, scopes: Iterable[str], days: int | None
) -> tuple[TokenInfo, str]:
    """Make a token for the person with this e-mail; return it and the secret, shown never again.

    `days` None: it does not expire. Raises PersonNotFound, UnknownScope, BadInput.
    """
    label = label.strip()
    wanted = sorted(set(scopes))
    if not label or len(label) > LABEL_LENGTH:
        raise BadInput(_("Say in 1 to 80 characters what the token is for."))
    if not wanted:
        raise BadInput(_("Choose at least one thing the token may do."))
    if days is not None and days < 1:
        raise BadInput(_("A token lives for a day at least."))
    for scope in wanted:
        if scope not in plugin.scopes:
            raise UnknownScope(
                _("There is no scope “%(scope)s”.") % {"scope": scope},
                remedy=_("The scopes are: %(scopes)s.")
                % {"scopes": ", ".join(plugin.scopes.keys())},
            )
    person = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None:
        raise PersonNotFound(
            _("Nobody has an account with %(email)s.") % {"email": email.strip()},
            remedy=_("Sign up on the site first, or give another address."),
        )
    secret = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        row = ApiToken.objects.create(
            person=person,
            label=label,
            scopes=wanted,
            prefix=secret[:SHOWN],
            digest=_digest(secret),
            expires_at=None if days is None else timezone.now() + timedelta(days=days),
        )
        audit.record(
            actor=actor,
            action="identity.token-made",
            target=f"person:{person.id}",
            data={"token": str(row.id), "scopes": wanted, "days": days},
        )
    return token_info(row), secret


def revoke_token(*, actor: Actor, person_id: UUID, token_id: UUID) -> None:
    """Make a person's token worthless from now on; NotFound when it is not theirs."""
    with transaction.atomic():
        row = (
            ApiToken.objects.select_for_update()
            .filter(pk=token_id, person_id=person_id, revoked_at=None)
            .first()
        )
        if row is None:
            raise NotFound(_("You have no such token."))
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        audit.record(
            actor=actor,
            action="identity.token-revoked",
            target=f"person:{person_id}",
            data={"token": str(token_id)},
        )


def check_token(secret: str) -> Caller:
    """Return who bears the token, or raise TokenRefused saying why it is not taken."""
    row = (
        ApiToken.objects.select_related("person").filter(digest=_digest(secret)).first()
        if secret.startswith(PREFIX)
        else None
    )
    if row is None or row.revoked_at or not row.person.is_active:
        raise TokenRefused(
            _("This token is unknown or was revoked."),
            remedy=_("Make a new one on the page “API tokens”."),
        )
    now = timezone.now()
    if row.expires_at and row.expires_at <= now:
        raise TokenRefused(
            _("This token has expired."), remedy=_("Make a new one on the page “API tokens”.")
        )
    if row.last_used_at is None or now - row.last_used_at > LAST_USE_STEP:
        ApiToken.objects.filter(pk=row.pk).update(last_used_at=now)
        row.last_used_at = now
    return Caller(person=row.person, token=token_info(row), scopes=frozenset(row.scopes))


def _digest(secret: str) -> str:
    # A plain hash is enough: 256 random bits cannot be searched, so there is nothing to slow down.
    return sha256(secret.encode()).hexdigest()
