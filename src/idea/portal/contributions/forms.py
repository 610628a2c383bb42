"""What people are asked when they contribute to the map, and officers when they decide.

Checks shapes only; what may be said is the engine's to decide.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from idea.engines.features.contributions.types import Reason, Rule
from idea.engines.features.live.types import Field, FieldType, Shape
from idea.portal.answers import AnsweringForm
from idea.portal.contributions import drawing

_LINES = forms.Textarea(attrs={"rows": 3})
_LONG = 60  # characters from which a value gets several lines


class FeatureForm(AnsweringForm):
    """A feature: where it is, and a field for each of its properties."""

    place = forms.CharField(
        label=_("Place on the map"),
        error_messages={
            "required": _("Say where it is: draw it on the map or type its coordinates.")
        },
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "inputmode": "decimal"}),
        help_text=_(
            "Draw it on the map, or type longitude and latitude, a point a line: 121.5170, 25.0478"
        ),
    )

    def __init__(
        self, shape: Shape, shown: Sequence[Field], now: Mapping[str, Any] | None, data: Any = None,
        files: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(data, files)
        self.shape, self.shown = shape, list(shown)
        self.fields["place"].initial = drawing.as_text((now or {}).get("geometry"))
        values = (now or {}).get("properties") or {}
        for at, field in enumerate(self.shown):
            self.fields[f"p{at}"] = _asked(field, values.get(field.name))

    def value_fields(self) -> list[forms.BoundField]:
        return [self[f"p{at}"] for at in range(len(self.shown))]

    def values(self) -> dict[str, Any]:
        """Return the properties as GeoJSON has them; empty ones are left out."""
        given = {field.name: self.cleaned_data[f"p{at}"] for at, field in enumerate(self.shown)}
        return {name: value for name, value in given.items() if value not in ("", None)}

    def geometry(self) -> dict[str, Any] | None:
        """Return the geometry; None, and an error beside its field, where it cannot be read."""
        try:
            return drawing.read(self.cleaned_data["place"], self.shape)
        except forms.ValidationError as wrong:
            self.add_error("place", wrong)
            return None

    def add_error(self, field: str | None, error: Any) -> None:
        """Find the field of a property that the engine points to."""
        names = [f"/properties/{each.name}" for each in getattr(self, "shown", ())]
        if field in names:
            field = f"p{names.index(str(field))}"
        super().add_error("place" if field == "/geometry" else field, error)

    def take(self, problem: Any) -> None:
        for issue in problem.issues:
            known = issue.column in self.fields or str(issue.column).startswith("/")
            self.add_error(issue.column if known else None, issue.message)
        if not problem.issues:
            super().take(problem)


class SaidForm(AnsweringForm):
    """What is said beside what is drawn."""

    why = forms.CharField(
        label=_("How do you know?"), required=False, max_length=2000, widget=_LINES,
        help_text=_("When you saw it, what the officer should look at."),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Your name"), required=False, max_length=80,
        help_text=_("Shown to everybody as thanks. Leave it empty to stay unnamed."),
    )  # fmt: skip
    agreed = forms.BooleanField(label=_("I made this myself and give it under this license"))


class ContributeForm(FeatureForm, SaidForm):
    """A feature somebody proposes."""

    photo = forms.FileField(
        label=_("Photo"), required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("Where and with what it was taken is removed from it. No faces, please."),
    )  # fmt: skip
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    remove = forms.BooleanField(label=_("It is no longer there"), required=False)


class FileForm(AnsweringForm):
    file = forms.FileField(
        label=_("File"),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".gpx,.kml,.kmz,.geojson,.json,.osm,.gpkg,.csv"}
        ),
        help_text=_("GPX, KML, GeoJSON, OpenStreetMap XML, or a table with coordinates."),
    )


def _reasons() -> list[tuple[str, Any]]:
    return [("", _("– choose –")), *((each.value, each.label) for each in Reason)]


class DecideForm(FeatureForm):
    """What the officer makes of a contribution."""

    words = forms.CharField(
        label=_("Words to the contributor"), required=False, max_length=2000, widget=_LINES
    )
    reason = forms.ChoiceField(label=_("Reason, if you decline"), required=False, choices=_reasons)
    no_photo = forms.BooleanField(
        label=_("Put it on the map without the photo, which is deleted"), required=False
    )
    anyway = forms.BooleanField(
        label=_("Accept it although the feature has changed meanwhile"), required=False
    )
    # How many steps the page shows: what was done since is not decided over unseen.
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(
        self, shape: Shape, shown: Sequence[Field], now: Mapping[str, Any] | None, steps: int,
        data: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(shape, shown, now, data)
        self.fields["seen"].initial = steps


class RuleForm(AnsweringForm):
    """Whether a layer takes contributions."""

    open = forms.BooleanField(label=_("Residents may contribute to this layer"), required=False)
    license = forms.CharField(
        label=_("License that contributors agree to"), required=False, max_length=200,
        help_text=_("That of the layer itself, so that what they give can be given on with it."),
    )  # fmt: skip
    guidance = forms.CharField(
        label=_("What to contribute, and what not"), required=False, max_length=2000, widget=_LINES
    )
    guidance_en = forms.CharField(
        label=_("The same in English"), required=False, max_length=2000, widget=_LINES
    )

    def rule(self, collection_id: str) -> Rule:
        return Rule(collection_id, **self.cleaned_data)


def title_of(field: Field) -> str:
    english = get_language() == "en"
    return (field.title_en if english else "") or field.title or field.name


def _asked(field: Field, value: Any) -> forms.Field:  # noqa: PLR0911  a table of types
    common: dict[str, Any] = {
        "label": title_of(field), "required": field.required, "initial": value,
    }  # fmt: skip
    if field.codes:
        choices = [("", "–"), *((code, code) for code in field.codes)]
        return forms.ChoiceField(choices=choices, **common)
    match field.type:
        case FieldType.INTEGER:
            return forms.IntegerField(**common)
        case FieldType.NUMBER:
            return forms.FloatField(**common)
        case FieldType.BOOLEAN:
            said = {True: "true", False: "false"}.get(value, "")
            return forms.TypedChoiceField(
                choices=[("", "–"), ("true", _("Yes")), ("false", _("No"))],
                coerce=lambda text: text == "true",
                empty_value=None,
                **{**common, "initial": said},
            )
        case FieldType.DATE:
            return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}), **common)
        case FieldType.DATETIME:
            hint = forms.TextInput(attrs={"placeholder": "2026-11-23T08:00:00+08:00"})
            return forms.CharField(widget=hint, **common)
        case FieldType.STRING:
            long = len(str(value or "")) > _LONG
            return forms.CharField(
                max_length=10_000, widget=_LINES if long else forms.TextInput(), **common
            )
