"""What the agency does with a contribution: accept it, with changes or without, decline, ask back.

What is accepted is written through the live collection's own face, in the officer's name and with
the contribution's number, which leads to who is thanked; `undo` sets it back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from idea.engines.features.contributions import access, photos
from idea.engines.features.contributions.errors import (
    BadContribution,
    ContributionDecided,
    ContributionMovedOn,
    FeatureMoved,
)
from idea.engines.features.contributions.events import ContributionMoved
from idea.engines.features.contributions.models import ContributionRecord, ContributionRule
from idea.engines.features.contributions.posting import move, step
from idea.engines.features.contributions.queries import contribution, rule, stored
from idea.engines.features.contributions.types import (
    MOST_WORDS,
    Contribution,
    Deed,
    Kind,
    Reason,
    Rule,
    State,
)
from idea.engines.features.errors import NoFeature
from idea.engines.features.live import actions, queries
from idea.engines.features.live.errors import RevisionMoved
from idea.engines.features.live.records import live_of
from idea.engines.features.live.types import Deed as LiveDeed
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Issue
from idea.kernel.events import api as events
from idea.kernel.written import many_lines, one_line


@dataclass(frozen=True, slots=True)
class Amended:
    """What the officer makes of a contribution; None: as it was drawn."""

    geometry: Mapping[str, Any] | None = None
    properties: Mapping[str, Any] | None = None
    photo: bool = True  # False: it is not published, as where it shows a face


def set_rule(said: Rule, *, actor: Actor) -> Rule:
    """Open a live collection to contributions, or close it; what waits stays to be decided."""
    live = queries.live_collection(said.collection_id)
    access.check(actor, live)
    license_ = one_line(said.license)[:200]
    if said.open and not license_:
        message = _("Say under which license contributions are taken.")
        raise BadContribution(message, issues=(Issue("license", message, column="license"),))
    with transaction.atomic():
        ContributionRule.objects.update_or_create(
            collection_id=live.id,
            defaults={
                "open": said.open,
                "license": license_,
                "guidance": many_lines(said.guidance)[:MOST_WORDS],
                "guidance_en": many_lines(said.guidance_en)[:MOST_WORDS],
            },
        )
        audit.record(
            actor=actor,
            action="contributions.rule",
            target=f"layer:{live.id}",
            data={"open": said.open, "license": license_},
        )
    return rule(live.id)


def accept(
    *,
    actor: Actor,
    number: int,
    amended: Amended | None = None,
    words: str = "",
    anyway: bool = False,
    seen: int | None = None,
) -> Contribution:
    """Write a contribution to its collection; `amended`: with the officer's changes.

    Raises FeatureMoved where the feature changed since it was proposed, unless `anyway`;
    ContributionMovedOn where it had more than `seen` steps; and what the live collection raises
    for what it cannot keep.
    """
    words = _words(words)
    with transaction.atomic():
        row = _locked(actor, number, seen)
        amended = amended or Amended()
        geometry = row.geometry if amended.geometry is None else dict(amended.geometry)
        properties = row.properties if amended.properties is None else dict(amended.properties)
        changed = geometry != row.geometry or properties != row.properties
        if not amended.photo:
            photos.drop(row)
        row.geometry, row.properties = geometry, properties
        deed = Deed.AMENDED if changed else Deed.ACCEPTED
        before = None if anyway else row.base_revision
        try:
            row.feature, row.revision = _write(row, actor, before)
        except RevisionMoved as moved:
            raise _moved() from moved
        except NoFeature as gone:
            raise FeatureMoved(
                _("The feature was taken off the map meanwhile."),
                remedy=_("Decline the contribution, or set the feature back first."),
            ) from gone
        row.words = words
        move(row, State.ACCEPTED, deed, words, officer=True)
        _tell(row, actor, "contributions.accept")
    return contribution(number)


def reject(
    *, actor: Actor, number: int, reason: str, words: str = "", seen: int | None = None
) -> Contribution:
    """Decline a contribution for one of `Reason`; "other" needs words. Its photo goes."""
    words = _words(words)
    if reason not in set(Reason):
        message = _("Choose a reason.")
        raise BadContribution(message, issues=(Issue("reason", message, column="reason"),))
    if reason == Reason.OTHER and not words:
        raise _silent(_("Say why: the contributor reads it."))
    with transaction.atomic():
        row = _locked(actor, number, seen)
        row.reason, row.words = reason, words
        photos.drop(row)
        move(row, State.REJECTED, Deed.REJECTED, words, officer=True)
        _tell(row, actor, "contributions.reject")
    return contribution(number)


def ask(*, actor: Actor, number: int, words: str, seen: int | None = None) -> Contribution:
    """Ask the contributor something; the contribution waits for the answer."""
    words = _words(words)
    if not words:
        raise _silent(_("Write your question."))
    with transaction.atomic():
        row = _locked(actor, number, seen)
        row.words = words
        move(row, State.ASKED, Deed.ASKED, words, officer=True)
        _tell(row, actor, "contributions.ask")
    return contribution(number)


def undo(*, actor: Actor, number: int, words: str, anyway: bool = False) -> Contribution:
    """Set back what an accepted contribution did to the map; it stays on record, its photo goes.

    Raises FeatureMoved where the feature was changed after it, unless `anyway`.
    """
    words = _words(words)
    if not words:
        raise _silent(_("Say why it is taken back: it is shown to the public."))
    with transaction.atomic():
        row = _locked(actor, number)
        if row.state != State.ACCEPTED or row.undone or row.feature is None or row.revision is None:
            raise ContributionDecided(_("There is nothing on the map to take back."))
        why = _("Contribution %(number)d taken back: %(words)s") % {
            "number": number,
            "words": words,
        }
        latest = queries.history(row.collection_id, row.feature)[0]
        if latest.feature.revision != row.revision and not anyway:
            raise FeatureMoved(
                _("The feature was changed again after the contribution."),
                remedy=_("Look at its history; tick the box to undo the later changes, too."),
            )
        if row.kind != Kind.ADDED:
            # What stood before it was written, which `anyway` may make newer than what was read.
            then = row.revision - 1
            actions.revert(row.collection_id, row.feature, then, actor=actor, why=why)
        elif latest.deed is not LiveDeed.DELETED:
            actions.delete_feature(row.collection_id, row.feature, actor=actor, why=why)
        row.undone, row.words = True, words
        photos.drop(row)
        row.save(update_fields=["undone", "words", "photo_key"])
        step(row, Deed.UNDONE, words, officer=True)
        _tell(row, actor, "contributions.undo")
    return contribution(number)


def _write(row: ContributionRecord, actor: Actor, expected: int | None) -> tuple[int, int]:
    """Write to the collection; return the feature's id and its revision."""
    # The number alone: a name in the log of changes could not be taken back with an account.
    why = _("Contribution %(number)d") % {"number": row.number}
    feature = {"type": "Feature", "geometry": row.geometry, "properties": row.properties}
    if row.kind == Kind.ADDED:
        made = actions.create_feature(row.collection_id, feature, actor=actor, why=why)
        return made.id, made.revision
    number = row.feature or 0
    if row.kind == Kind.CHANGED:
        made = actions.update_feature(
            row.collection_id, number, feature, actor=actor, why=why, expected_revision=expected
        )
        return number, made.revision
    actions.delete_feature(
        row.collection_id, number, actor=actor, why=why, expected_revision=expected
    )
    return number, queries.history(row.collection_id, number)[0].feature.revision


def _locked(actor: Actor, number: int, seen: int | None = None) -> ContributionRecord:
    row = (
        ContributionRecord.objects.select_for_update(of=("self",))
        .select_related("collection")
        .get(pk=stored(number).pk)
    )
    access.check(actor, live_of(row.collection))
    if seen is not None and row.steps.count() > seen:
        raise ContributionMovedOn(
            _("Something was done to the contribution since you opened this page."),
            remedy=_("Look at its steps, then decide."),
        )
    return row


def _tell(row: ContributionRecord, actor: Actor, action: str) -> None:
    events.emit(ContributionMoved(row.number, row.collection_id, str(row.state)))
    audit.record(
        actor=actor,
        action=action,
        target=f"contribution:{row.number}",
        why=row.words,
        data={"layer": row.collection_id, "feature": row.feature, "reason": row.reason},
    )


def _words(words: str) -> str:
    words = many_lines(words)
    if len(words) > MOST_WORDS:
        raise _silent(_("At most %(most)d characters.") % {"most": MOST_WORDS})
    return words


def _silent(message: str) -> BadContribution:
    return BadContribution(message, issues=(Issue("words", message, column="words"),))


def _moved() -> FeatureMoved:
    return FeatureMoved(
        _("The feature has changed since the contribution was made."),
        remedy=_("Compare it with the map of today, then accept it anyway, amend it or decline."),
    )
