"""Everything that may be said of a data set, in groups, with help in plain words.

Checks shapes only; what a draft may say is the catalog's to decide.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from idea.engines.catalog import api as catalog
from idea.engines.catalog.types import Dataset, Draft
from idea.portal.desk.fields import CLEARABLE, EditForm, said_of

_GROUPS: Final[tuple[tuple[Promise, tuple[str, ...]], ...]] = (
    (_("Time and place"), ("start", "end", "place", "bbox")),
    (_("Who answers questions"), ("contact_name", "contact_email", "contact_phone")),
    (
        _("Terms, class and fee"),
        (
            "license_given",
            "license_url",
            "access",
            "access_why",
            "fee",
            "fee_basis",
            "fee_law",
            "fee_url",
        ),
    ),
    (
        _("Origin and standards"),
        (
            "provenance",
            "identifier",
            "language",
            "conforms_to",
            "related",
            "frequency_given",
            "series",
            "notes",
        ),
    ),
)
MORE: Final = tuple(name for _title, names in _GROUPS for name in names)


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together; `open` where something is said or wrong."""

    title: str
    fields: tuple[BoundField, ...]
    open: bool


class _Day(forms.DateInput):
    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        return value.isoformat() if isinstance(value, date) else str(value or "")


def _line(label: Any, most: int, help_text: Any = "", **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=False, help_text=help_text, **more
    )


def _lines(label: Any, help_text: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class FullForm(EditForm):
    """Change whatever is said of a data set."""

    start = forms.DateField(
        label=_("Data from"),
        required=False,
        widget=_Day,
        help_text=_("The first day the data tell of, not the day of publication."),
    )
    end = forms.DateField(label=_("Data to"), required=False, widget=_Day)
    place = _line(
        _("Area covered"), 300, _("In words: “Chiayi City”, “all of Taiwan”, “the Zengwen river”.")
    )
    bbox = _line(
        _("Area as four numbers"),
        120,
        _("West, south, east, north in degrees, e.g. 120.0, 21.9, 122.1, 25.3."),
    )
    contact_name = _line(_("Contact person"), 200, _("A person or a unit the public may ask."))
    contact_email = _line(_("Contact's e-mail"), 254)
    contact_phone = _line(_("Contact's telephone"), 100)
    license_given = _line(
        _("The terms in their own words"), 500, _("Where the license above is “Other terms”.")
    )
    license_url = _line(_("Address of the terms"), 1000)
    access = forms.ChoiceField(
        label=_("Class"),
        required=False,
        help_text=_("Class B and C need a reason that everybody can read."),
    )
    access_why = _lines(_("Reason of the class"), _("Name the law and the article."))
    fee = _line(_("Fee"), 300, _("Left empty: free of charge. A fee is the exception."))
    fee_basis = _lines(_("Cost basis of the fee"), _("What the fee pays for, and how it adds up."))
    fee_law = _line(_("Law of the fee"), 300)
    fee_url = _line(_("Page about the fee"), 1000)
    provenance = _lines(
        _("How the data came about"), _("Who measured or collected them, how, and how often.")
    )
    identifier = _line(
        _("Your own number for it"), 500, _("E.g. its number on the national platform.")
    )
    language = _line(_("Language of the data"), 20, _("As a code: zh-TW, en."))
    conforms_to = _line(
        _("Standard it follows"), 1000, _("The name or the address of a data standard.")
    )
    related = _lines(_("Pages about it"), _("One address a line."))
    frequency_given = _line(
        _("Update rhythm in words"), 200, _("Where the choice above is too coarse: “every 10 min”.")
    )
    series = forms.ChoiceField(
        label=_("Series"),
        required=False,
        help_text=_("Data sets that belong together, e.g. one a year."),
    )
    notes = _lines(_("Remarks"), _("What else users should know."))

    field_order = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        why = self.fields.pop("why")
        self.fields["why"] = why  # last, after all that is changed
        self.choose("access", [(str(code), words) for code, words in catalog.ACCESSES.items()])
        self.choose(
            "series", [("", _("None")), *((item.slug, item.title) for item in catalog.all_series())]
        )

    def clean_bbox(self) -> tuple[float, ...] | None:
        text = self.cleaned_data["bbox"]
        if not text:
            return None
        try:
            numbers = tuple(float(part) for part in text.replace("，", ",").split(","))
        except ValueError:
            numbers = ()
        if len(numbers) != 4:  # noqa: PLR2004
            raise forms.ValidationError(
                _now("Write four numbers with commas: west, south, east, north.")
            )
        return numbers

    def clean_related(self) -> tuple[str, ...]:
        lines = self.cleaned_data["related"].splitlines()
        return tuple(filter(None, (line.strip() for line in lines)))

    def draft(self, **more: Any) -> Draft:
        """Return everything that was said, as the catalog takes it."""
        said = {name: self.cleaned_data.get(name) for name in MORE}
        return super().draft(**{name: value for name, value in said.items() if value}, **more)

    def emptied(self) -> list[str]:
        names = (*CLEARABLE, *MORE)
        return [name for name in names if not self.cleaned_data.get(name)]

    def main(self) -> Iterator[BoundField]:
        """Return the fields everybody fills in."""
        return (field for field in self if field.name not in {*MORE, "why"})

    def groups(self) -> Iterator[Group]:
        for title, names in _GROUPS:
            fields = tuple(self[name] for name in names)
            said = any(field.value() for field in fields if field.name != "access")
            wrong = any(field.errors for field in fields)
            yield Group(str(title), fields, open=said or wrong)


def all_said_of(dataset: Dataset) -> dict[str, Any]:
    """Return what the full form shows of a data set."""
    more = {name: getattr(dataset, name) for name in MORE}
    more["bbox"] = ", ".join(f"{number:g}" for number in dataset.bbox or ())
    more["related"] = "\n".join(dataset.related)
    more["access"] = str(dataset.access)
    return said_of(dataset) | more
