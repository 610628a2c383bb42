"""What is asked about a web hook; what may be said is the catalog's to decide."""

from django import forms
from django.utils.translation import gettext_lazy as _


class HookForm(forms.Form):
    """An address to be told at, and of what."""

    url = forms.CharField(
        label=_("Address of your program"),
        max_length=2000,
        widget=forms.URLInput,
        help_text=_("It takes each message by POST, as CloudEvents 1.0 in JSON."),
    )
    organization = forms.CharField(
        label=_("Only of this agency"),
        max_length=120,
        required=False,
        help_text=_("Its short name, as in the address of its page. Empty: every agency."),
    )
    dataset = forms.CharField(
        label=_("Only of this data set"),
        max_length=120,
        required=False,
        help_text=_("Its short name, as in the address of its page. Empty: every data set."),
    )
