"""What the writing entrances share: who asks, whether they may, and for which agency."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from idea.engines.catalog import access, queries
from idea.engines.catalog.errors import BadDraft
from idea.engines.catalog.types import Draft
from idea.engines.identity import api as identity
from idea.engines.identity.http.auth import require_scope
from idea.engines.identity.types import Permission
from idea.kernel.audit.types import Actor
from idea.kernel.errors import NotFound
from idea.kernel.jobs import api as jobs
from idea.kernel.jobs.api import JobInfo

SCOPE = "publish"


def permit(
    request: HttpRequest, permission: Permission, organization_id: UUID | None = None
) -> Actor:
    """Return who acts, or raise SignInRequired, ScopeMissing or Forbidden."""
    require_scope(request, SCOPE)
    identity.require(request.user, permission.code, organization_id)
    return identity.actor_of(request)


def permit_publish(request: HttpRequest, draft: Draft) -> tuple[Actor, Draft]:
    """Check that the caller may publish the draft; fill in the agency where it is plain."""
    actor = permit(request, access.PUBLISH)
    if draft.slug:
        try:
            owner = queries.dataset(draft.slug).organization_id
        except NotFound:
            pass
        else:
            permit(request, access.PUBLISH, owner)
            if not draft.organization:
                return actor, draft
    if draft.organization:
        permit(request, access.PUBLISH, identity.organization(draft.organization).id)
        return actor, draft
    return actor, replace(draft, organization=_only_agency(request))


def own_job(request: HttpRequest, job_id: UUID) -> JobInfo:
    """Return a job of the caller; to others it is as if it were not there."""
    job = jobs.get(job_id)
    actor = identity.actor_of(request)
    if job.actor_id not in {actor.id, str(request.user.pk)}:
        raise NotFound(_("There is no such job, or it was long ago."))
    return job


def job_path(job_id: UUID) -> str:
    return reverse("api:job", args=[job_id])


def _only_agency(request: HttpRequest) -> str:
    choices = identity.organizations_where(request.user, access.PUBLISH.code)
    if len(choices) == 1:
        return choices[0].slug
    if not choices and getattr(request.user, "is_superuser", False):
        return ""  # the site's own agency, made on first use
    raise BadDraft(
        _("You may publish for several agencies: say for which."),
        remedy=_("Give one of: %(slugs)s.")
        % {"slugs": ", ".join(choice.slug for choice in choices[:30])},
    )
