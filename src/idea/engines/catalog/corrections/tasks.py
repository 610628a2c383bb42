"""Corrections' work in the background: publish what was accepted, publish what was derived."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idea.engines.catalog.corrections.applying import apply
from idea.engines.catalog.corrections.deriving import publish_derived
from idea.engines.catalog.corrections.letters import send
from idea.engines.catalog.corrections.queries import correction
from idea.engines.catalog.outcome import outcome
from idea.kernel.audit.types import Actor
from idea.kernel.jobs import api as jobs
from idea.kernel.jobs.api import JobInfo
from idea.kernel.progress import Progress


def start_apply(*, actor: Actor, number: int) -> JobInfo:
    """Queue the publication of what is accepted of a correction."""
    found = correction(number)
    return jobs.start(
        "corrections.publish",
        actor=actor,
        title=_("Correction %(number)d of %(title)s") % {"number": number, "title": found.title},
        number=number,
    )


@jobs.job("corrections.publish", gettext_lazy("Publish accepted corrections"))
def publish_job(progress: Progress, *, number: int, actor: Actor) -> dict[str, Any]:
    """Publish; started over after a crash it makes no second version."""
    published = apply(actor=actor, number=number, progress=progress)
    found = correction(number)
    if published is None:
        return {"slug": found.slug, "title": found.title, "unchanged": True}
    return outcome(published)


@jobs.job("corrections.letter", gettext_lazy("Tell who posted a correction"))
def letter_job(progress: Progress, *, number: int) -> dict[str, Any]:  # noqa: ARG001
    return {"sent": int(send(number))}


@jobs.job("corrections.derive", gettext_lazy("Publish a derived data set"))
def derive_job(
    progress: Progress, *, derivation: UUID, payload_key: str, filename: str
) -> dict[str, Any]:
    published = publish_derived(
        derivation=derivation, payload_key=payload_key, filename=filename, progress=progress
    )
    return outcome(published)
