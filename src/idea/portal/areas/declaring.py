"""The desk page that declares a data set's polygons a set of areas, or takes that back."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from idea.engines.catalog import api as catalog
from idea.engines.catalog.areas import api as areas
from idea.engines.catalog.types import Dataset
from idea.engines.features.geographies import api as known
from idea.engines.features.geographies.types import Columns, Geography, GeographyKind
from idea.engines.identity import api as identity
from idea.kernel.errors import NotFound, Problem
from idea.portal.access import EDIT, require
from idea.portal.render import page

KINDS = (
    (GeographyKind.STATISTICAL, gettext_lazy("Statistical areas")),
    (GeographyKind.BASIN, gettext_lazy("Basins")),
    (GeographyKind.VILLAGE, gettext_lazy("Villages")),
    (GeographyKind.TOWN, gettext_lazy("Towns")),
    (GeographyKind.COUNTY, gettext_lazy("Counties")),
    (GeographyKind.CUSTOM, gettext_lazy("Other areas")),
)


class DeclareForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What the areas are"), choices=KINDS)
    code = forms.ChoiceField(label=gettext_lazy("Column of codes"))
    name = forms.ChoiceField(label=gettext_lazy("Column of names"), required=False)
    name_en = forms.ChoiceField(label=gettext_lazy("Column of English names"), required=False)
    valid_from = forms.ChoiceField(label=gettext_lazy("Column of the first day"), required=False)
    valid_to = forms.ChoiceField(label=gettext_lazy("Column of the last day"), required=False)
    parent = forms.ChoiceField(
        label=gettext_lazy("Column of the code of what each is a part of"), required=False
    )
    parent_geography = forms.ChoiceField(
        label=gettext_lazy("The set that those codes are of"), required=False
    )

    def __init__(
        self, *args: Any, columns: list[str], sets: list[Geography], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        every = [("", "—"), *((name, name) for name in columns)]
        for name in Columns.__dataclass_fields__:
            self._choices(name, every[1:] if name == "code" else every)
        self._choices("parent_geography", [("", "—"), *((each.id, each.title) for each in sets)])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def columns(self) -> Columns:
        return Columns(**{name: self.cleaned_data[name] for name in Columns.__dataclass_fields__})


@require_http_methods(["GET", "POST"])
def declare(request: HttpRequest, slug: str) -> HttpResponse:
    found = catalog.dataset(slug)
    require(request, EDIT, found.organization_id)
    standing = _standing(slug)
    if request.method == "POST" and "withdraw" in request.POST:
        areas.withdraw(actor=identity.actor_of(request), slug=slug)
        messages.success(request, _("It is no set of areas any more. The data set stays."))
        return redirect("portal:desk_geography", slug=slug)
    form = DeclareForm(
        request.POST if request.method == "POST" else None,
        columns=[column.name for column in catalog.version(slug).columns],
        sets=[each for each in known.geographies() if each.id != slug],
        initial=_initial(standing),
    )
    if form.is_valid():
        try:
            areas.declare(
                actor=identity.actor_of(request),
                slug=slug,
                kind=GeographyKind(form.cleaned_data["kind"]),
                columns=form.columns(),
                parent=form.cleaned_data["parent_geography"],
            )
        except Problem as problem:
            form.add_error(None, f"{problem.detail} {problem.remedy}")
        else:
            messages.success(request, _("It is a set of areas that tables can be joined to."))
            return redirect("portal:areas_of", geography=slug)
    return _show(request, found, form, standing)


def _standing(slug: str) -> Geography | None:
    try:
        return known.geography(slug)
    except NotFound:
        return None


def _initial(standing: Geography | None) -> dict[str, Any]:
    if standing is None or standing.columns is None:
        return {}
    return asdict(standing.columns) | {"kind": standing.kind, "parent_geography": standing.parent}


def _show(
    request: HttpRequest, found: Dataset, form: DeclareForm, standing: Geography | None
) -> HttpResponse:
    return page(
        request,
        "areas/declare",
        "desk",
        status=422 if form.errors else 200,
        dataset=found,
        form=form,
        standing=standing,
        has_areas=bool(
            found.current
            and found.current.layer
            and ("olygon" in found.current.layer.kind or found.current.layer.kind == "Mixed")
        ),
    )
