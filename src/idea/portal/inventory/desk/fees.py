"""A data set's fee in the back office: its costs line by line, its law, its day of review."""

from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from idea.engines.catalog import api as catalog
from idea.engines.catalog import plugin
from idea.engines.catalog.licenses import api as licenses
from idea.engines.catalog.licenses.types import Cost, FeeInfo
from idea.engines.catalog.plugin import Bearing
from idea.engines.identity import api as identity
from idea.kernel import clock
from idea.kernel.errors import Problem
from idea.portal.access import require
from idea.portal.inventory.forms import Asking, area
from idea.portal.render import page

LINE = gettext_lazy("One cost a line, then its amount: 伺服器與頻寬 12000")


class FeeForm(Asking):
    amount = forms.DecimalField(
        label=gettext_lazy("Fee in New Taiwan dollars"), max_digits=12, decimal_places=2
    )
    unit = forms.CharField(
        label=gettext_lazy("For what"),
        max_length=100,
        help_text=gettext_lazy("A sheet, a download, a year …"),
    )
    costs = forms.CharField(label=gettext_lazy("Cost analysis"), widget=area(5), help_text=LINE)
    explained = forms.CharField(
        label=gettext_lazy("How the fee follows from the costs"), required=False, widget=area()
    )
    law = forms.CharField(label=gettext_lazy("Law it rests on"), max_length=300)
    review_on = forms.DateField(
        label=gettext_lazy("Day of review"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("At least every three years (規費法第 11 條)."),
    )

    def clean_costs(self) -> tuple[Cost, ...]:
        found = []
        for line in self.cleaned_data["costs"].splitlines():
            if not line.strip():
                continue
            what, _space, amount = line.strip().rpartition(" ")
            try:
                found.append(Cost(what, Decimal(amount.replace(",", ""))))
            except InvalidOperation:
                raise forms.ValidationError(LINE) from None
        return tuple(found)


@require_http_methods(["GET", "POST"])
def fee(request: HttpRequest, slug: str) -> HttpResponse:
    found = catalog.dataset(slug)
    require(request, licenses.SET_FEE.code, found.organization_id)
    now = licenses.fee(slug)
    if "lift" in request.POST:
        licenses.lift_fee(
            actor=identity.actor_of(request), slug=slug, why=request.POST.get("why", "")[:500]
        )
        messages.success(request, _("The data set is free of charge now."))
        return redirect("portal:dataset", slug=slug)
    form = FeeForm(request.POST if request.method == "POST" else None, initial=_first(now))
    if form.is_valid():
        try:
            licenses.set_fee(actor=identity.actor_of(request), slug=slug, **form.cleaned_data)
        except Problem as problem:
            form.take(problem)
        else:
            messages.success(request, _("The fee and its basis are public."))
            return redirect("portal:dataset", slug=slug)
    return page(
        request,
        "inventory/desk/fee",
        "desk",
        status=422 if form.errors else 200,
        dataset=found,
        form=form,
        fee=now,
        laws=[law for law in plugin.laws if law.bearing is Bearing.PRICES],
    )


def _first(now: FeeInfo | None) -> dict[str, Any]:
    today = clock.now().astimezone(clock.TAIPEI).date()
    if now is None or now.amount is None:
        return {"review_on": today + timedelta(days=365)}
    return {
        "amount": now.amount,
        "unit": now.unit,
        "costs": "\n".join(f"{cost.what} {cost.amount}" for cost in now.costs),
        "explained": now.explained,
        "law": now.law,
        "review_on": now.review_on,
    }
