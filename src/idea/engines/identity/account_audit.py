"""Writes into the audit log what people do to their own accounts through allauth's pages.

allauth tells of these by signals and in no other way; nothing else in the house listens to one.
"""

from collections.abc import Callable
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import get_user_model
from django.db import transaction
from django.dispatch import Signal

from idea.kernel.audit import api as audit

WATCHED: tuple[tuple[Signal, str], ...] = (
    (account.user_signed_up, "identity.sign-up"),
    (account.email_confirmed, "identity.confirm-address"),
    (account.email_changed, "identity.change-address"),
    (account.email_removed, "identity.remove-address"),
    (account.password_changed, "identity.change-password"),
    (account.password_set, "identity.set-password"),
    (account.password_reset, "identity.reset-password"),
    (mfa.authenticator_added, "identity.add-authenticator"),
    (mfa.authenticator_removed, "identity.remove-authenticator"),
    (mfa.authenticator_reset, "identity.renew-authenticator"),
)


def watch() -> None:
    for signal, action in WATCHED:
        signal.connect(_recorder(action), weak=False, dispatch_uid=action)


def _recorder(action: str) -> Callable[..., None]:
    def record(sender: Any, **told: Any) -> None:  # noqa: ARG001  the signal's own signature
        person = told.get("user")
        if person is None and "email_address" in told:
            person = told["email_address"].user
        if not isinstance(person, get_user_model()):
            return
        actor = audit.Actor("person", str(person.pk), person.email)
        kind = getattr(told.get("authenticator"), "type", "")
        with transaction.atomic():
            audit.record(
                actor=actor,
                action=action,
                target=f"person:{person.pk}",
                data={"type": kind} if kind else {},
            )

    return record
