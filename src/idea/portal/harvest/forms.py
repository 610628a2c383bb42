"""What is asked about a harvest source; what may be said is the harvest's to decide."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idea.engines.catalog import api as catalog
from idea.engines.catalog.harvest import api as harvests
from idea.engines.catalog.harvest.types import Kind, Source, SourceDraft
from idea.engines.identity.types import OrganizationInfo
from idea.kernel.errors import Problem
from idea.portal.templatetags.portal import in_language


class SourceForm(forms.Form):
    """A catalog elsewhere."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        help_text=gettext_lazy("Shown to everybody as where the data sets come from."),
    )
    organization = forms.ChoiceField(
        label=gettext_lazy("Agency that answers for it"),
        help_text=gettext_lazy("Agencies the source names are added below this one."),
    )
    url = forms.CharField(
        label=gettext_lazy("Address"),
        required=False,
        max_length=2000,
        widget=forms.URLInput,
        help_text=gettext_lazy(
            "Of the portal, or of its list: CKAN, RDF, data.json, CSV … Left empty, it is "
            "harvested from files by the command ./idea harvest."
        ),
    )
    kind = forms.ChoiceField(label=gettext_lazy("What is read there"))
    license = forms.ChoiceField(
        label=gettext_lazy("License of data sets that name none"), required=False
    )
    hours = forms.IntegerField(
        label=gettext_lazy("Hours between two harvests"),
        min_value=0,
        max_value=8784,
        help_text=gettext_lazy("24 is once a day. 0: only when somebody starts it."),
    )
    most_lost = forms.IntegerField(
        label=gettext_lazy("Most that may disappear at once, in percent"),
        min_value=0,
        max_value=100,
        help_text=gettext_lazy(
            "If more is missing, nothing is changed and you are told: most often the source is "
            "broken."
        ),
    )
    email = forms.EmailField(
        label=gettext_lazy("Who is told when it fails"),
        required=False,
        help_text=gettext_lazy("Left empty, the agency's own address."),
    )
    mapping = forms.CharField(
        label=gettext_lazy("Which column is what"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=gettext_lazy(
            'Only for lists with unusual column names, as JSON: {"fields": {"title": "名稱", '
            '"identifier": "編號"}}. Common names are found by themselves.'
        ),
    )
    everywhere = forms.BooleanField(
        label=gettext_lazy("It may name every agency of this site"),
        required=False,
        help_text=gettext_lazy("For national portals. Site administrators only."),
    )

    def __init__(
        self, *args: Any, agencies: list[OrganizationInfo], administrator: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choose("organization", [(e.slug, in_language(e, "name")[0]) for e in agencies])
        self._choose("kind", [(str(kind), words) for kind, words in harvests.KINDS.items()])
        licenses = [(str(code), words) for code, words in catalog.LICENSES.items()]
        self._choose("license", [("", _("Not known")), *licenses])
        if not administrator:
            del self.fields["everywhere"]

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean_mapping(self) -> dict[str, Any]:
        text = self.cleaned_data["mapping"].strip()
        try:
            found = json.loads(text) if text else {}
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise forms.ValidationError(
                _('This is no JSON object. It looks like {"fields": {"title": "名稱"}}.')
            )
        return found

    def draft(self, *, active: bool, everywhere: bool) -> SourceDraft:
        said = self.cleaned_data
        return SourceDraft(
            title=said["title"],
            kind=Kind(said["kind"]),
            url=said["url"],
            organization=said["organization"],
            everywhere=said.get("everywhere", everywhere),
            mapping=said["mapping"],
            license=said["license"],
            hours=said["hours"],
            most_lost=said["most_lost"],
            email=said["email"],
            active=active,
        )

    def take(self, problem: Problem) -> None:
        """Put what the harvest found wrong beside the fields it is about."""
        for issue in problem.issues:
            self.add_error(issue.column if issue.column in self.fields else None, issue.message)
        if not problem.issues:
            self.add_error(None, " ".join(filter(None, [problem.detail, problem.remedy])))


def said_of(source: Source) -> dict[str, Any]:
    return {
        "title": source.title,
        "organization": source.organization_slug,
        "url": source.url,
        "kind": str(source.kind),
        "license": source.license,
        "hours": source.hours,
        "most_lost": source.most_lost,
        "email": source.email,
        "mapping": json.dumps(source.mapping, ensure_ascii=False) if source.mapping else "",
        "everywhere": source.everywhere,
    }
