"""Publishes a result as a data set: the rows as a file, how they were made as its note.

Runs the query anew and whole; what publishing does is the catalog's own pipeline.
"""

import tempfile
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from idea.engines.catalog.tasks import start_publish
from idea.engines.catalog.types import Draft, License
from idea.engines.catalog.workbench.conf import conf
from idea.engines.catalog.workbench.errors import QueryTooLarge
from idea.engines.catalog.workbench.provenance import attributions, license_of, note
from idea.engines.catalog.workbench.run import ask
from idea.engines.catalog.workbench.types import Asked, Source
from idea.engines.catalog.workbench.writing import parquet_bytes
from idea.kernel.audit.types import Actor
from idea.kernel.jobs.api import JobInfo


def publish_result(*, actor: Actor, asked: Asked, sql: str, draft: Draft) -> JobInfo:
    """Run the query and queue its rows for publication as `draft` says.

    A license the draft does not name is that of the sources, `other` where they differ; the
    note and, where none is given, the description tell the query and the sources. Raises what
    `ask` raises, QueryTooLarge where the result was cut, and what publishing raises.
    """
    result = ask(sql, asked=asked, rows=conf().workbench_api_rows)
    if result.truncated:
        raise QueryTooLarge(
            _("Only whole results are published, and this one has more than %(most)s rows.")
            % {"most": f"{conf().workbench_api_rows:,}"},
            remedy=_("Narrow it by WHERE, or group it."),
        )
    said = note(result)
    draft = replace(
        draft,
        license=draft.license or license_of(result.sources) or str(License.OTHER),
        license_given=draft.license_given or _terms(result.sources, draft),
        note=draft.note or said,
        description=draft.description or said,
        provenance=draft.provenance or said,
    )
    folder = Path(settings.IDEA_HOME) / "work" / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="result-", suffix=".parquet") as file:
        file.write(parquet_bytes(result))
        file.flush()
        return start_publish(
            actor=actor,
            payload_path=Path(file.name),
            filename=f"{draft.slug or 'result'}.parquet",
            draft=draft,
        )


def _terms(sources: tuple[Source, ...], draft: Draft) -> str:
    """Return the terms of all sources, where no one license covers the result."""
    if draft.license or license_of(sources):
        return ""
    return "; ".join(attributions(sources))
