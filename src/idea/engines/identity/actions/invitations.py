"""Inviting somebody without an account to a role: by a letter with a one-time link.

The link alone gives nothing: who accepts must own the address that was invited.
"""

import secrets
import smtplib
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

import structlog
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from idea.engines.identity import plugin
from idea.engines.identity.actions.memberships import refuse_stranger, role_of
from idea.engines.identity.conf import identity_settings
from idea.engines.identity.errors import LinkRefused, NotInvited
from idea.engines.identity.models import Invitation, Membership, Person
from idea.engines.identity.queries import (
    can,
    invitation_info,
    membership_info,
    organization_row,
    require_active,
)
from idea.engines.identity.types import InvitationInfo, MembershipInfo, Role
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Unavailable
from idea.kernel.ratelimit import limit

log = structlog.get_logger(__name__)
LETTERS = 50  # an hour that one person may have sent


def invite(
    *, actor: Actor, by: Person, organization_id: UUID, email: str, role: str, why: str = ""
) -> InvitationInfo:
    """Send a letter whose link gives a role in an agency; it replaces one sent there before.

    Forbidden unless `by` manages the agency; Unavailable where the letter could not be sent, and
    then nothing was invited.
    """
    wanted, email = role_of(role), email.strip().lower()
    refuse_stranger(by, organization_id)
    require_active(organization_id)
    limit(f"identity.invite:{by.pk}", LETTERS, 3600)
    secret, now = secrets.token_urlsafe(32), timezone.now()
    with transaction.atomic():
        organization = organization_row(organization_id)
        Invitation.objects.filter(expires_at__lte=now).delete()
        Invitation.objects.filter(email=email, organization=organization).delete()
        row = Invitation.objects.create(
            digest=_digest(secret),
            email=email,
            organization=organization,
            role=wanted.value,
            invited_by=by,
            expires_at=now + timedelta(days=identity_settings().invitation_days),
        )
        audit.record(
            actor=actor,
            action="identity.invited",
            target=f"organization:{organization.id}",
            why=why,
            data={"role": wanted.value},
            personal={"email": email},
        )
    try:  # after the transaction: a slow mail server must not hold up other writers
        _send(invitation_info(row), secret)
    except (OSError, smtplib.SMTPException) as error:
        log.warning("invitation_not_sent", error=type(error).__name__)
        row.delete()
        raise Unavailable(
            _("The letter could not be sent, so nobody was invited."),
            remedy=_("Try again later, or tell a site administrator."),
        ) from error
    return invitation_info(row)


def check_invitation(secret: str) -> InvitationInfo:
    """Return what a link invites to, or raise LinkRefused."""
    return invitation_info(_row(secret))


def accept(*, actor: Actor, person: Person, secret: str) -> MembershipInfo:
    """Give the invited role to `person`, who must own the address; the link is used up.

    A higher role that they have already stays. NotInvited for another address; LinkRefused where
    who invited may give no roles there any more.
    """
    with transaction.atomic():
        row = _row(secret)
        if not _owns(person, row.email):
            raise NotInvited(
                _("This invitation is for %(email)s.") % {"email": row.email},
                remedy=_("Sign in with this address, or add it to your account first."),
            )
        role, organization = Role(row.role), row.organization
        require_active(organization.id)
        membership = Membership.objects.filter(person=person, organization=organization).first()
        before = membership.role if membership else ""
        row.delete()
        if membership is None:
            membership = Membership(person=person, organization=organization)
        if not before or Role(before).rank < role.rank:
            membership.role = role.value
            membership.save()
            audit.record(
                actor=actor,
                action="identity.invitation-accepted",
                target=f"organization:{organization.id}",
                data={
                    "person": str(person.pk),
                    "role": [before, role.value],
                    "invited_by": str(row.invited_by_id),
                },
            )
    return membership_info(membership)


def take_back(*, actor: Actor, by: Person, invitation_id: UUID) -> None:
    """Make an invitation void; one that is not there any more is no error."""
    with transaction.atomic():
        row = Invitation.objects.select_for_update().filter(pk=invitation_id).first()
        if row is None:
            return
        refuse_stranger(by, row.organization_id)
        target, email = f"organization:{row.organization_id}", row.email
        row.delete()
        audit.record(
            actor=actor, action="identity.invitation-void", target=target, personal={"email": email}
        )


def _row(secret: str) -> Invitation:
    waiting = Invitation.objects.filter(digest=_digest(secret), expires_at__gt=timezone.now())
    row = waiting.select_related("organization", "invited_by").first()
    # The power to give the role must still be there when it is given.
    if row is None or not can(row.invited_by, plugin.MANAGE_PEOPLE.code, row.organization_id):
        raise LinkRefused(
            _("This invitation was used, taken back, or is too old."),
            remedy=_("Ask who invited you for a new one."),
        )
    return row


def _owns(person: Person, email: str) -> bool:
    mine = EmailAddress.objects.filter(user=person, verified=True, email__iexact=email)
    return person.is_active and mine.exists()


def _send(invitation: InvitationInfo, secret: str) -> None:
    words = {
        "who": invitation.invited_by,
        "agency": invitation.organization,
        "role": invitation.role.label,
        "site": settings.IDEA_SITE_NAME["zh-hant"],
        "link": f"{settings.IDEA_SITE_URL}{reverse('identity:invitation', args=[secret])}",
        "days": identity_settings().invitation_days,
    }
    send_mail(
        _("Invitation: %(role)s of %(agency)s") % words,
        _(
            "%(who)s invites you to be %(role)s of %(agency)s on %(site)s.\n\n"
            "To accept, open this address and sign in or sign up with the e-mail address that "
            "this letter came to:\n%(link)s\n\n"
            "The link works for %(days)d days. If you do not know what this is about, do nothing."
        )
        % words,
        None,
        [invitation.email],
    )


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
