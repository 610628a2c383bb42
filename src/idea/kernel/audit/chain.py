"""How an audit entry is hashed: canonical JSON, SHA-256, personal parts by salted digest only.

Pure functions; storage is in `models.py`. The form is `VERSION`ed because changing it would
break every chain that exists.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic_core import to_jsonable_python

VERSION = 1
GENESIS = "0" * 64  # what the first entry names as its predecessor


def canonical(value: Any) -> str:
    """Return `value` as JSON with sorted keys, no white space and ASCII only.

    ASCII, because both databases then give back exactly the characters that were hashed.
    Takes dataclasses, UUIDs, datetimes, enums and tuples; NaN and infinity raise ValueError.
    """
    plain = to_jsonable_python(value, inf_nan_mode="constants")
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), allow_nan=False)


def new_salt() -> str:
    return secrets.token_hex(16)


def digest(salt: str, text: str) -> str:
    """Return HMAC-SHA256 of a personal part; worth nothing to a guesser once the salt is erased."""
    return hmac.new(bytes.fromhex(salt), text.encode(), hashlib.sha256).hexdigest()


def entry_hash(
    *,
    seq: int,
    at: datetime,
    actor_kind: str,
    actor_digest: str,
    action: str,
    target: str,
    data: str,
    detail_digest: str,
    previous: str,
) -> str:
    """Return the hex SHA-256 over all fields of an entry and the hash of the one before."""
    fields: Mapping[str, Any] = {
        "version": VERSION,
        "seq": seq,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_kind": actor_kind,
        "actor_digest": actor_digest,
        "action": action,
        "target": target,
        "data": data,
        "detail_digest": detail_digest,
        "previous": previous,
    }
    return hashlib.sha256(canonical(fields).encode()).hexdigest()
