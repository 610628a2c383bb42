"""Proposing features: anyone signed in may, for a live collection that takes contributions.

Nothing on the map changes until an officer accepts.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import shapely
from django.db import transaction
from django.utils.translation import gettext as _

from idea.engines.features.contributions import access, photos
from idea.engines.features.contributions.errors import (
    BadContribution,
    ContributionDecided,
    FeatureMoved,
)
from idea.engines.features.contributions.events import ContributionPosted
from idea.engines.features.contributions.models import ContributionRecord, ContributionStep
from idea.engines.features.contributions.queries import (
    contribution,
    fields,
    open_collection,
    stored,
)
from idea.engines.features.contributions.types import (
    FOLLOWS,
    MOST_AT_ONCE,
    MOST_NAME,
    MOST_WAITING,
    MOST_WORDS,
    Contribution,
    Deed,
    Kind,
    Offer,
    Rule,
    Said,
    State,
)
from idea.engines.features.live import fields as values
from idea.engines.features.live import geometries, queries
from idea.engines.features.live.types import Live
from idea.kernel import clock
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Forbidden, Issue, TooMany
from idea.kernel.events import api as events
from idea.kernel.written import many_lines, one_line


def propose(
    collection_id: str,
    offer: Offer,
    said: Said,
    *,
    actor: Actor,
    person_id: str,
    photo: bytes | None = None,
) -> Contribution:
    """Propose one feature, a change of one, or that one is gone; return it with its number.

    Raises NotOpen, TooMany, BadContribution, BadFeature, BadShape, BadPhoto, and FeatureMoved
    where the feature changed since it was read.
    """
    picture = None
    if photo is not None:
        access.may_try(person_id)
        picture = photos.redrawn(photo)
    return _post(collection_id, [offer], said, actor=actor, person_id=person_id, picture=picture)[0]


def propose_many(
    collection_id: str, offers: Sequence[Offer], said: Said, *, actor: Actor, person_id: str
) -> list[Contribution]:
    """Propose many features at once: all, or none where one cannot be taken."""
    if not 0 < len(offers) <= MOST_AT_ONCE:
        raise BadContribution(
            _("Give 1 to %(most)d features at a time.") % {"most": MOST_AT_ONCE},
            remedy=_("Cut the file into parts."),
        )
    return _post(collection_id, offers, said, actor=actor, person_id=person_id)


def answer(
    *, actor: Actor, person_id: str, number: int, words: str, offer: Offer | None = None
) -> Contribution:
    """Answer what the agency asked; `offer` replaces what was drawn."""
    words = _words(words, needed=_("Write your answer."))
    with transaction.atomic():
        row = _mine(number, person_id)
        if offer is not None:
            live, _rule = open_collection(row.collection_id)
            row.geometry, row.properties = _read(live, offer, row.before)
        move(row, State.WAITING, Deed.ANSWERED, words)
        audit.record(actor=actor, action="contributions.answer", target=f"contribution:{number}")
    return contribution(number)


def withdraw(*, actor: Actor, person_id: str, number: int) -> Contribution:
    """Take one's own contribution back, while it is not decided; its photo goes."""
    with transaction.atomic():
        row = _mine(number, person_id)
        photos.drop(row)
        move(row, State.WITHDRAWN, Deed.WITHDRAWN, "")
        audit.record(actor=actor, action="contributions.withdraw", target=f"contribution:{number}")
    return contribution(number)


def unname(*, actor: Actor, person_id: str, number: int) -> Contribution:
    """Take one's name off what one contributed, decided or not: thanks need consent that lasts."""
    with transaction.atomic():
        row = _mine(number, person_id)
        row.author_name = ""
        row.save(update_fields=["author_name"])
        audit.record(actor=actor, action="contributions.unname", target=f"contribution:{number}")
    return contribution(number)


def move(
    row: ContributionRecord, state: State, deed: Deed, words: str, *, officer: bool = False
) -> None:
    """Bring a contribution into another state and note the step; ContributionDecided: it ended."""
    if state not in FOLLOWS[State(row.state)]:
        raise ContributionDecided(
            _("The contribution is %(state)s.") % {"state": State(row.state).label},
            remedy=_("Make a new contribution where something is still wrong."),
        )
    row.state = state
    row.decided_at = None if state in (State.WAITING, State.ASKED) else clock.now()
    row.save()
    step(row, deed, words, officer=officer)


def step(row: ContributionRecord, deed: Deed, words: str, *, officer: bool = False) -> None:
    ContributionStep.objects.create(
        contribution=row, deed=deed, words=words, officer=officer, at=clock.now()
    )


def checked(live: Live, offer: Offer) -> Offer:
    """Return the offer as it would be kept, or raise what `propose` raises for it."""
    geometry, properties = _read(live, offer, None)
    return Offer(offer.kind, geometry, properties, offer.feature_id, offer.revision)


def _post(
    collection_id: str,
    offers: Sequence[Offer],
    said: Said,
    *,
    actor: Actor,
    person_id: str,
    picture: bytes | None = None,
) -> list[Contribution]:
    if not person_id:
        raise Forbidden(_("Sign in to contribute to the map."))
    live, rule = open_collection(collection_id)
    why, name = _said(said, rule)
    ready = [_ready(live, offer) for offer in offers]
    _check_waiting(live, person_id, len(ready))
    access.may_contribute(person_id)
    with transaction.atomic():
        key = photos.keep(picture) if picture else ""
        rows = [
            ContributionRecord.objects.create(
                collection_id=live.id,
                kind=offer.kind,
                state=State.WAITING,
                feature=offer.feature_id,
                base_revision=revision,
                before=before,
                geometry=geometry,
                properties=properties,
                why=why,
                license=rule.license,
                author_id=person_id,
                author_name=name,
                photo_key=key,
                created_at=clock.now(),
            )
            for offer, (before, revision, geometry, properties) in zip(offers, ready, strict=True)
        ]
        for row in rows:
            step(row, Deed.POSTED, "")
            events.emit(ContributionPosted(row.number, live.id, row.kind))
        audit.record(
            actor=actor,
            action="contributions.post",
            target=f"layer:{live.id}",
            data={"numbers": [row.number for row in rows]},
        )
    return [contribution(row.number) for row in rows]


def _check_waiting(live: Live, person_id: str, more: int) -> None:
    rows = ContributionRecord.objects.filter(
        author_id=person_id, collection_id=live.id, state__in=(State.WAITING, State.ASKED)
    )
    if rows.count() + more > MOST_WAITING:
        raise TooMany(
            _("At most %(most)d contributions of one person may wait for the agency.")
            % {"most": MOST_WAITING},
            remedy=_("Wait until some of them are decided."),
        )


def _ready(live: Live, offer: Offer) -> tuple[Any, int | None, Any, dict[str, Any]]:
    """Return the feature before, its revision, the new geometry and the properties."""
    before, revision = None, None
    if offer.kind is not Kind.ADDED:
        if offer.feature_id is None:
            raise BadContribution(_("Say which feature is meant."))
        there = queries.live_feature(live.id, offer.feature_id)
        revision = there.revision
        if offer.revision is not None and offer.revision != revision:
            raise FeatureMoved(
                _("The feature has changed since you opened this page."),
                remedy=_("Look at it again and send your change once more."),
            )
        shown = {field.name for field in fields(live)}
        kept = {key: value for key, value in there.properties.items() if key in shown}
        before = {"geometry": there.geometry, "properties": kept}
    geometry, properties = _read(live, offer, before)
    same = before is not None and before["geometry"] == geometry
    if offer.kind is Kind.CHANGED and same and before and before["properties"] == properties:
        raise BadContribution(
            _("Everything is as it was."), remedy=_("Move it, or change the values that are wrong.")
        )
    return before, revision, geometry, properties


def _read(live: Live, offer: Offer, before: Any) -> tuple[Any, dict[str, Any]]:
    """Return the geometry and the properties as they would be kept, checked like writes."""
    if offer.kind is Kind.REMOVED:
        return None, {}
    shown = fields(live)
    given = dict(offer.properties or {})
    kept = values.values(shown, given)
    drawn = offer.geometry
    if drawn is None and before is not None:
        drawn = before["geometry"]
    shape = geometries.read(drawn, live.shape)
    return orjson.loads(shapely.to_geojson(shape)), kept


def _said(said: Said, rule: Rule) -> tuple[str, str]:
    issues = []
    why, name = many_lines(said.why), one_line(said.name)
    if not said.agreed:
        message = _("Without your agreement to the license it cannot be published.")
        issues.append(Issue("not-agreed", message, column="agreed"))
    if len(why) > MOST_WORDS:
        message = _("At most %(most)d characters.") % {"most": MOST_WORDS}
        issues.append(Issue("too-long", message, column="why"))
    if len(name) > MOST_NAME:
        message = _("At most %(most)d characters.") % {"most": MOST_NAME}
        issues.append(Issue("too-long", message, column="name"))
    if issues:
        raise BadContribution(
            " ".join(issue.message for issue in issues),
            remedy=_("License: %(license)s") % {"license": rule.license},
            issues=tuple(issues),
        )
    return why, name


def _words(words: str, *, needed: str) -> str:
    words = many_lines(words)
    if not words or len(words) > MOST_WORDS:
        message = _("At most %(most)d characters.") % {"most": MOST_WORDS} if words else needed
        raise BadContribution(message, issues=(Issue("words", message, column="words"),))
    return words


def _mine(number: int, person_id: str) -> ContributionRecord:
    row = (
        ContributionRecord.objects.select_for_update(of=("self",))
        .select_related("collection")
        .get(pk=stored(number).pk)
    )
    if not person_id or row.author_id != person_id:
        raise Forbidden(_("Only who contributed it can do this."))
    return row


def as_offer(feature: Mapping[str, Any], names: Sequence[str]) -> Offer:
    """Return a GeoJSON feature as a new one; of its properties those that the collection has."""
    given = feature.get("properties") or {}
    kept = {name: given[name] for name in names if given.get(name) not in (None, "")}
    return Offer(Kind.ADDED, feature.get("geometry"), kept)
