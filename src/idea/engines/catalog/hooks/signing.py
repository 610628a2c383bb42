"""The secret of a hook and the signature of a message (standardwebhooks.com, version 1).

Secrets are derived from the site's key and kept nowhere, so a stolen database signs nothing.
"""

import base64
import hashlib
import hmac
from uuid import UUID

from django.conf import settings

_SALT = b"idea.catalog.hooks"


def secret(hook_id: UUID) -> str:
    """Return the hook's secret as its owner's program takes it: `whsec_` and base64."""
    return f"whsec_{base64.b64encode(_key(hook_id)).decode()}"


def headers(hook_id: UUID, message_id: UUID, body: bytes, *, timestamp: int) -> dict[str, str]:
    """Return the headers by which the receiver knows the message is ours, and new."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    digest = hmac.new(_key(hook_id), signed, hashlib.sha256).digest()
    return {
        "Content-Type": "application/cloudevents+json; charset=utf-8",
        "webhook-id": str(message_id),
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def _key(hook_id: UUID) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), _SALT + hook_id.bytes, hashlib.sha256).digest()
