"""A whole site in one file: tables, lake, secret, and a manifest with a digest of every part.

A tar file written beside its place and moved in when complete; gzip level 1 for the tables, the
lake's Parquet files are compressed already. Reading one checks every digest before anything is
put in place.
"""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from idea import __version__
from idea.kernel.clock import now
from idea.kernel.errors import BadInput
from idea.kernel.lake import KeyTaken, lake
from idea.kernel.progress import Progress, silent
from idea.project.archive import tables
from idea.project.config import site

MANIFEST = "manifest.json"
LEFT_IN_LAKE = ("tmp/",)
GROWN = "lake-tables/"  # the files of the lake's growing tables


@dataclass(frozen=True, slots=True)
class Counts:
    tables: int
    rows: int
    files: int
    size: int  # bytes


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def backup(target: Path, *, progress: Progress = silent) -> Counts:
    """Write the site to `target` (a .tar file)."""
    partial = target.with_name(target.name + ".partial")
    digests: dict[str, str] = {}
    rows: dict[str, int] = {}
    with tarfile.open(partial, "w") as archive, tempfile.TemporaryDirectory() as folder:

        def add(path: Path, name: str) -> None:
            digests[name] = _digest(path)
            archive.add(path, name, recursive=False)

        with tables.snapshot():
            for model in tables.tables():
                label = model._meta.label_lower
                path = Path(folder) / "rows.jsonl"
                with path.open("w", encoding="utf-8") as out:
                    rows[label] = tables.dump(model, out)
                add(path, f"tables/{label}.jsonl")
        keys = [key for key in lake().keys("") if not key.startswith(LEFT_IN_LAKE)]
        grown = lake().table_files()
        total = len(keys) + len(grown)
        for done, key in enumerate(keys, 1):
            add(lake().local(key), f"lake/{key}")
            progress(done, total, key)
        for done, name in enumerate(grown, len(keys) + 1):
            add(lake().table_file(name), f"{GROWN}{name}")
            progress(done, total, name)
        secret = Path(folder) / "secret"
        secret.touch(mode=0o600)
        secret.write_text(site().read_secret())
        add(secret, "secret")
        manifest = {
            "platform": __version__,
            "made_at": now().isoformat(),
            "rows": rows,
            "sha256": digests,
            "lake_tables": grown,
        }
        body = json.dumps(manifest, indent=1, sort_keys=True).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(body)
        archive.addfile(entry, io.BytesIO(body))
    partial.chmod(0o600)  # it holds the secret and people's addresses
    with partial.open("rb") as handle:
        os.fsync(handle.fileno())
    partial.replace(target)
    return Counts(len(rows), sum(rows.values()), total, target.stat().st_size)


def restore(source: Path, *, progress: Progress = silent) -> Counts:
    """Bring a site back into this empty home: all of it or, on any damage, nothing."""
    with tempfile.TemporaryDirectory(dir=site().home) as folder:
        place = Path(folder)
        manifest = _unpack(source, place, progress)
        _restore_secret(place)
        keys = [name[len("lake/") :] for name in manifest["sha256"] if name.startswith("lake/")]
        grown = manifest.get("lake_tables", [])  # older backups had none
        total = len(keys) + len(grown)
        with transaction.atomic():
            tables.empty_for_restore()
            for done, key in enumerate(keys, 1):
                if not lake().exists(key):
                    lake().put(place / "lake" / key, key)
                progress(done, total, key)
            for done, name in enumerate(grown, len(keys) + 1):
                with suppress(KeyTaken):  # by a restore that was cut off
                    lake().put_table_file(place / GROWN / name, name)
                progress(done, total, name)
            rows = 0
            for model in tables.tables():
                path = place / "tables" / f"{model._meta.label_lower}.jsonl"
                if path.exists():
                    with path.open(encoding="utf-8") as lines:
                        rows += tables.load(model, lines)
            tables.reset_sequences()
    return Counts(len(manifest["rows"]), rows, total, source.stat().st_size)


def _unpack(source: Path, place: Path, progress: Progress) -> dict[str, Any]:
    remedy = _("Use a file that ./idea backup finished writing.")
    words = _("%(file)s is not a complete backup of an ide@ site.") % {"file": source.name}
    damaged = BadInput(words, remedy=remedy)
    try:
        with tarfile.open(source, "r:") as archive:
            archive.extractall(place, filter="data")
        manifest: dict[str, Any] = json.loads((place / MANIFEST).read_text())
        digests = manifest["sha256"]
    except (OSError, tarfile.TarError, ValueError, KeyError) as error:
        raise damaged from error
    for done, (name, digest) in enumerate(digests.items(), 1):
        path = place / name
        if not path.is_file() or _digest(path) != digest:
            words = _("%(part)s in %(file)s is damaged: its digest is not the one noted.")
            raise BadInput(words % {"part": name, "file": source.name}, remedy=remedy)
        progress(done, len(digests), name)
    return manifest


def _restore_secret(place: Path) -> None:
    """Bring the signing secret back, so that tokens and links of the old site stay valid."""
    if not site().secret_key:
        path = site().home / "secret"
        path.write_text((place / "secret").read_text())
        path.chmod(0o600)
