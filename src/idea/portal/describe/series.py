"""The pages of series: data sets that belong together, e.g. one a year."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from idea.engines.catalog import api as catalog
from idea.engines.catalog.types import Filter
from idea.engines.identity import api as identity
from idea.kernel.errors import Problem
from idea.portal.access import EDIT, my_agencies, require, staff
from idea.portal.paging import Paging, asked_page
from idea.portal.render import page
from idea.portal.templatetags.portal import in_language

SIZE = 20


class SeriesForm(forms.Form):
    """A series: what its data sets have in common."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    title_en = forms.CharField(label=gettext_lazy("English title"), max_length=300, required=False)
    organization = forms.ChoiceField(label=gettext_lazy("Agency"))
    description = forms.CharField(
        label=gettext_lazy("Description"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What the data sets have in common and in what they differ."),
    )


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """List all series."""
    return page(request, "describe/all_series", "datasets", series=catalog.all_series())


@require_safe
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a series and its data sets, the newest first."""
    found = catalog.series(slug)
    number = asked_page(request)
    wanted = Filter(series=slug, limit=SIZE, offset=(number - 1) * SIZE)
    listing = catalog.listing(wanted)
    return page(
        request,
        "describe/series",
        "datasets",
        series=found,
        listing=listing,
        paging=Paging(number, listing.total, SIZE),
    )


@require_http_methods(["GET", "POST"])
@staff
def new(request: HttpRequest) -> HttpResponse:
    """Make a series."""
    form = SeriesForm(request.POST if request.method == "POST" else None)
    field = form.fields["organization"]
    if isinstance(field, forms.ChoiceField):
        field.choices = [(each.slug, in_language(each, "name")[0]) for each in my_agencies(request)]
    if form.is_valid():
        agency = identity.organization(form.cleaned_data["organization"])
        require(request, EDIT, agency.id)
        try:
            made = catalog.save_series(actor=identity.actor_of(request), **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, problem.detail)
        else:
            messages.success(request, _("The series is made. Choose it on its data sets' pages."))
            return redirect("portal:series", slug=made.slug)
    status = 422 if form.errors else 200
    return page(request, "describe/new_series", "desk", status=status, form=form)
