"""Loads the lists that addresses are looked up in, and takes them away."""

import hashlib
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import transaction
from django.utils.translation import gettext as _

from idea.engines.features.addresses.errors import MayNotLoad, NoList, NotAList
from idea.engines.features.addresses.index import base_names
from idea.engines.features.addresses.lists import take
from idea.engines.features.addresses.types import ListKind, Loaded
from idea.engines.features.models import AddressList
from idea.kernel import clock
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.ids import uuid7
from idea.kernel.lake import lake
from idea.kernel.progress import Progress, silent


def load(*, actor: Actor, path: Path, progress: Progress = silent) -> Loaded:
    """Load a list, in place of the one with the same file name; the same bytes change nothing.

    NotAList: its columns are none we know, or no row of it can be used. Rows that name no town of
    today are left out and counted. Lists are loaded at the command line, by who runs the site.
    """
    _permit(actor)
    name, digest = path.name[:200], _digest(path)
    if known := AddressList.objects.filter(name=name, digest=digest).first():
        return _loaded(known, unchanged=True)
    with tempfile.TemporaryDirectory(prefix="addresses-") as folder:
        taken = take(path, base_names(), Path(folder), progress)
        if not taken.rows:
            raise NotAList.empty(path.name, taken.left_out)
        file = Path(folder) / "list.parquet"
        pq.write_table(pa.table(taken.columns), file, compression="zstd")
        key = f"addresses/{uuid7().hex}.parquet"
        lake().put(file, key)
    try:
        with transaction.atomic():
            before = AddressList.objects.select_for_update().filter(name=name).first()
            record, _new = AddressList.objects.update_or_create(
                name=name,
                defaults={
                    "kind": taken.kind,
                    "digest": digest,
                    "rows": taken.rows,
                    "left_out": taken.left_out.total(),
                    "reasons": dict(taken.left_out),
                    "lake_key": key,
                    "loaded_at": clock.now(),
                },
            )
            audit.record(
                actor=actor,
                action="addresses.list-loaded",
                target=f"address-list:{name}",
                data={"kind": taken.kind, "rows": taken.rows, "sha256": digest},
            )
    except BaseException:
        lake().delete(key)
        raise
    if before is not None:
        lake().delete(before.lake_key)
    return _loaded(record, unchanged=False)


def remove(*, actor: Actor, name: str) -> None:
    """Look addresses up in this list no more. NoList: there is none of this name."""
    _permit(actor)
    with transaction.atomic():
        record = AddressList.objects.select_for_update().filter(name=name).first()
        if record is None:
            raise NoList(_("There is no list “%(name)s”.") % {"name": name[:80]})
        key = record.lake_key
        record.delete()
        audit.record(
            actor=actor, action="addresses.list-removed", target=f"address-list:{name}", data={}
        )
    lake().delete(key)


def _permit(actor: Actor) -> None:
    if actor.kind != "system":
        raise MayNotLoad(
            _("Lists of addresses are loaded at the command line."),
            remedy=_("Ask who runs the site: ./idea addresses load FILE"),
        )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _loaded(record: AddressList, *, unchanged: bool) -> Loaded:
    return Loaded(
        record.name,
        ListKind(record.kind),
        record.rows,
        record.left_out,
        unchanged=unchanged,
        reasons=record.reasons,
    )
