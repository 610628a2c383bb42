"""What a run would do: new, changed, same, back and gone, worked out before anything is written."""

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from idea.engines.catalog import models
from idea.engines.catalog.harvest.known import Keys, plain
from idea.engines.catalog.harvest.staging import Stage
from idea.engines.catalog.inventory import gate
from idea.engines.catalog.types import Access
from idea.kernel.bulk import in_batches

_AT_ONCE: Final = 300  # keys of one question: three a record stay below SQLite's 999


@dataclass(frozen=True, slots=True)
class Path:
    """A stored path, as far as a plan needs it."""

    id: UUID
    identifier: str
    dataset_id: UUID
    digest: str
    main: bool
    gone: bool
    withdrew: bool


@dataclass(slots=True)
class Plan:
    """Identifiers by what becomes of them; paths where they are there already."""

    new: list[str] = field(default_factory=list)
    changed: list[Path] = field(default_factory=list)
    back: list[Path] = field(default_factory=list)
    gone: list[Path] = field(default_factory=list)
    same: int = 0
    held: int = 0
    living: int = 0  # before the run
    merged: dict[str, UUID] = field(default_factory=dict)  # new ones that are known: the data set
    ours: dict[str, UUID] = field(default_factory=dict)  # new ones that were published right here

    @property
    def empty(self) -> bool:
        return not (self.new or self.changed or self.back or self.gone)


def plan(source_id: UUID, stage: Stage, *, unnamed_before: int) -> Plan:
    """Compare what was read with what is there.

    Nothing counts as gone where the answer was not whole, or more records than last time
    could not even be named: one of those may be the one that is missed.
    """
    made = Plan()
    there = {path.identifier: path for path in paths(source_id)}
    made.living = sum(not path.gone for path in there.values())
    opened = _ask_classes(stage, there)
    for identifier, entry in stage.index.items():
        path = there.get(identifier)
        if path is None:
            made.new.append(identifier)
        elif path.gone:
            made.back.append(path)
        elif path.digest != entry.digest or path.identifier in opened:
            made.changed.append(path)
        else:
            made.same += 1
    missing = [p for p in there.values() if not p.gone and p.identifier not in stage.index]
    certain = [path for path in missing if path.identifier not in stage.refused]
    if not stage.whole or stage.unnamed > unnamed_before:
        certain = []
    made.gone, made.held = certain, len(missing) - len(certain)
    _recognize(source_id, stage, made)
    return made


def _ask_classes(stage: Stage, there: dict[str, Path]) -> set[str]:
    """Keep out what the inventory holds as not open; return what is listed here more openly.

    What is here already stays, with the class that was decided: its page says why.
    """
    listed = {}
    for identifier in list(stage.classed):
        path = there.get(identifier)
        if path is None or path.gone:
            stage.keep_out(identifier)
        elif path.main:
            stage.keep_class(identifier)
            listed[path.dataset_id] = identifier
    opened = set()
    for batch in in_batches(listed):
        rows = models.Dataset.objects.filter(id__in=batch).values_list("id", "access")
        for key, access in rows:
            decided = stage.classed[listed[key]].access
            if gate.RANK[Access(access)] < gate.RANK[decided]:
                opened.add(listed[key])
    return opened


def paths(source_id: UUID) -> list[Path]:
    rows = models.HarvestPath.objects.filter(source_id=source_id).values_list(
        "id", "identifier", "dataset_id", "digest", "main", "gone_at", "withdrew"
    )
    return [
        Path(key, identifier, dataset_id, digest, main, gone_at is not None, withdrew)
        for key, identifier, dataset_id, digest, main, gone_at, withdrew in rows.iterator()
    ]


def _recognize(source_id: UUID, stage: Stage, made: Plan) -> None:
    """Find the new records that other sources, or this site itself, told of before."""
    others = models.HarvestPath.objects.exclude(source_id=source_id)
    known = others.exists()
    site = plain(settings.IDEA_SITE_URL)
    for batch in in_batches(made.new, _AT_ONCE):
        entries = {identifier: stage.index[identifier] for identifier in batch}
        slugs = {
            identifier: slug
            for identifier, entry in entries.items()
            if (slug := _slug_here(identifier, entry.url, site))
        }
        if slugs:
            here = dict(
                models.Dataset.objects.filter(slug__in=slugs.values()).values_list("slug", "id")
            )
            made.ours |= {name: here[slug] for name, slug in slugs.items() if slug in here}
        if known:
            keys = {identifier: entry.keys for identifier, entry in entries.items()}
            made.merged |= _known_to_others(source_id, keys)


def _known_to_others(source_id: UUID, keys: dict[str, Keys]) -> dict[str, UUID]:
    """Return the data set of each record that another source has, the surest sign first."""
    signs = {
        "known_by_id": {k.by_id for k in keys.values()} - {""},
        "known_by_page": {k.by_page for k in keys.values()} - {""},
        "known_by_files": {k.by_files for k in keys.values()} - {""},
    }
    wanted = Q()
    for column, values in signs.items():
        wanted |= Q(**{f"{column}__in": values})
    rows = (
        models.HarvestPath.objects.exclude(source_id=source_id)
        .filter(wanted)
        .order_by("id")
        .values_list("dataset_id", *signs)
    )
    found: tuple[dict[str, UUID], ...] = ({}, {}, {})
    for dataset_id, *values in rows:
        for at, value in enumerate(values):
            if value:
                found[at].setdefault(value, dataset_id)
    merged = {}
    for identifier, own in keys.items():
        for at, value in enumerate((own.by_id, own.by_page, own.by_files)):
            if value in found[at]:
                merged[identifier] = found[at][value]
                break
    return merged


def _slug_here(identifier: str, url: str, site: str) -> str:
    """Return the slug of the data set on this very site that a record tells of."""
    for said in (identifier, url):
        address = plain(said) if site and "/datasets/" in said else ""
        if address.startswith(f"{site}/"):
            parts = address.removeprefix(f"{site}/").removeprefix("en/").split("/")
            if len(parts) == 2 and parts[0] == "datasets":  # noqa: PLR2004
                return parts[1]
    return ""
