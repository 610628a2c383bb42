"""Every table's rows as JSON Lines, the same from SQLite and from PostgreSQL.

Moves rows only; which files go with them is in `bundle.py`. A site backed up on the one database
can be brought back on the other.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import IO
from uuid import UUID

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils.duration import duration_string
from django.utils.translation import gettext as _

from idea.kernel.errors import Conflict

# Their triggers, not Django, look after these tables; their rows belong to the site all the same.
UNMANAGED_KEPT = {"audit.entry", "audit.personalpart"}
# Sessions sign people in; a copy of a site must not carry them along.
LEFT_OUT = {"sessions.session", "usersessions.usersession", "admin.logentry"}
BATCH = 1000


def tables() -> list[type[models.Model]]:
    """Return the models whose rows are kept, in a stable order."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if (model._meta.managed or model._meta.label_lower in UNMANAGED_KEPT)
        and not model._meta.proxy
        and model._meta.label_lower not in LEFT_OUT
    ]
    return sorted(found, key=lambda model: model._meta.label_lower)


def dump(model: type[models.Model], out: IO[str]) -> int:
    """Write the model's rows, one JSON object a line, and return how many."""
    rows = model._default_manager.order_by("pk")
    count = 0
    for row in rows.iterator(chunk_size=BATCH):
        (item,) = serializers.serialize("python", [row])
        out.write(json.dumps(item, ensure_ascii=False, default=_plain) + "\n")
        count += 1
    return count


def _plain(value: object) -> str:
    """Return a value as text without loss; Django's own encoder cuts times to milliseconds."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return duration_string(value)
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise TypeError(f"a {type(value).__name__} cannot be backed up")


def _objects(lines: Iterable[str]) -> Iterator[models.Model]:
    for line in lines:
        for item in serializers.deserialize("python", [json.loads(line)]):
            yield item.object


def load(model: type[models.Model], lines: Iterable[str]) -> int:
    """Insert the rows of `lines` as they were, keys and times included."""
    count = 0
    rows = _objects(lines)
    while objects := list(islice(rows, BATCH)):
        for item in objects:
            _keep_times(item)
        model._default_manager.bulk_create(objects)
        count += len(objects)
    return count


def _keep_times(item: models.Model) -> None:
    """Switch off auto_now and auto_now_add, which would stamp old rows with today."""
    for field in item._meta.concrete_fields:
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
            field.auto_now = field.auto_now_add = False  # type: ignore[attr-defined]


def empty_for_restore() -> None:
    """Remove what `migrate` itself puts into a new database; refuse one that holds a site."""
    person = apps.get_model("identity", "Person")
    dataset = apps.get_model("catalog", "Dataset")
    if person._default_manager.exists() or dataset._default_manager.exists():
        raise Conflict(
            _("This home holds a site already."),
            remedy=_(
                "Restore into an empty one: give IDEA_HOME (and IDEA_DATABASE_URL) a new place."
            ),
        )
    for label in ("auth.Permission", "contenttypes.ContentType", "sites.Site"):
        if apps.is_installed("django.contrib." + label.split(".")[0]):
            apps.get_model(label)._default_manager.all().delete()


def reset_sequences() -> None:
    statements = connection.ops.sequence_reset_sql(no_style(), tables())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def snapshot() -> Iterator[None]:
    """Read every table inside this block as it was at one moment."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
