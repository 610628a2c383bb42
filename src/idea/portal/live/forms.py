"""What is asked about a live layer and about one of its features; the engine checks it."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idea.engines.catalog import api as catalog
from idea.engines.features.live.types import (
    MOST_TEXT,
    Field,
    FieldType,
    Live,
    LiveDraft,
    LiveFeature,
    Shape,
)
from idea.engines.identity.types import ROLE_LABELS, OrganizationInfo, Role
from idea.kernel.clock import TAIPEI
from idea.kernel.errors import Problem
from idea.portal.live.shown import label
from idea.portal.templatetags.portal import in_language

ROWS = 10  # properties the page asks for; programs may declare more


class LayerForm(forms.Form):
    """A new live layer."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    title_en = forms.CharField(
        label=gettext_lazy("Title in English"), max_length=200, required=False
    )
    id = forms.CharField(
        label=gettext_lazy("Short name in addresses"),
        max_length=80,
        help_text=gettext_lazy("Small letters, digits and “-”, for example road-works."),
    )
    organization = forms.ChoiceField(label=gettext_lazy("Agency"))
    description = forms.CharField(
        label=gettext_lazy("What it shows"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    license = forms.ChoiceField(label=gettext_lazy("License"))
    shape = forms.ChoiceField(
        label=gettext_lazy("What is drawn"), choices=lambda: [(str(s), s.label) for s in Shape]
    )
    writers = forms.ChoiceField(
        label=gettext_lazy("Who changes features"),
        choices=lambda: [(str(role), words) for role, words in ROLE_LABELS.items()],
        initial=str(Role.EDITOR),
        help_text=gettext_lazy("The least role in the agency."),
    )
    public = forms.ChoiceField(
        label=gettext_lazy("Who sees it"),
        choices=[
            ("yes", gettext_lazy("Everybody: on the map and in the list of data sets")),
            ("no", gettext_lazy("Only the agency, in the back office")),
        ],
    )

    def __init__(self, *args: Any, agencies: list[OrganizationInfo], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._agencies = {agency.slug: agency for agency in agencies}
        self._choose("organization", [(e.slug, in_language(e, "name")[0]) for e in agencies])
        self._choose("license", [(str(code), words) for code, words in catalog.LICENSES.items()])

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def draft(self, fields: tuple[Field, ...]) -> LiveDraft:
        said = self.cleaned_data
        return LiveDraft(
            id=said["id"],
            title=said["title"],
            title_en=said["title_en"],
            description=said["description"],
            shape=Shape(said["shape"]),
            organization_id=self._agencies[said["organization"]].id,
            fields=fields,
            writers=Role(said["writers"]),
            public=said["public"] == "yes",
        )

    def take(self, problem: Problem) -> None:
        take(self, problem)


def _wide() -> forms.TextInput:
    return forms.TextInput(attrs={"size": "14"})  # on a phone the table scrolls, not the name


class PropertyForm(forms.Form):
    """One property; a row without a name is none."""

    name = forms.CharField(
        label=gettext_lazy("Name of the property"), max_length=60, required=False, widget=_wide()
    )
    title = forms.CharField(
        label=gettext_lazy("Shown as"), max_length=80, required=False, widget=_wide()
    )
    type = forms.ChoiceField(
        label=gettext_lazy("Type"), choices=lambda: [(str(kind), kind.label) for kind in FieldType]
    )
    required = forms.BooleanField(label=gettext_lazy("Must be given"), required=False)
    codes = forms.CharField(
        label=gettext_lazy("Only these values"), max_length=2000, required=False, widget=_wide()
    )

    def field(self) -> Field | None:
        said = self.cleaned_data
        if not said.get("name"):
            return None
        codes = said["codes"].replace("、", ",").replace("，", ",").split(",")
        return Field(
            name=said["name"],
            type=FieldType(said["type"]),
            title=said["title"],
            required=said["required"],
            codes=tuple(filter(None, (code.strip() for code in codes))),
        )


PropertyRows = forms.formset_factory(PropertyForm, extra=ROWS, max_num=ROWS)


class FeatureForm(forms.Form):
    """A feature of a layer: its place, its properties, and why it is changed."""

    def __init__(self, *args: Any, layer: Live, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._layer = layer
        self._names = {f"p{at}": field for at, field in enumerate(layer.fields)}
        point = layer.shape is Shape.POINT
        if point:
            degrees = forms.NumberInput(attrs={"step": "any"})
            self.fields["lon"] = forms.FloatField(
                label=_("Longitude"), widget=degrees, help_text=_("e.g. 121.5654")
            )
            self.fields["lat"] = forms.FloatField(
                label=_("Latitude"), widget=degrees, help_text=_("e.g. 25.0330")
            )
        else:
            self.fields["geojson"] = forms.CharField(
                label=_("Shape"),
                required=True,
                widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
                help_text=_("Paste a GeoJSON geometry, in longitude and latitude."),
            )
        for name, field in self._names.items():
            self.fields[name] = _asked(field)
        self.fields["why"] = forms.CharField(
            label=_("Why"),
            max_length=500,
            required=False,
            help_text=_("Kept in the history."),
        )
        self.fields["revision"] = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def feature(self) -> dict[str, Any]:
        """Return the GeoJSON feature that was written."""
        said = self.cleaned_data
        properties = {field.name: _kept(field, said[name]) for name, field in self._names.items()}
        return {"type": "Feature", "geometry": self._geometry(said), "properties": properties}

    def clean_geojson(self) -> Any:
        try:
            found = json.loads(self.cleaned_data["geojson"])
        except (ValueError, RecursionError):
            raise forms.ValidationError(_("This is no GeoJSON.")) from None
        if isinstance(found, dict) and found.get("type") == "Feature":
            found = found.get("geometry")
        return found

    def take(self, problem: Problem) -> None:
        """Put what the engine found wrong beside the fields it is about."""
        places = {f"/properties/{field.name}": name for name, field in self._names.items()}
        for issue in problem.issues:
            pointer = issue.column or ""
            name = places.get(pointer)
            if pointer.startswith("/geometry"):
                name = "geojson" if "geojson" in self.fields else "lon"
            self.add_error(name, " ".join(filter(None, [issue.message, problem.remedy])))
        if not problem.issues:
            take(self, problem)

    @staticmethod
    def _geometry(said: Mapping[str, Any]) -> Any:
        if "geojson" in said:
            return said["geojson"]
        return {"type": "Point", "coordinates": [said["lon"], said["lat"]]}


def said_of(layer: Live, feature: LiveFeature) -> dict[str, Any]:
    """Return a feature as its form begins."""
    said: dict[str, Any] = {"revision": feature.revision}
    if layer.shape is Shape.POINT and feature.geometry:
        said["lon"], said["lat"] = feature.geometry["coordinates"][:2]
    else:
        said["geojson"] = json.dumps(feature.geometry, ensure_ascii=False)
    for at, field in enumerate(layer.fields):
        value = feature.properties.get(field.name)
        if field.type is FieldType.DATETIME and value:
            value = value[:16]  # as the browser's own field has it, in Taiwan's time
        if field.type is FieldType.BOOLEAN and value is not None:
            value = "yes" if value else "no"
        said[f"p{at}"] = value
    return said


def take(form: forms.Form, problem: Problem) -> None:
    """Put a problem beside the field it is about, or above all."""
    for issue in problem.issues:
        form.add_error(issue.column if issue.column in form.fields else None, issue.message)
    if not problem.issues:
        form.add_error(None, " ".join(filter(None, [problem.detail, problem.remedy])))


def _asked(field: Field) -> forms.Field:
    said: dict[str, Any] = {"label": label(field), "required": field.required}
    if field.codes:
        return forms.ChoiceField(choices=[("", "—"), *((c, c) for c in field.codes)], **said)
    return _FORMS[field.type](**said)


def _yes_or_no(**said: Any) -> forms.Field:
    return forms.ChoiceField(choices=[("", "—"), ("yes", _("Yes")), ("no", _("No"))], **said)


_FORMS: dict[FieldType, Callable[..., forms.Field]] = {
    FieldType.STRING: partial(forms.CharField, max_length=MOST_TEXT),
    FieldType.NUMBER: partial(forms.FloatField, widget=forms.NumberInput({"step": "any"})),
    FieldType.INTEGER: forms.IntegerField,
    FieldType.BOOLEAN: _yes_or_no,
    FieldType.DATE: partial(
        forms.DateField, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    ),
    FieldType.DATETIME: partial(
        forms.DateTimeField,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    ),
}


def _kept(field: Field, value: Any) -> Any:
    if value in (None, ""):
        return None
    match field.type:
        case FieldType.BOOLEAN:
            return value == "yes"
        case FieldType.DATE:
            return value.isoformat()
        case FieldType.DATETIME:
            return value.astimezone(TAIPEI).isoformat()
        case _:
            return value
