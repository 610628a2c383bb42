"""Data sets that people make of others: corrected, merged, translated; published as theirs.

They stand under the community's name, never under the agency's, and say what they come from
(prov:wasDerivedFrom) and what was changed.
"""

from pathlib import Path
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from idea.engines.catalog import models, queries
from idea.engines.catalog.corrections import access
from idea.engines.catalog.corrections.conf import conf
from idea.engines.catalog.corrections.errors import BadCorrection
from idea.engines.catalog.corrections.events import DatasetDerived
from idea.engines.catalog.metadata import TITLE_LENGTH, is_web
from idea.engines.catalog.publishing import publish
from idea.engines.catalog.types import Draft, Published
from idea.engines.identity import api as identity
from idea.engines.sources import api as sources
from idea.kernel import clock
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.events import api as events
from idea.kernel.jobs import api as jobs
from idea.kernel.jobs.api import JobInfo
from idea.kernel.lake import lake
from idea.kernel.progress import Progress

COMMUNITY: Final = "community"
KEYWORDS: Final = ("衍生資料", "derived")
TEXT: Final = 20_000


def derive(
    *,
    actor: Actor,
    person_id: str,
    slug: str,
    path: Path,
    filename: str,
    title: str,
    changes: str,
    name: str = "",
    number: int | None = None,
) -> JobInfo:
    """Keep the file and queue its publication as a data set derived from `slug`.

    `changes`: what was changed, in public words. `name`: whom to attribute it to; empty: nobody.
    Raises BadCorrection, TooMany, DatasetWithdrawn.
    """
    source = queries.present(slug)
    title, changes, name = title.strip(), changes.strip(), name.strip()
    if not title or len(title) > TITLE_LENGTH or len(name) > 80:  # noqa: PLR2004  the column's
        raise BadCorrection(_("Give the derived data set a title of its own."))
    if not changes or len(changes) > TEXT:
        raise BadCorrection(
            _("Say what you changed: others have to know what they use."),
            remedy=_("Two or three sentences are enough."),
        )
    if path.stat().st_size > conf().corrections_file_bytes:
        raise BadCorrection(
            _("The file is larger than %(most)s bytes.")
            % {"most": f"{conf().corrections_file_bytes:,}"}
        )
    access.may_derive(person_id)
    version = queries.version(slug, number) if source.current else None
    payload = sources.keep(path, filename=filename)
    with transaction.atomic():
        row = models.Derivation.objects.create(
            source_id=source.id,
            source_version_id=version.id if version else None,
            title=title,
            changes=changes,
            author_id=person_id,
            author_name=name,
            created_at=clock.now(),
        )
        job = jobs.start(
            "corrections.derive",
            actor=actor,
            title=_("Publish %(filename)s") % {"filename": filename},
            derivation=row.id,
            payload_key=payload.lake_key,
            filename=filename,
        )
        audit.record(
            actor=actor,
            action="corrections.derive",
            target=f"dataset:{slug}",
            data={"derivation": str(row.id), "title": title},
        )
    return job


def publish_derived(
    *, derivation: UUID, payload_key: str, filename: str, progress: Progress
) -> Published:
    """Publish a derived data set under the community's name; begun again it makes no second."""
    row = models.Derivation.objects.select_related("source", "source__organization").get(
        pk=derivation
    )
    system = Actor.system("derived data sets")
    community = identity.ensure_organization(
        actor=system, name="社群", name_en="Community", slug=COMMUNITY
    )
    source = queries.dataset(row.source.slug)
    known = row.dataset
    published = publish(
        actor=system,
        path=lake().local(payload_key),
        filename=filename,
        draft=Draft(
            title=row.title if known is None else "",
            # Named by the derivation: another person's of the same title is another data set.
            slug=known.slug if known else f"derived-{row.id.hex[-12:]}",
            organization=community.slug,
            description=row.changes,
            license=str(source.license),
            theme=source.theme,
            keywords=KEYWORDS,
            landing_page=source.landing_page if is_web(source.landing_page) else "",
            provenance=_("Derived from “%(title)s” of %(agency)s.")
            % {"title": source.title, "agency": source.organization},
            synthetic=source.synthetic,
            note=_("Derived from %(slug)s") % {"slug": source.slug},
        ),
        progress=progress,
    )
    with transaction.atomic():
        fresh = models.Derivation.objects.select_for_update().get(pk=derivation)
        if fresh.dataset_id is None:
            fresh.dataset_id = published.dataset.id
            fresh.save(update_fields=["dataset"])
            events.emit(DatasetDerived(slug=published.dataset.slug, source=source.slug))
            audit.record(
                actor=system,
                action="corrections.derived",
                target=f"dataset:{published.dataset.slug}",
                data={"source": source.slug},
            )
    return published
