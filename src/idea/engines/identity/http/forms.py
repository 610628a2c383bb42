"""The forms of identity's pages: what may be typed, and the words beside each field."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _

from idea.engines.identity import plugin
from idea.engines.identity.conf import identity_settings
from idea.engines.identity.models import Person
from idea.engines.identity.types import OrganizationInfo, Role

DAYS = (30, 90, 365)
TOP = "top"  # what stands for no parent in a choice of parents


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("For letters from this site.")
    )

    class Meta:
        model = Person
        fields = ["name", "language"]
        labels = {"name": _("Name")}
        help_texts = {"name": _("Colleagues in your agencies see it. You may leave it empty.")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class TokenForm(forms.Form):
    label = forms.CharField(
        label=_("What it is for"),
        max_length=80,
        help_text=_("For example: nightly upload of the budget tables."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose no more than the program needs."),
    )
    days = forms.TypedChoiceField(label=_("How long it works"), coerce=int, initial=90)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = identity_settings().token_days
        scopes, days = self.fields["scopes"], self.fields["days"]
        if isinstance(scopes, forms.MultipleChoiceField) and isinstance(days, forms.ChoiceField):
            scopes.choices = [(scope.code, scope.label) for scope in plugin.scopes]
            days.choices = [
                (day, _("%(days)d days") % {"days": day}) for day in DAYS if day <= longest
            ] or [(longest, _("%(days)d days") % {"days": longest})]


class EraseForm(forms.Form):
    email = forms.EmailField(
        label=_("Type your e-mail address to confirm"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._person = person

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        if email != self._person.email.lower():
            raise forms.ValidationError(_("This is not the address of your account."))
        return email


class SetupForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("You sign in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = " ".join(password_validators_help_texts())


def why_field() -> forms.CharField:
    return forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Kept in the record with your name.")
    )


def _role() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, _RoleLine(role)) for role in Role],
        widget=forms.RadioSelect,
    )


class _RoleLine:
    """A role with what it may do, in the language of whoever looks."""

    def __init__(self, role: Role) -> None:
        self.role = role

    def __str__(self) -> str:
        return f"{self.role.label} — {self.role.help}"


class GiveRoleForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Who has no account yet gets an invitation by e-mail."),
    )
    role = _role()
    why = why_field()


class ChangeRoleForm(forms.Form):
    role = _role()
    why = why_field()


class TakeRoleForm(forms.Form):
    why = why_field()


class AgencyForm(forms.Form):
    """A new agency, or (without parent and slug) changes to one."""

    name = forms.CharField(label=_("Name of the agency"), max_length=200)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    email = forms.EmailField(label=_("Contact e-mail"), required=False)
    phone = forms.CharField(label=_("Contact phone"), max_length=60, required=False)
    why = why_field()


class NewAgencyForm(forms.Form):
    name = forms.CharField(label=_("Name of the agency"), max_length=200)
    name_en = forms.CharField(
        label=_("English name"),
        max_length=200,
        required=False,
        help_text=_("The agency's address on this site is made from it."),
    )
    parent = forms.ChoiceField(label=_("Parent agency"))

    def __init__(
        self, *args: Any, parents: list[OrganizationInfo], top: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["parent"]
        if isinstance(field, forms.ChoiceField):
            none = [(TOP, _("None: at the top"))] if top else []
            field.choices = [*none, *((str(one.id), one.name) for one in parents)]

    def clean_parent(self) -> UUID | None:
        chosen = self.cleaned_data["parent"]
        return None if chosen == TOP else UUID(chosen)


class MoveForm(NewAgencyForm):
    """Where an agency stands; the same choice of parents."""

    why = why_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["name"], self.fields["name_en"]
