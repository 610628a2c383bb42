"""The face of the audit log: every write of every engine is recorded through here."""

from idea.kernel.audit.actions import erase, record
from idea.kernel.audit.queries import by_actor, head, history, latest, verify
from idea.kernel.audit.types import Actor, AuditEntry, Head, Verification

__all__ = [
    "Actor",
    "AuditEntry",
    "Head",
    "Verification",
    "by_actor",
    "erase",
    "head",
    "history",
    "latest",
    "record",
    "verify",
]
