"""The REST interface of quality: one data set's measurement, and the league table.

Entrances only; the words are given in the language that Accept-Language asks for.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page
from ninja import Router, Schema
from ninja.decorators import decorate_view

from idea.engines.catalog import queries as catalog
from idea.engines.catalog.http.schemas import ProblemOut
from idea.engines.catalog.quality import queries, words
from idea.engines.catalog.quality.indicators import INDICATORS, MQA_TOTAL, band
from idea.engines.catalog.quality.types import BadRow, Finding, Measurement
from idea.kernel.errors import NotFound

router = Router()


class FindingOut(Schema):
    key: str
    yardstick: str
    group: str
    label: str
    state: str
    points: int
    most: int
    evidence: str
    facts: dict[str, Any]


class BadRowOut(Schema):
    indicator: str
    row: int
    column: str
    value: str
    why: str


class PointOut(Schema):
    at: datetime
    version: int | None
    points: int
    badge: str


class QualityOut(Schema):
    dataset: str
    version: int | None
    measured_at: datetime
    points: int
    most: int
    band: str
    badge: str
    findings: list[FindingOut]
    bad_rows: list[BadRowOut]
    trend: list[PointOut]


class StandingOut(Schema):
    organization: str
    name: str
    name_en: str
    datasets: int
    measured: int
    mean_points: float | None
    badges: dict[str, int]
    bands: dict[str, int]


class LeagueOut(Schema):
    most: int
    overall: StandingOut
    agencies: list[StandingOut]


@router.get(
    "/datasets/{slug}/quality",
    response={200: QualityOut, 404: ProblemOut, 410: ProblemOut},
    url_name="dataset-quality",
    operation_id="get_quality",
    summary="The quality of a data set, with evidence",
    tags=["quality"],
    auth=None,
)
@decorate_view(conditional_page)
def get_quality(
    request: HttpRequest,  # noqa: ARG001
    slug: str,
    version: int | None = None,
) -> dict[str, Any]:
    """Return each indicator of the newest measurement (or of a version's) and the trend."""
    found = catalog.present(slug)
    measured = queries.measurement(found.slug, version)
    if measured is None:
        raise NotFound(
            _("The quality of this data set has not been measured yet."),
            remedy=_("It is measured within minutes of publication; ask again later."),
        )
    return _out(measured) | {
        "trend": [
            {"at": one.at, "version": one.number, "points": one.points, "badge": one.badge}
            for one in queries.trend(found.slug)
        ]
    }


@router.get(
    "/quality",
    response=LeagueOut,
    url_name="quality",
    operation_id="get_league",
    summary="Quality by agency",
    tags=["quality"],
    auth=None,
)
@decorate_view(conditional_page)
def get_league(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001
    """Return every agency with its mean points, badges and bands, the best first."""
    return {
        "most": MQA_TOTAL,
        "overall": _standing(queries.overall()),
        "agencies": [_standing(one) for one in queries.league()],
    }


def _standing(one: Any) -> dict[str, Any]:
    return {
        "organization": one.slug,
        "name": one.name,
        "name_en": one.name_en,
        "datasets": one.datasets,
        "measured": one.measured,
        "mean_points": None if one.mean_points is None else round(one.mean_points, 1),
        "badges": dict(one.badges),
        "bands": dict(one.bands),
    }


def _out(found: Measurement) -> dict[str, Any]:
    return {
        "dataset": found.slug,
        "version": found.number,
        "measured_at": found.at,
        "points": found.points,
        "most": MQA_TOTAL,
        "band": str(band(found.points)),
        "badge": found.badge,
        "findings": [_finding(one) for one in found.findings if one.key in INDICATORS],
        "bad_rows": [_bad_row(row) for row in found.bad_rows],
    }


def _finding(one: Finding) -> dict[str, Any]:
    indicator = INDICATORS[one.key]
    return {
        "key": one.key,
        "yardstick": str(indicator.yardstick),
        "group": indicator.group,
        "label": str(words.LABELS[one.key]),
        "state": str(one.state),
        "points": one.points,
        "most": indicator.points,
        "evidence": words.note(one.note, one.facts),
        "facts": dict(one.facts),
    }


def _bad_row(row: BadRow) -> dict[str, Any]:
    return {
        "indicator": row.key,
        "row": row.row,
        "column": row.column,
        "value": row.value,
        "why": words.note(row.note, row.facts),
    }
