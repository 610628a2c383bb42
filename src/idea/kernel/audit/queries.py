"""Reads of the audit log: the newest entries, a target's history, and the proof of the chain."""

import json
from collections.abc import Iterator
from typing import Any

from idea.kernel.audit import chain
from idea.kernel.audit.actions import ERASE
from idea.kernel.audit.models import Entry, Part, PersonalPart
from idea.kernel.audit.types import Actor, AuditEntry, Head, Verification

_CHUNK = 2000
_Parts = dict[tuple[int, str], PersonalPart]


def head() -> Head:
    last = Entry.objects.order_by("-seq").values_list("seq", "hash").first()
    return Head(*last) if last else Head(0, chain.GENESIS)


def latest(limit: int = 50, before: int | None = None) -> list[AuditEntry]:
    """Return the newest entries, newest first; `before` is the seq where the last page ended."""
    entries = Entry.objects.order_by("-seq")
    if before is not None:
        entries = entries.filter(seq__lt=before)
    return _infos(list(entries[:limit]))


def history(target: str, limit: int = 50) -> list[AuditEntry]:
    """Return what was done to `target`, newest first."""
    return _infos(list(Entry.objects.filter(target=target).order_by("-seq")[:limit]))


def by_actor(actor_id: str, limit: int = 50) -> list[AuditEntry]:
    """Return what `actor_id` did, newest first; for a person who asks what is known of them."""
    done = PersonalPart.objects.filter(part=Part.ACTOR, actor_id=actor_id).values("seq")
    return _infos(list(Entry.objects.filter(seq__in=done).order_by("-seq")[:limit]))


def verify(*, expect: Head | None = None) -> Verification:
    """Walk the chain from its first entry, in memory that does not grow with it.

    `expect` is a head noted earlier outside the site: the chain must still hold it, which
    is the only way to see that newer entries were cut off.
    """
    previous = Head(0, chain.GENESIS)
    missing: set[tuple[int, str]] = set()
    erased: set[tuple[int, str]] = set()
    expected = expect is None or expect.seq == 0
    for entry, parts in _walk():
        reason = _fault(entry, parts, previous)
        if not reason and expect is not None and entry.seq == expect.seq:
            expected = True
            if entry.hash != expect.hash:
                reason = "not the entry that was noted as the head"
        if reason:
            return Verification(entry.seq - 1, False, entry.seq, previous, reason)
        missing |= _missing(entry, parts)
        if entry.action == ERASE:
            erased |= {(seq, part) for seq, part in json.loads(entry.data)["erased"]}
        previous = Head(entry.seq, entry.hash)
    if not expected:
        reason = "the log ends before the entry that was noted as the head"
        return Verification(previous.seq, False, previous.seq + 1, previous, reason)
    if unexplained := missing - erased:
        reason = "a personal part is gone and no erasure tells of it"
        return Verification(previous.seq, False, min(unexplained)[0], previous, reason)
    return Verification(previous.seq, True, None, previous, erased=len(missing))


def _walk() -> Iterator[tuple[Entry, _Parts]]:
    after = None
    while True:
        entries = Entry.objects.order_by("seq")
        if after is not None:
            entries = entries.filter(seq__gt=after)
        chunk = list(entries[:_CHUNK])
        if not chunk:
            return
        after = chunk[-1].seq
        parts = _parts(chunk[0].seq, after)
        for entry in chunk:
            yield entry, parts


def _parts(first: int, last: int) -> _Parts:
    rows = PersonalPart.objects.filter(seq__gte=first, seq__lte=last)
    return {(row.seq, row.part): row for row in rows}


def _fault(entry: Entry, parts: _Parts, previous: Head) -> str:
    if entry.seq != previous.seq + 1:
        return f"entry {previous.seq + 1} is missing"
    if entry.previous != previous.hash:
        return "does not follow the entry before it"
    expected = chain.entry_hash(
        seq=entry.seq,
        at=entry.at,
        actor_kind=entry.actor_kind,
        actor_digest=entry.actor_digest,
        action=entry.action,
        target=entry.target,
        data=entry.data,
        detail_digest=entry.detail_digest,
        previous=entry.previous,
    )
    if entry.hash != expected:
        return "its fields do not give its hash"
    for part, noted in ((Part.ACTOR, entry.actor_digest), (Part.DETAIL, entry.detail_digest)):
        row = parts.get((entry.seq, part))
        if row and chain.digest(row.salt, row.value) != noted:
            return f"its personal part ({part}) was changed"
        if row and part == Part.ACTOR and json.loads(row.value)["id"] != row.actor_id:
            return "its actor can no longer be found by id"
    return ""


def _missing(entry: Entry, parts: _Parts) -> set[tuple[int, str]]:
    noted = {Part.ACTOR: entry.actor_digest, Part.DETAIL: entry.detail_digest}
    return {
        (entry.seq, part.value)
        for part, digest in noted.items()
        if digest and (entry.seq, part) not in parts
    }


def _infos(entries: list[Entry]) -> list[AuditEntry]:
    rows = PersonalPart.objects.filter(seq__in=[entry.seq for entry in entries])
    parts: _Parts = {(row.seq, row.part): row for row in rows}
    return [_info(entry, parts) for entry in entries]


def _info(entry: Entry, parts: _Parts) -> AuditEntry:
    def value(part: Part) -> dict[str, Any]:
        row = parts.get((entry.seq, part))
        found: dict[str, Any] = json.loads(row.value) if row else {}
        return found

    who, detail = value(Part.ACTOR), value(Part.DETAIL)
    return AuditEntry(
        seq=entry.seq,
        at=entry.at,
        actor=Actor(entry.actor_kind, who.get("id", ""), who.get("label", "")),  # type: ignore[arg-type]
        action=entry.action,
        target=entry.target,
        why=detail.get("why", ""),
        data=json.loads(entry.data),
        personal=detail.get("personal", {}),
        hash=entry.hash,
        erased=bool(_missing(entry, parts)),
    )
