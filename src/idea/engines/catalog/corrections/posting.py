"""Proposing what rows should hold: the cells of one row, or a whole corrected file.

Anyone signed in may; nothing of the data set changes until its owner accepts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from idea.engines.catalog import diffing, models, queries
from idea.engines.catalog.corrections import access
from idea.engines.catalog.corrections import rows as rows_of
from idea.engines.catalog.corrections.checking import checked
from idea.engines.catalog.corrections.comparing import Proposed, compare
from idea.engines.catalog.corrections.errors import BadCorrection, CorrectionClosed
from idea.engines.catalog.corrections.events import CorrectionPosted
from idea.engines.catalog.corrections.queries import correction, stored
from idea.engines.catalog.corrections.types import ChangeState, Correction, Kind, State
from idea.engines.catalog.metadata import is_web
from idea.engines.catalog.numbering import numbered
from idea.engines.catalog.types import Version
from idea.kernel import clock
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Forbidden
from idea.kernel.events import api as events

WHY: Final = 2_000
NAME: Final = 80


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says beside the changes themselves."""

    why: str
    evidence: str  # an address
    name: str  # how to thank; empty: not to be named


def correct_row(
    *,
    actor: Actor,
    person_id: str,
    slug: str,
    row: int,
    cells: Mapping[str, str],
    why: str,
    evidence: str = "",
    name: str = "",
    number: int | None = None,
    remove: bool = False,
) -> Correction:
    """Propose other values for cells of one row, or (`remove`) that the row should go.

    `number`: the version the row was read in (default: the newest). `name`: how to thank;
    empty: not to be named. Raises BadCorrection, TooMany, NoRowsHere.
    """
    version = queries.version(slug, number)
    found = rows_of.at(version, row)
    key = diffing.likely_key(version)
    where = rows_of.key_of(found.cells, row, key)
    if remove:
        proposed = [Proposed(Kind.REMOVED, where, row, cells=found.cells)]
    else:
        said = {c: text for c, text in cells.items() if text.strip() != found.cells.get(c, "")}
        proposed = [
            Proposed(Kind.CHANGED, where, row, column, found.cells.get(column, ""), text)
            for column, text in checked(version.columns, said).items()
            if text != found.cells.get(column, "")
        ]
    if not proposed:
        raise BadCorrection(
            _("Every value is as it was."), remedy=_("Change the values that are wrong.")
        )
    return _post(
        actor=actor,
        person_id=person_id,
        slug=slug,
        version=version,
        key=key,
        proposed=proposed,
        said=Said(why, evidence, name),
    )


def correct_file(
    *,
    actor: Actor,
    person_id: str,
    slug: str,
    path: Path,
    filename: str,
    why: str,
    evidence: str = "",
    name: str = "",
    key: tuple[str, ...] | None = None,
    number: int | None = None,
) -> Correction:
    """Propose what a corrected file holds; rows are matched by `key` (default: worked out).

    Raises BadCorrection, TooMany, NoRowsHere, and what `sources` raises for unreadable files.
    """
    version = queries.version(slug, number)
    access.may_try(person_id)
    key = key or diffing.likely_key(version)
    proposed = compare(version, path, filename=filename, key=key)
    _check_cells(version, proposed)
    return _post(
        actor=actor,
        person_id=person_id,
        slug=slug,
        version=version,
        key=key,
        proposed=proposed,
        said=Said(why, evidence, name),
    )


def withdraw(*, actor: Actor, person_id: str, number: int) -> Correction:
    """Take one's own correction back, while nothing of it is published."""
    with transaction.atomic():
        row = models.Correction.objects.select_for_update().get(pk=stored(number).pk)
        if row.author_id != person_id or not person_id:
            raise Forbidden(_("Only who posted a correction can take it back."))
        if row.state not in {State.OPEN, State.DECIDED} or row.published_id is not None:
            raise CorrectionClosed(_("The correction is closed already."))
        row.state = State.WITHDRAWN
        row.save(update_fields=["state"])
        audit.record(actor=actor, action="corrections.withdraw", target=f"correction:{number}")
    return correction(number)


def _check_cells(version: Version, proposed: list[Proposed]) -> None:
    """Refuse values that cannot stand in their columns: each distinct one is looked at once."""
    seen: set[tuple[str, str]] = set()
    for change in proposed:
        cells = change.cells if change.kind is Kind.ADDED else {change.column: change.new}
        if change.kind is Kind.REMOVED:
            continue
        fresh = {c: text for c, text in cells.items() if text and (c, text) not in seen}
        seen.update(fresh.items())
        if fresh:
            checked(version.columns, fresh)


def _post(
    *,
    actor: Actor,
    person_id: str,
    slug: str,
    version: Version,
    key: tuple[str, ...],
    proposed: list[Proposed],
    said: Said,
) -> Correction:
    why, evidence, name = said.why.strip(), said.evidence.strip(), said.name.strip()
    _check_words(why, evidence, name)
    access.may_correct(person_id)
    dataset = queries.stored(slug)

    def create(number: int) -> models.Correction:
        row = models.Correction.objects.create(
            number=number,
            dataset=dataset,
            version_id=version.id,
            state=State.OPEN,
            key=list(key),
            why=why,
            evidence=evidence,
            author_id=person_id,
            author_name=name,
            created_at=clock.now(),
        )
        models.CorrectionChange.objects.bulk_create(
            [_stored(row, position, change) for position, change in enumerate(proposed, 1)],
            batch_size=500,
        )
        return row

    with transaction.atomic():
        row = numbered(models.Correction, create)
        events.emit(CorrectionPosted(number=row.number, slug=slug, changes=len(proposed)))
        audit.record(
            actor=actor,
            action="corrections.post",
            target=f"correction:{row.number}",
            data={"dataset": slug, "version": version.number, "changes": len(proposed)},
        )
    return correction(row.number)


def _stored(row: models.Correction, position: int, change: Proposed) -> models.CorrectionChange:
    return models.CorrectionChange(
        correction=row,
        position=position,
        kind=change.kind,
        key=change.key,
        row=change.row,
        column=change.column,
        old=change.old,
        new=change.new,
        cells=change.cells or None,
        state=ChangeState.WAITING,
    )


def _check_words(why: str, evidence: str, name: str) -> None:
    if not why:
        raise BadCorrection(
            _("Say how you know: the owner has to be able to check it."),
            remedy=_("Give a reason of a sentence or two."),
        )
    if len(why) > WHY or len(name) > NAME:
        raise BadCorrection(_("The reason or the name is too long."))
    if evidence and (not is_web(evidence) or len(evidence) > 1000):  # noqa: PLR2004  the column's
        raise BadCorrection(
            _("The evidence must be an address that begins with https:// or http://.")
        )
