"""The forms by which an agency ends: dissolved, merged into another, and brought back."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from idea.engines.identity.actions.standing import today
from idea.engines.identity.http.forms import why_field
from idea.engines.identity.types import OrganizationInfo


class DissolveForm(forms.Form):
    on = forms.DateField(
        label=_("Dissolved on"),
        initial=today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The day that the decree names."),
    )
    successor = forms.CharField(
        label=_("Successor"),
        max_length=200,
        required=False,
        help_text=_("Its name or short name. Whoever looks for the agency is led there."),
    )
    why = why_field()


class ReactivateForm(forms.Form):
    why = why_field()


class IntoForm(forms.Form):
    """Which agency goes on."""

    into = forms.ChoiceField(label=_("The agency that goes on"))

    def __init__(self, *args: Any, agencies: list[OrganizationInfo], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["into"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(one.id), one.name) for one in agencies]

    def clean_into(self) -> UUID:
        return UUID(self.cleaned_data["into"])


class MergeForm(IntoForm):
    """The same, confirmed by the name of the agency that ends."""

    typed = forms.CharField(
        label=_("Type the name of the agency that ends"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    why = why_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].widget = forms.HiddenInput()
