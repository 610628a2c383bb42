"""The REST interface of licences and fees: machine-readable terms, mixing, cost bases.

Entrances only; all of it is public, fees are set by those who may.
"""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from idea.engines.catalog import labels
from idea.engines.catalog.errors import BadDraft
from idea.engines.catalog.http.entrance import permit
from idea.engines.catalog.http.schemas import ProblemOut
from idea.engines.catalog.licenses import api as licenses
from idea.engines.catalog.licenses.types import Cost, FeeInfo, Terms, Verdict
from idea.engines.catalog.queries import dataset, present
from idea.engines.catalog.types import License

router = Router()
fees_router = Router()
Refusals = dict.fromkeys((401, 403, 404, 422), ProblemOut)
Answer = dict[str, Any]
CC = "http://creativecommons.org/ns#"


class CostIn(Schema):
    what: str
    amount: Decimal


class FeeIn(Schema):
    amount: Decimal = Field(description="New Taiwan dollars.")
    unit: str
    costs: list[CostIn]
    law: str
    review_on: date
    explained: str = ""
    why: str = ""


@router.get("", response=list[dict[str, Any]], operation_id="list_licenses", summary="All terms")
def list_licenses(request: HttpRequest) -> list[Answer]:  # noqa: ARG001
    """Return every licence this site knows, as machine-readable terms (ccREL words)."""
    return [terms_out(licenses.terms(license_)) for license_ in licenses.ORDER]


@router.get(
    "/combine",
    response={200: Answer, 404: ProblemOut, 410: ProblemOut, 422: ProblemOut},
    operation_id="combine_licenses",
    summary="May these be mixed, and what results?",
)
def combine(
    request: HttpRequest,  # noqa: ARG001
    datasets: Annotated[str, Query(description="Slugs, separated by commas.")] = "",
    license: Annotated[str, Query(description="SPDX identifiers, separated by commas.")] = "",  # noqa: A002
) -> Answer:
    """Answer yes, ask or no, with the licences a mixture may bear and whom to name."""
    slugs = [slug for part in datasets.split(",") if (slug := part.strip())]
    named = [code for part in license.split(",") if (code := part.strip())]
    if not slugs and not named:
        raise BadDraft(_("Name the data sets or licenses to mix."), remedy=_("Give datasets=a,b."))
    known = {str(code) for code in License}
    sources = [licenses.source_of(present(slug)) for slug in dict.fromkeys(slugs)]
    bare = [License(code) if code in known else License.OTHER for code in named]
    return verdict_out(licenses.combine([*sources, *bare]))


@router.get(
    "/{spdx}",
    response={200: Answer, 404: ProblemOut},
    operation_id="get_license",
    summary="The terms of one licence",
)
def get_license(request: HttpRequest, spdx: str) -> Answer:  # noqa: ARG001
    """Return one licence; what is not known is `other`, about which one has to ask."""
    known = {str(code) for code in License}
    return terms_out(licenses.terms(License(spdx) if spdx in known else License.OTHER))


@fees_router.get("", response=list[dict[str, Any]], operation_id="list_fees", summary="All fees")
def list_fees(request: HttpRequest) -> list[Answer]:  # noqa: ARG001
    """Return every fee with its cost basis, law and day of review."""
    return [fee_out(row) for row in licenses.fees()]


@fees_router.put(
    "/{slug}",
    response={200: Answer, **Refusals},
    operation_id="set_fee",
    summary="Set a fee on its cost basis",
)
def set_fee(request: HttpRequest, slug: str, body: FeeIn) -> Answer:
    """Set what a data set costs; refused where the basis does not carry it."""
    actor = permit(request, licenses.SET_FEE, dataset(slug).organization_id)
    said = body.dict(exclude={"costs"})
    costs = [Cost(row.what, row.amount) for row in body.costs]
    return fee_out(licenses.set_fee(actor=actor, slug=slug, costs=costs, **said))


@fees_router.delete(
    "/{slug}",
    response={204: None, **Refusals},
    operation_id="lift_fee",
    summary="Make a data set free again",
)
def lift_fee(request: HttpRequest, slug: str, why: str = "") -> Status[None]:
    """Lift the fee; free of charge is the rule."""
    actor = permit(request, licenses.SET_FEE, dataset(slug).organization_id)
    licenses.lift_fee(actor=actor, slug=slug, why=why)
    return Status(204, None)


def terms_out(row: Terms) -> Answer:
    return {
        "license": row.license,
        "spdx": row.spdx,
        "title": labels.license_label(row.license),
        "uri": row.uri,
        "permissions": sorted(f"{CC}{act}" for act in row.acts),
        "duties": sorted(f"{CC}{duty}" for duty in row.duties),
        "prohibitions": sorted(f"{CC}{ban}" for ban in row.bans),
        "mixes_into": [code for code in licenses.ORDER if code in row.into],
        "perhaps_into": [code for code in licenses.ORDER if code in row.perhaps],
        "norm": row.norm,
    }


def verdict_out(verdict: Verdict) -> Answer:
    body = asdict(verdict)
    return body | {"text": verdict.text}


def fee_out(row: FeeInfo) -> Answer:
    return asdict(row) | {"total": row.total}
