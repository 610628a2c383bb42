"""Queries that people keep: saved, shared by an address nobody can guess, listed, taken back.

A query belongs to one person, who alone changes it. Results are never saved: they are asked
for anew, of the versions there are then.
"""

import secrets
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog.workbench.errors import BadSavedQuery, SavedQueryNotFound
from idea.engines.catalog.workbench.run import LONGEST
from idea.engines.catalog.workbench.types import SavedQuery, Sharing
from idea.kernel import clock
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Forbidden

TITLE: Final = 200
DESCRIPTION: Final = 2000
MOST: Final = 500  # queries a person may keep


def save(
    *,
    actor: Actor,
    owner_id: str,
    title: str,
    sql: str,
    description: str = "",
    sharing: Sharing = Sharing.PRIVATE,
) -> SavedQuery:
    """Keep a query for the person behind the actor. Raises BadSavedQuery."""
    with transaction.atomic():
        if models.SavedQuery.objects.filter(owner_id=owner_id).count() >= MOST:
            raise BadSavedQuery(
                _("You have saved %(most)d queries, which is as many as one may.") % {"most": MOST},
                remedy=_("Delete those you no longer need."),
            )
        row = models.SavedQuery(key=secrets.token_urlsafe(12), owner_id=owner_id)
        _write(row, title=title, sql=sql, description=description, sharing=sharing)
        row.created_at = row.modified_at
        row.save(force_insert=True)
        _record(actor, "workbench.save", row)
    return _saved(row)


def edit(
    *,
    actor: Actor,
    owner_id: str,
    key: str,
    title: str | None = None,
    sql: str | None = None,
    description: str | None = None,
    sharing: Sharing | None = None,
) -> SavedQuery:
    """Change a query of one's own; what is None stays."""
    with transaction.atomic():
        row = _own(key, owner_id)
        _write(
            row,
            title=row.title if title is None else title,
            sql=row.sql if sql is None else sql,
            description=row.description if description is None else description,
            sharing=Sharing(row.sharing) if sharing is None else sharing,
        )
        row.save()
        _record(actor, "workbench.edit", row)
    return _saved(row)


def delete(*, actor: Actor, owner_id: str, key: str) -> None:
    """Delete a query of one's own; its address answers 404 from then on."""
    with transaction.atomic():
        row = _own(key, owner_id)
        row.delete()
        _record(actor, "workbench.delete", row)


def saved(key: str, *, reader_id: str = "") -> SavedQuery:
    """Return a query that `reader_id` may see: shared, or their own. Raises SavedQueryNotFound."""
    row = models.SavedQuery.objects.filter(key=key).first()
    if row is None or (row.sharing == Sharing.PRIVATE and row.owner_id != (reader_id or None)):
        raise _not_found()
    return _saved(row)


def own(owner_id: str) -> list[SavedQuery]:
    """Return a person's queries, the last changed first."""
    rows = models.SavedQuery.objects.filter(owner_id=owner_id).order_by("-modified_at", "-id")
    return [_saved(row) for row in rows[:MOST]]


def listed(*, limit: int = 20, offset: int = 0) -> tuple[list[SavedQuery], int]:
    """Return the queries shared with everybody, the last changed first, and how many there are."""
    rows = models.SavedQuery.objects.filter(sharing=Sharing.PUBLIC)
    page = rows.order_by("-modified_at", "-id")[offset : offset + limit]
    return [_saved(row) for row in page], rows.count()


def _own(key: str, owner_id: str) -> models.SavedQuery:
    row = models.SavedQuery.objects.select_for_update().filter(key=key).first()
    if row is None or (row.owner_id != owner_id and row.sharing == Sharing.PRIVATE):
        raise _not_found()
    if row.owner_id != owner_id:
        raise Forbidden(
            _("This query is somebody else's."),
            remedy=_("Save it as your own, and change that."),
        )
    return row


def _write(
    row: models.SavedQuery, *, title: str, sql: str, description: str, sharing: Sharing
) -> None:
    title, description = title.strip(), description.strip()
    if not title or len(title) > TITLE:
        raise BadSavedQuery(
            _("Give the query a title of at most %(most)d characters.") % {"most": TITLE}
        )
    if not sql.strip() or len(sql) > LONGEST or "\0" in sql:
        raise BadSavedQuery(_("A query has 1 to %(most)d characters.") % {"most": LONGEST})
    if len(description) > DESCRIPTION:
        raise BadSavedQuery(
            _("A description has at most %(most)d characters.") % {"most": DESCRIPTION}
        )
    row.title, row.sql, row.description, row.sharing = title, sql, description, str(sharing)
    row.modified_at = clock.now()


def _record(actor: Actor, action: str, row: models.SavedQuery) -> None:
    audit.record(
        actor=actor, action=action, target=f"query:{row.id}", data={"sharing": row.sharing}
    )


def _saved(row: models.SavedQuery) -> SavedQuery:
    return SavedQuery(
        key=row.key,
        title=row.title,
        description=row.description,
        sql=row.sql,
        sharing=Sharing(row.sharing),
        owner_id=row.owner_id,
        created_at=row.created_at,
        modified_at=row.modified_at,
    )


def _not_found() -> SavedQueryNotFound:
    return SavedQueryNotFound(
        _("There is no such query, or it is not shared."),
        remedy=_("Ask whoever gave you the address."),
    )
