"""The part of a layer's desk page that says from when to when its features count.

The features engine proposes the columns and checks them; here somebody confirms.
"""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from idea.engines.catalog import api as catalog
from idea.engines.features import api as features
from idea.engines.features.types import Collection, Validity
from idea.engines.features.validity import api as validity
from idea.engines.identity import api as identity
from idea.kernel.errors import Problem
from idea.portal.access import require


class DatingForm(forms.Form):
    start = forms.ChoiceField(label=gettext_lazy("Column of the first day"), required=False)
    end = forms.ChoiceField(
        label=gettext_lazy("Column of the end"),
        required=False,
        help_text=gettext_lazy("An empty cell means that there is no end."),
    )
    through = forms.BooleanField(
        label=gettext_lazy("The day or year in this column still counts (last day)"),
        required=False,
    )

    def __init__(self, *args: Any, columns: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("start", "end"):
            choice = self.fields[name]
            if isinstance(choice, forms.ChoiceField):
                choice.choices = [("", "—"), *((each, each) for each in columns)]

    def validity(self) -> Validity:
        said = self.cleaned_data
        return Validity(said["start"], said["end"], through=said["through"])


@dataclass(frozen=True, slots=True)
class Dating:
    """What the part shows: the form, what is declared, and what the chosen columns say."""

    form: DatingForm
    declared: Validity | None
    proposed: bool  # the form holds a proposal that nobody confirmed yet
    lapsed: bool  # declared, but this version lacks a column of it
    told: list[validity.Told] = field(default_factory=list)


def dating(layer: Collection) -> Dating:
    """Return what the page shows of a layer's time."""
    standing = validity.declared(layer.id)
    shown = standing or validity.proposed(layer)
    lapsed = standing is not None and layer.validity is None
    names = [] if shown is None or lapsed else [name for name in (shown.start, shown.end) if name]
    initial = (
        {} if shown is None else {"start": shown.start, "end": shown.end, "through": shown.through}
    )
    form = DatingForm(columns=list(layer.columns), initial=initial, prefix="time")
    through = shown is not None and shown.through
    told = [
        validity.told_by(layer, name, through=through and shown is not None and name == shown.end)
        for name in names
    ]
    return Dating(form, standing, standing is None and shown is not None, lapsed, told)


@require_POST
def date_layer(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the columns that were confirmed, or take the declaration back."""
    found = catalog.dataset(slug)
    require(request, validity.DATE.code, found.organization_id)
    layer = features.collection(slug)
    actor = identity.actor_of(request)
    if request.POST.get("do") == "withdraw":
        validity.withdraw(actor=actor, collection_id=layer.id)
        messages.success(request, _("The layer tells no time any more. Its data stay."))
        return redirect("portal:desk_style", slug=slug)
    form = DatingForm(request.POST, columns=list(layer.columns), prefix="time")
    try:
        if form.is_valid():
            validity.declare(actor=actor, collection_id=layer.id, validity=form.validity())
            messages.success(request, _("The layer tells time: maps can show it as of a date."))
        else:
            messages.error(request, _("A chosen column is not there. Nothing was changed."))
    except Problem as problem:
        messages.error(request, f"{problem.detail} {problem.remedy}")
    return redirect("portal:desk_style", slug=slug)
