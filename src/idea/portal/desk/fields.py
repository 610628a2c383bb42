"""What a publisher is asked about a data set: the fields, their words and their help.

Checks shapes only; what a draft may say is the catalog's to decide.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from idea.engines.catalog import api as catalog
from idea.engines.catalog.types import Dataset, Draft
from idea.engines.identity.types import OrganizationInfo
from idea.kernel.errors import Problem
from idea.portal.templatetags.portal import in_language

CLEARABLE = ("title_en", "description", "description_en", "theme", "landing_page", "keywords")


def _choices(words: Iterable[tuple[Any, Any]], empty: Any = None) -> list[tuple[str, Any]]:
    return [*([("", empty)] if empty else []), *((str(code), label) for code, label in words)]


class MetadataForm(forms.Form):
    """What is said of a data set."""

    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        help_text=_(
            "What the data are, where, and of which time: “Street trees of Chiayi City, 2026”."
        ),
    )
    title_en = forms.CharField(label=_("English title"), max_length=300, required=False)
    organization = forms.ChoiceField(
        label=_("Agency"), help_text=_("The agencies you may publish for.")
    )
    description = forms.CharField(
        label=_("Description"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What one row is, how the data came about, what to beware of."),
    )
    description_en = forms.CharField(
        label=_("English description"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    keywords = forms.CharField(
        label=_("Keywords"),
        required=False,
        help_text=_(
            "Separated by commas. Words people would search for that are not in the title."
        ),
    )
    license = forms.ChoiceField(
        label=_("License"), help_text=_("What others may do with the data.")
    )
    frequency = forms.ChoiceField(
        label=_("How often it is updated"), help_text=_("You will be reminded when it is due.")
    )
    landing_page = forms.URLField(
        label=_("Page with more about it"), required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, agencies: list[OrganizationInfo], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose(
            "organization", [(each.slug, in_language(each, "name")[0]) for each in agencies]
        )
        self.choose("theme", _choices(catalog.THEMES.items(), _("Not chosen")))
        self.choose("license", _choices(catalog.LICENSES.items()))
        self.choose("frequency", _choices(catalog.FREQUENCIES.items()))

    def choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def draft(self, **more: Any) -> Draft:
        """Return what was said, as the catalog takes it."""
        said = self.cleaned_data
        words = said["keywords"].replace("，", ",").replace("、", ",").split(",")
        return Draft(
            **{
                name: said.get(name, "")
                for name in (
                    "title",
                    "title_en",
                    "description",
                    "description_en",
                    "organization",
                    "license",
                    "frequency",
                    "theme",
                    "landing_page",
                )
            },
            keywords=tuple(word.strip() for word in words if word.strip()),
            **more,
        )

    def emptied(self) -> list[str]:
        """Return the fields that were left empty and may be."""
        return [name for name in CLEARABLE if not self.cleaned_data.get(name)]

    def take(self, problem: Problem) -> None:
        """Put what the catalog found wrong beside the fields it is about."""
        for issue in problem.issues:
            self.add_error(issue.column if issue.column in self.fields else None, issue.message)
        if not problem.issues:
            self.add_error(None, " ".join(filter(None, [problem.detail, problem.remedy])))


def said_of(dataset: Dataset) -> dict[str, Any]:
    """Return what the form shows of a data set; descriptions a machine made are not shown."""
    return {
        "title": dataset.title,
        "title_en": dataset.title_en,
        "organization": dataset.organization_slug,
        "description": dataset.description if dataset.described else "",
        "description_en": dataset.description_en if dataset.described else "",
        "theme": dataset.theme,
        "keywords": ", ".join(dataset.keywords),
        "license": str(dataset.license),
        "frequency": str(dataset.frequency),
        "landing_page": dataset.landing_page,
    }


class EditForm(MetadataForm):
    """Change what is said, and say why."""

    why = forms.CharField(
        label=_("Why you change it"),
        max_length=500,
        required=False,
        help_text=_("Kept in the audit log."),
    )


class ReasonForm(forms.Form):
    """A reason, shown to the public. It stands on one page with the edit form's own `why`."""

    why = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("One or two sentences. Everybody can read them."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="withdraw_%s")
