"""A data set whose files are elsewhere, taken as JSON: who may, and what was sent."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from pydantic import ValidationError

from idea.engines.catalog import access, queries, registering
from idea.engines.catalog.errors import BadDraft
from idea.engines.catalog.http.bodies import DescribeIn
from idea.engines.catalog.http.entrance import permit, permit_publish
from idea.engines.catalog.http.schemas import dataset_out
from idea.kernel.errors import Issue, NotFound

# What POST takes beside a form, as OpenAPI tells it; the schema is that of PUT.
AS_JSON: dict[str, Any] = {
    "requestBody": {
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/DescribeIn"}}}
    }
}


def is_json(request: HttpRequest) -> bool:
    return (request.content_type or "").endswith("json")


def body_of(request: HttpRequest) -> DescribeIn:
    """Return what was sent, or raise BadDraft naming every member that cannot be used."""
    try:
        return DescribeIn.model_validate_json(request.body)
    except ValidationError as error:
        issues = tuple(
            Issue(
                code="bad-value",
                message=f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}",
                column=str(fault["loc"][0]) if fault["loc"] else None,
            )
            for fault in error.errors()[:100]
        )
        raise BadDraft(
            _("Some values cannot be used."),
            remedy=_("Mend these and try again. Nothing has been changed."),
            issues=issues,
        ) from None


def describe(request: HttpRequest, body: DescribeIn, slug: str = "") -> dict[str, Any]:
    """Describe a data set anew, or begin one; return it as it is now."""
    actor, draft = permit_publish(request, body.draft(slug or body.slug))
    try:
        owner = queries.dataset(draft.slug).organization_id if draft.slug else None
    except NotFound:
        owner = None
    if owner is not None:
        permit(request, access.EDIT, owner)
    links = body.distributions
    made = registering.register(
        actor=actor,
        draft=draft,
        distributions=None if links is None else [link.distribution() for link in links],
        why=body.why,
        clear=body.emptied(),
    )
    return dataset_out(made)
