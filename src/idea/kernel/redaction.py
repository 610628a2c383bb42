"""Taking secrets out of what is about to be logged: by the name of a field, by the look of a value.

Errs on the side of silence; what it hides is not needed to find a fault.
"""

import re
from collections.abc import Mapping
from typing import Any

HIDDEN = "[redacted]"

_SECRET_NAME = re.compile(
    r"token|passw|secret|authorization|cookie|credential|api[-_]?key|private[-_]?key|signature"
    r"|session[-_]?(id|key)|^otp$|^pin$",
    re.IGNORECASE,
)
# Names of address parameters (query or path) that hold a signed link's power.
_PARAMETER = (
    r"token|access_token|id_token|refresh_token|key|api_?key|code|sig|signature|secret|password"
    r"|state|signed|x-amz-[a-z-]+|uidb36"
)
_SECRET_PARAMETER = re.compile(rf"^(?:{_PARAMETER})$", re.IGNORECASE)
_PATTERNS = [
    (re.compile(rf"([?&;](?:{_PARAMETER})=)[^&#\s\"']*", re.IGNORECASE), rf"\1{HIDDEN}"),
    (re.compile(r"\b(Bearer|Basic|Token)\s+[\w\-.~+/=:]{6,}", re.IGNORECASE), rf"\1 {HIDDEN}"),
    (re.compile(r"(://[^/\s:@]*):[^/\s@]+@"), rf"\1:{HIDDEN}@"),
    # What django.core.signing makes: value:timestamp:signature, or value:signature.
    (re.compile(r"(?<![\w\-.])[\w\-.]+(?::[\w\-]{6})?:[\w\-]{43}(?![\w\-])"), HIDDEN),
    (re.compile(r"(/(?:reset/key|confirm-email|invitations?)/)[^/\s\"']+"), rf"\1{HIDDEN}"),
    (
        re.compile(
            r"((?:token|password|passwd|secret|api_?key|authorization|cookie)[\"']?\s*[=:]\s*[\"']?)"
            r"(?!\[redacted)[^\s\"',;&}]{3,}",
            re.IGNORECASE,
        ),
        rf"\1{HIDDEN}",
    ),
]
# Every pattern above needs one of these; most words that are logged have none.
_SUSPECT = re.compile(r"[=:\s]|/(?:key|confirm-email|invitations?)/", re.IGNORECASE)


def redact_text(text: str) -> str:
    """Return `text` without bearer tokens, passwords in addresses and links' signatures."""
    if not _SUSPECT.search(text):
        return text
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text


def redact(value: Any, *, depth: int = 6) -> Any:
    """Return `value` with secrets hidden, whatever plain containers it is made of."""
    if value is None or isinstance(value, int | float | bool):
        return value
    if depth <= 0:
        return redact_text(_text(value))
    if isinstance(value, Mapping):
        return {
            key: HIDDEN
            if isinstance(key, str) and _SECRET_NAME.search(key) and item
            else redact(item, depth=depth - 1)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [redact(item, depth=depth - 1) for item in value]
    return redact_text(_text(value))


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    try:
        return str(value)
    except Exception:  # noqa: BLE001  an object that cannot be shown must not stop the line
        return f"<{type(value).__name__}>"


def redact_path(path: str, route_values: Mapping[str, Any]) -> str:
    """Return a request's path without what its route calls a key, token or code."""
    for name, value in route_values.items():
        if _SECRET_PARAMETER.match(name) and value:
            path = path.replace(str(value), HIDDEN)
    return redact_text(path)
