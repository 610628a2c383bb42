"""The REST interface of jobs: how far a publication is, for the one who started it.

Looks only; jobs are started where what they do is asked for.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from idea.engines.catalog.http import schemas
from idea.engines.catalog.http.entrance import own_job

router = Router()


@router.get(
    "/{uuid:job_id}",
    response={200: schemas.JobOut, 401: schemas.ProblemOut, 404: schemas.ProblemOut},
    url_name="job",
    operation_id="get_job",
    summary="How far a publication is",
)
def get_job(request: HttpRequest, job_id: UUID) -> dict[str, Any]:
    """Return a job to the one who started it; to others it is not there."""
    return schemas.job_out(own_job(request, job_id), request.build_absolute_uri(request.path))
