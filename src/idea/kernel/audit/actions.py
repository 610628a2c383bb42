"""Writes to the audit log: one more entry, or the erasure of what it knows of a person.

Takes what engines report; whether they may do what they report is theirs to have asked.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from idea.kernel.audit import chain
from idea.kernel.audit.models import Entry, Part, PersonalPart
from idea.kernel.audit.types import Actor, Head

_LOCK = 0x1DEA_A0D17  # the advisory lock's number: any, as long as nobody else uses it
ERASE = "audit.erase"
_ERASED_PER_ENTRY = 1000


def record(
    *,
    actor: Actor,
    action: str,
    target: str,
    why: str = "",
    data: Mapping[str, Any] | None = None,
    personal: Mapping[str, Any] | None = None,
) -> Head:
    """Append an entry inside the caller's transaction and return it as the new head.

    `action` is "engine.verb", `target` "kind:id". `data` stays for good and must hold no
    personal data; what names a person goes to `personal`, which can be erased, as can the
    actor and `why`. Call it last in the transaction: from here to the commit every other
    writer of the log waits. Raises RuntimeError outside a transaction, where an entry could
    tell of a change that never came about.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("audit.record belongs in the transaction of the change it tells of")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    # SQLite: transactions here are IMMEDIATE, so this one is the only writer already.
    last = Entry.objects.order_by("-seq").values_list("seq", "hash").first()
    seq, previous = (last[0] + 1, last[1]) if last else (1, chain.GENESIS)

    parts = [_part(seq, Part.ACTOR, {"id": actor.id, "label": actor.label}, actor_id=actor.id)]
    if why or personal:
        parts.append(_part(seq, Part.DETAIL, {"why": why, "personal": dict(personal or {})}))
    entry = Entry(
        seq=seq,
        at=datetime.now(UTC),
        actor_kind=actor.kind,
        actor_digest=chain.digest(parts[0].salt, parts[0].value),
        action=action,
        target=target,
        data=chain.canonical(dict(data or {})),
        detail_digest=chain.digest(parts[1].salt, parts[1].value) if parts[1:] else "",
        previous=previous,
    )
    entry.hash = chain.entry_hash(
        seq=seq,
        at=entry.at,
        actor_kind=entry.actor_kind,
        actor_digest=entry.actor_digest,
        action=action,
        target=target,
        data=entry.data,
        detail_digest=entry.detail_digest,
        previous=previous,
    )
    entry.save(force_insert=True)
    PersonalPart.objects.bulk_create(parts)
    return Head(seq, entry.hash)


def _part(seq: int, part: Part, value: Mapping[str, Any], *, actor_id: str = "") -> PersonalPart:
    return PersonalPart(
        seq=seq,
        part=part,
        actor_id=actor_id,
        salt=chain.new_salt(),
        value=chain.canonical(value),
    )


@transaction.atomic
def erase(*, actor: Actor, actor_id: str = "", target: str = "", why: str = "") -> int:
    """Erase what the log knows of a person and return how many parts went.

    `actor_id`: who did things loses id, label, why and personal data in all they did.
    `target` (e.g. "person:<id>"): entries about it lose why and personal data; who did them
    stays. The chain stays whole, and an entry vouches for every part erased, so that nobody
    can erase in silence.
    """
    parts = PersonalPart.objects.none()
    if actor_id:
        done = PersonalPart.objects.filter(part=Part.ACTOR, actor_id=actor_id)
        parts |= PersonalPart.objects.filter(seq__in=done.values("seq"))
    if target:
        about = Entry.objects.filter(target=target)
        parts |= PersonalPart.objects.filter(part=Part.DETAIL, seq__in=about.values("seq"))
    gone = list(parts.order_by("seq", "part").values_list("id", "seq", "part"))
    # Who erases themselves must not be written down again by doing so.
    witness = Actor.system("self-erasure") if actor_id and actor.id == actor_id else actor
    for start in range(0, len(gone), _ERASED_PER_ENTRY):
        some = gone[start : start + _ERASED_PER_ENTRY]
        PersonalPart.objects.filter(id__in=[row[0] for row in some]).delete()
        record(
            actor=witness,
            action=ERASE,
            target="audit:personal",
            why=why,
            data={"erased": [[seq, part] for _, seq, part in some]},
        )
    return len(gone)
