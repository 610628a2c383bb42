"""The first administrator: a one-time link, good only while the site has none."""

import secrets
from datetime import timedelta
from hashlib import sha256

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from idea.engines.identity.conf import identity_settings
from idea.engines.identity.errors import LinkRefused
from idea.engines.identity.models import Person, SetupLink
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor


def has_administrator() -> bool:
    return Person.objects.filter(is_superuser=True, is_active=True).exists()


def first_admin_link() -> str | None:
    """Return a fresh address that makes the first administrator; None when there is one.

    Links made before stay good until they expire, so that printing a second one does not break
    the one somebody is just opening. All of them die with the first use of any.
    """
    if has_administrator():
        return None
    now = timezone.now()
    SetupLink.objects.filter(expires_at__lte=now).delete()
    secret = secrets.token_urlsafe(32)
    SetupLink.objects.create(
        digest=_digest(secret), expires_at=now + timedelta(hours=identity_settings().setup_hours)
    )
    return f"{settings.IDEA_SITE_URL}{reverse('identity:setup', args=[secret])}"


def check_setup_link(secret: str) -> SetupLink:
    """Return the link's row, or raise LinkRefused."""
    row = SetupLink.objects.filter(
        digest=_digest(secret), used_at=None, expires_at__gt=timezone.now()
    ).first()
    if row is None or has_administrator():
        raise LinkRefused(
            _("This one-time link was used, is too old, or the site has its administrator."),
            remedy=_("Sign in, or run “./idea up” again where the site runs for a new link."),
        )
    return row


def create_first_administrator(*, secret: str, email: str, name: str, password: str) -> Person:
    """Make the site's first administrator and use the link up; ValidationError for the password.

    The address counts as verified: who holds the link holds the server.
    """
    with transaction.atomic():
        link = check_setup_link(secret)
        # Only one of two requests that race with links of their own gets past this lock.
        list(SetupLink.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
        check_setup_link(secret)
        validate_password(password, Person(email=email, name=name))
        person = Person.objects.filter(email=email.strip().lower()).first()
        if person is None:
            person = Person.objects.create_superuser(email, password, name=name.strip())
        else:  # someone signed up before the site was set up
            person.name = name.strip()
            person.is_staff = person.is_superuser = person.is_active = True
            person.set_password(password)
            person.save()
        EmailAddress.objects.update_or_create(
            user=person, email=person.email, defaults={"verified": True, "primary": True}
        )
        SetupLink.objects.filter(pk=link.pk).update(used_at=timezone.now())
        audit.record(
            actor=Actor("person", str(person.id), person.email),
            action="identity.first-administrator",
            target=f"person:{person.id}",
        )
    return person


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
