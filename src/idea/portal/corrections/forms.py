"""What people are asked when they report an error, and owners when they decide.

Checks shapes only; what may be said is the engine's to decide.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from idea.engines.catalog.types import Version
from idea.engines.sources.types import ColumnType
from idea.portal.answers import AnsweringForm

NAMED = _("Shown to everybody as thanks. Leave it empty to stay unnamed.")
LINES = forms.Textarea(attrs={"rows": 3})
LONG = 80  # characters from which a cell gets several lines


class SaidForm(AnsweringForm):
    """What is said beside the changes."""

    why = forms.CharField(
        label=_("How do you know?"),
        max_length=2000,
        widget=LINES,
        help_text=_("The agency has to be able to check it."),
    )
    evidence = forms.URLField(
        label=_("Address of evidence"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text=_("A page, a photo, another data set."),
    )
    name = forms.CharField(label=_("Your name"), required=False, max_length=80, help_text=NAMED)


class RowForm(SaidForm):
    """One row: a field a column, filled with what stands there now."""

    remove = forms.BooleanField(label=_("The whole row should not be there"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, version: Version, cells: dict[str, str], data: Any = None) -> None:
        super().__init__(data, initial={"version": version.number})
        self.columns = [column.name for column in version.columns]
        self.now = cells
        for at, column in enumerate(version.columns):
            text = cells.get(column.name, "")
            widget = LINES if len(text) > LONG else forms.TextInput()
            if column.type in {ColumnType.INTEGER, ColumnType.NUMBER}:
                widget = forms.TextInput(attrs={"inputmode": "decimal"})
            self.fields[f"c{at}"] = forms.CharField(
                label=column.title or column.name,
                required=False,
                initial=text,
                widget=widget,
                max_length=10_000,
            )

    def cell_fields(self) -> list[forms.BoundField]:
        return [self[f"c{at}"] for at in range(len(self.columns))]

    def said_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("why", "evidence", "name")]

    def cells(self) -> dict[str, str]:
        """Return the cells that were changed."""
        given = {
            name: str(self.cleaned_data.get(f"c{at}", "")) for at, name in enumerate(self.columns)
        }
        # A browser sends line ends of its own; they are no correction.
        return {
            name: text
            for name, text in given.items()
            if text.replace("\r\n", "\n") != self.now.get(name, "").replace("\r\n", "\n").strip()
        }

    def add_error(self, field: str | None, error: Any) -> None:
        """Find the field of a column that the engine names."""
        if field is not None and field in getattr(self, "columns", ()):
            field = f"c{self.columns.index(field)}"
        super().add_error(field, error)


class FileForm(SaidForm):
    """A corrected file."""

    file = forms.FileField(
        label=_("Corrected file"),
        help_text=_("The CSV of this page with the errors mended, up to 50 MB."),
    )
    key = forms.ChoiceField(
        label=_("What tells the rows"),
        required=False,
        help_text=_("By it each row of your file is compared with the row it corrects."),
    )
    field_order = ("file", "key", "why", "evidence", "name")

    def __init__(self, version: Version, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["key"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", _("Find out")),
                ("_row", _("Their order in the file")),
                *((column.name, column.title or column.name) for column in version.columns),
            ]


class DeriveForm(AnsweringForm):
    """A data set made of another."""

    file = forms.FileField(
        label=_("File"), help_text=_("CSV, Excel, GeoJSON and more, up to 50 MB.")
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        help_text=_("Say what is different: “Stations, with wheelchair ramps added”."),
    )
    changes = forms.CharField(
        label=_("What did you change?"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What you corrected, added or merged, and with which other data."),
    )
    name = forms.CharField(
        label=_("Attribute it to"),
        required=False,
        max_length=80,
        help_text=_("A person or a group, shown to everybody. Leave it empty to stay unnamed."),
    )


class DecideForm(AnsweringForm):
    """Which changes, and why."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        help_text=_("Needed for a rejection. Everybody can read it."),
    )
