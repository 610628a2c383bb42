"""The back office's view of quality: what to mend first, by points to gain, with the bad rows."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from idea.engines.catalog import api as catalog
from idea.engines.catalog.quality import api as quality
from idea.engines.catalog.quality import words
from idea.engines.catalog.quality.types import Mend
from idea.engines.catalog.types import Dataset
from idea.portal.access import EDIT, my_agencies, require, staff
from idea.portal.quality import shown
from idea.portal.render import page

MOST = 100


@staff
def front(request: HttpRequest) -> HttpResponse:
    """Show an agency's standing and its data sets, the one with the fewest points first."""
    agencies = my_agencies(request)
    wanted = request.GET.get("agency", "")
    chosen = next(
        (one for one in agencies if one.slug == wanted), agencies[0] if agencies else None
    )
    worst = quality.worst(chosen.slug, MOST) if chosen else []
    return page(
        request,
        "quality/desk",
        "desk",
        agencies=agencies,
        chosen=chosen,
        total=quality.MQA_TOTAL,
        overall=shown.row(quality.overall(chosen.id)) if chosen else None,
        worst=[
            {
                "slug": slug,
                "title": title,
                "title_en": title_en,
                "points": points,
                "band": shown.band_word(points),
                "badge": shown.badge_word(badge),
            }
            for slug, title, title_en, points, badge in worst
        ],
    )


@staff
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what to mend of one data set, the most worthwhile first."""
    found = _mine(request, slug)
    measured = quality.measurement(slug)
    things = quality.advice(found, measured) if measured else []
    return page(
        request,
        "quality/desk_dataset",
        "desk",
        dataset=found,
        measurement=measured,
        total=quality.MQA_TOTAL,
        band=shown.band_word(measured.points) if measured else "",
        badge=shown.badge_word(measured.badge) if measured else "",
        gain=sum(one.gain for one in things),
        things=[
            (one, str(words.MENDS.get(one.mend, "")), form_of(one, found), _rows(one))
            for one in things
        ],
    )


@staff
@require_POST
def measure(request: HttpRequest, slug: str) -> HttpResponse:
    """Measure one data set now, after something was mended elsewhere."""
    found = _mine(request, slug)
    quality.measure_datasets([found.id])
    messages.success(request, _("The data set was measured anew."))
    return redirect("portal:desk_quality_dataset", slug=slug)


def form_of(one: quality.Advice, found: Dataset) -> str:
    """Return the address of the form where a thing is mended, at its field."""
    if one.mend is Mend.FILE:
        return f"{reverse('portal:desk_publish')}?{urlencode({'dataset': found.slug})}"
    if one.mend is Mend.LINKS:
        return reverse("portal:desk_links", args=[found.slug])
    if one.mend is Mend.COLUMNS and found.current is not None:
        return reverse("portal:desk_columns", args=[found.slug])
    anchor = f"#id_{one.indicator.field}" if one.indicator.field else ""
    return reverse("portal:desk_dataset", args=[found.slug]) + anchor


def _rows(one: quality.Advice) -> list[shown.Bad]:
    return shown.bad(one.rows)


def _mine(request: HttpRequest, slug: str) -> Dataset:
    found = catalog.dataset(slug)
    require(request, EDIT, found.organization_id)
    return found
