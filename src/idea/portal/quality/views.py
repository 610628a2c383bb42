"""The pages of quality: on a data set's page, a page of its own, and the league of agencies."""

import csv
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from idea.engines.catalog import api as catalog
from idea.engines.catalog.quality import api as quality
from idea.engines.catalog.quality import words
from idea.engines.catalog.quality.types import Standing, Yardstick
from idea.engines.catalog.types import Dataset
from idea.portal.access import EDIT, may
from idea.portal.pages.datasets_csv import Echo, harmless
from idea.portal.quality import shown
from idea.portal.render import Section, page

SORTS: dict[str, tuple[Any, Callable[[Standing], Any]]] = {
    "mean": (_("Mean points"), lambda one: (one.mean_points is None, -(one.mean_points or 0))),
    "datasets": (_("Most data sets"), lambda one: -one.datasets),
    "good": (_("Share rated good"), lambda one: -(one.good_share or 0)),
    "name": (_("Name"), lambda one: one.name),
}


def on_dataset(request: HttpRequest, dataset: Dataset) -> Section | None:
    """Return the summary for the data set's page; before the first measurement it says so."""
    found = quality.measurement(dataset.slug)
    context: dict[str, Any] = {"measurement": found}
    if found is not None:
        context |= {
            "total": quality.MQA_TOTAL,
            "band": shown.band_word(found.points),
            "badge": shown.badge_word(found.badge),
            "bars": shown.bars(found),
            "taiwan": shown.lines(found, Yardstick.TAIWAN),
            "may_mend": may(request, EDIT, dataset.organization_id),
        }
    return Section("idea/quality/on_dataset.html", context)


def dataset_quality(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every indicator with its evidence, the first bad rows and the trend."""
    found = catalog.dataset(slug)
    if found.withdrawn_at is not None:
        return page(request, "pages/withdrawn", "datasets", status=410, dataset=found)
    measured = quality.measurement(slug)
    if measured is None:
        return page(request, "quality/unmeasured", "datasets", dataset=found)
    points = quality.trend(slug)
    language = get_language() or "zh-hant"
    return page(
        request,
        "quality/dataset",
        "datasets",
        dataset=found,
        measurement=measured,
        total=quality.MQA_TOTAL,
        band=shown.band_word(measured.points),
        badge=shown.badge_word(measured.badge),
        bars=shown.bars(measured),
        parts=[
            (yardstick, words.YARDSTICKS[yardstick], shown.lines(measured, yardstick))
            for yardstick in (Yardstick.TAIWAN, Yardstick.TABLE, Yardstick.CONTENT)
        ],
        bad_rows=shown.bad(measured.bad_rows),
        points=[(one, shown.badge_word(one.badge)) for one in reversed(points)],
        trend_picture=f"{request.path.removesuffix('/')}-trend.svg?lang={language}",
        badge_picture=f"{request.path.removesuffix('/')}.svg?lang={language}",
        source_badge=_source_badge(found),
        may_mend=may(request, EDIT, found.organization_id),
    )


def league(request: HttpRequest) -> HttpResponse:
    """Show agencies by the quality of what they publish, and how every score comes about."""
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "mean"
    return page(
        request,
        "quality/league",
        "quality",
        overall=shown.row(quality.overall()),
        bands=[
            (words.BANDS[name], least, quality.overall().bands.get(name, 0))
            for name, least in quality.BANDS
        ],
        total=quality.MQA_TOTAL,
        rows=shown.league(_sorted(sort)),
        sort=sort,
        sorts=[(key, words_) for key, (words_, _key) in SORTS.items()],
        groups=[
            (
                words.GROUPS[group],
                quality.group_points(group),
                [
                    (one, words.LABELS[one.key])
                    for one in quality.INDICATORS.values()
                    if one.group == group and one.points
                ],
            )
            for group in quality.GROUPS
        ],
        others=[
            (
                words.YARDSTICKS[yardstick],
                [
                    (one, words.LABELS[one.key])
                    for one in quality.INDICATORS.values()
                    if one.yardstick is yardstick
                ],
            )
            for yardstick in (Yardstick.TAIWAN, Yardstick.TABLE, Yardstick.CONTENT)
        ],
    )


def league_csv(request: HttpRequest) -> HttpResponse:
    """Give the league as CSV, in the order of the page; UTF-8 with a byte order mark."""
    sort = request.GET.get("sort", "")
    standings = _sorted(sort if sort in SORTS else "mean")
    response = HttpResponse(
        "\ufeff",
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="quality-by-agency.csv"'},
    )
    writer = csv.writer(Echo())
    badges = [str(code) for code in words.BADGES]
    bands = [str(name) for name, _least in quality.BANDS]
    head = ["organization", "name", "name_en", "datasets", "measured", "mean_points"]
    response.write(writer.writerow([*head, *bands, *(f"badge_{code}" for code in badges)]))
    for one in standings:
        mean = "" if one.mean_points is None else f"{one.mean_points:.1f}"
        cells = [one.slug, one.name, one.name_en, one.datasets, one.measured, mean]
        counts = [*(one.bands[b] for b in bands), *(one.badges[b] for b in badges)]
        response.write(writer.writerow([harmless(cell) for cell in [*cells, *counts]]))
    return response


def _sorted(sort: str) -> list[Standing]:
    return sorted(quality.league(), key=SORTS[sort][1])


def _source_badge(dataset: Dataset) -> str:
    """Return the verdict of the portal the data set was harvested from, in its own words."""
    for name in ("品質檢測", "dataQuality", "quality"):
        value = dataset.extra.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()[:40]
    return ""
