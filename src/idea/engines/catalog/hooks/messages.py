"""What a web hook is sent: one CloudEvents 1.0 message in JSON, not stored yet."""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from idea.engines.catalog import models
from idea.kernel import clock
from idea.kernel.ids import uuid7


def message_for(
    hook: models.Hook, *, kind: str, subject: str, data: Mapping[str, Any]
) -> models.HookMessage:
    """Return an unsaved message, due now."""
    key, now = uuid7(), clock.now()
    body = {
        "specversion": "1.0",
        "id": str(key),
        "source": settings.IDEA_SITE_URL,
        "type": kind,
        "subject": subject,
        "time": now.isoformat(),
        "datacontenttype": "application/json",
        "data": dict(data),
    }
    text = json.dumps(body, ensure_ascii=False)
    return models.HookMessage(id=key, hook=hook, body=text, due_at=now)
