"""What an officer is asked about how a layer looks; what it may say is the features engine's."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idea.engines.features.styles import api as styles
from idea.engines.features.types import Collection

DASHES: Final = {"": [], "dashed": [4.0, 2.0], "dotted": [1.0, 1.5]}


class StyleForm(forms.Form):
    """A symbology as a form: one column; what a way of drawing does not use is left aside."""

    method = forms.ChoiceField(label=gettext_lazy("How the features differ"))
    column = forms.ChoiceField(label=gettext_lazy("Column that tells them apart"), required=False)
    breaks = forms.ChoiceField(label=gettext_lazy("How classes are cut"), required=False)
    classes = forms.IntegerField(
        label=gettext_lazy("Number of classes"), min_value=2, max_value=12, initial=5
    )
    palette = forms.ChoiceField(label=gettext_lazy("Colors"), required=False)
    reverse = forms.BooleanField(label=gettext_lazy("Turn the colors around"), required=False)
    color = forms.CharField(
        label=gettext_lazy("Color, where it is one"),
        widget=forms.TextInput(attrs={"type": "color"}),
        initial="#0b5d6b",
    )
    opacity = forms.FloatField(
        label=gettext_lazy("How solid the fill is, 0.05 to 1"),
        min_value=0.05,
        max_value=1,
        initial=0.6,
    )
    width = forms.FloatField(
        label=gettext_lazy("Width of lines and outlines, in pixels"),
        min_value=0.2,
        max_value=20,
        initial=1.6,
    )
    dash = forms.ChoiceField(label=gettext_lazy("Lines are"), required=False)
    radius = forms.FloatField(
        label=gettext_lazy("Radius of points, in pixels"), min_value=1, max_value=40, initial=5
    )
    largest = forms.FloatField(
        label=gettext_lazy("Radius of the largest circle, in pixels"),
        min_value=2,
        max_value=80,
        initial=24,
    )
    label = forms.ChoiceField(label=gettext_lazy("Names on the map"), required=False)
    height = forms.ChoiceField(
        label=gettext_lazy("Column of heights"),
        required=False,
        help_text=gettext_lazy("Areas are raised by it: buildings stand up on the map."),
    )
    unit = forms.ChoiceField(label=gettext_lazy("Heights are in"), required=False)
    factor = forms.FloatField(
        label=gettext_lazy("Heights are multiplied by"),
        min_value=0.001,
        max_value=1000,
        initial=1,
    )
    why = forms.CharField(
        label=gettext_lazy("Why you change it"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Kept in the audit log."),
    )

    def __init__(self, data: Any, layer: Collection, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        kind = layer.layer.kind
        columns = [("", _("None"))] + [(name, name) for name in layer.columns]
        methods = [
            ("single", _("They all look the same")),
            ("categories", _("By category: a color for each")),
            ("graduated", _("By number: darker for more")),
        ]
        if kind.endswith("Point"):
            methods.append(("proportional", _("By number: larger circles for more")))
        choices: dict[str, list[tuple[str, Any]]] = {
            "method": methods,
            "column": columns,
            "label": columns,
            "height": columns,
            "breaks": [
                ("quantile", _("As many features in each")),
                ("equal", _("As wide each")),
                ("natural", _("Where the numbers gather")),
            ],
            "palette": [("", _("What suits the way of drawing"))]
            + [(name, palette.words) for name, palette in styles.PALETTES.items()],
            "dash": [("", _("solid")), ("dashed", _("dashed")), ("dotted", _("dotted"))],
            "unit": [("meters", _("meters")), ("floors", _("floors of 3.3 m"))],
        }
        for name, words in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = words
        area = kind.endswith("Polygon") or kind == "Mixed"
        unused: tuple[str, ...] = () if area else ("height", "unit", "factor")
        if not (kind.endswith("Point") or kind == "Mixed"):
            unused += ("radius", "largest")
        for name in unused:
            del self.fields[name]

    def symbology(self) -> dict[str, Any]:
        """Return what was said, as the features engine takes it; what is not used left out."""
        said = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        said.pop("why", None)
        said["dash"] = DASHES[self.cleaned_data.get("dash") or ""]
        if said["method"] == "single":
            for name in ("column", "palette", "breaks"):
                said.pop(name, None)
        return said


def initial_of(symbology: dict[str, Any]) -> dict[str, Any]:
    """Return what the form shows of a symbology as the engine tells it."""
    dash = [float(each) for each in symbology.get("dash", [])]
    kept = {k: v for k, v in symbology.items() if k not in ("starts", "values", "greatest")}
    return kept | {"dash": next((name for name, each in DASHES.items() if each == dash), "dashed")}
