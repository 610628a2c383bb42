"""The desk page where a publisher says what each column is and promises.

A page holds a part of the columns; those of other parts stay as they are.
"""

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from idea.engines.catalog import api as catalog
from idea.engines.catalog.types import Dataset, Declared, Draft
from idea.engines.identity import api as identity
from idea.engines.sources.types import Column, ColumnType
from idea.kernel.errors import Problem
from idea.portal.access import EDIT, require
from idea.portal.paging import Paging, asked_page
from idea.portal.render import page
from idea.portal.templatetags.portal import type_word

SIZE: Final = 40  # columns a page: Django takes a thousand fields at once


class ColumnForm(forms.Form):
    """What is said and promised of one column."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=300, required=False)
    title_en = forms.CharField(label=gettext_lazy("English title"), max_length=300, required=False)
    description = forms.CharField(
        label=gettext_lazy("What it means"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    type = forms.ChoiceField(label=gettext_lazy("Type"), required=False)
    unit = forms.CharField(
        label=gettext_lazy("Unit"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("As UCUM writes it: m, km/h, ug/m3, Cel, %, {person}."),
    )
    codes = forms.CharField(
        label=gettext_lazy("Code list"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Only these values: one a line, as “code = words”. Left empty: any value."
        ),
    )
    pattern = forms.CharField(
        label=gettext_lazy("Pattern"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("A regular expression each text matches, e.g. [A-Z][0-9]{9}."),
    )
    minimum = forms.CharField(label=gettext_lazy("Least value"), max_length=60, required=False)
    maximum = forms.CharField(label=gettext_lazy("Greatest value"), max_length=60, required=False)
    required = forms.BooleanField(label=gettext_lazy("Never empty"), required=False)
    unique = forms.BooleanField(label=gettext_lazy("No value twice"), required=False)
    personal = forms.BooleanField(
        label=gettext_lazy("Tells of a living person"),
        required=False,
        help_text=gettext_lazy(
            "Nobody but your agency can read such a column: it is left out of the page, the "
            "downloads, the map and every interface, and the file as it came is not given out."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(str(kind), type_word(kind)) for kind in ColumnType]
        field = self.fields["type"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("As detected")), *kinds]

    def declared(self, name: str) -> Declared:
        said = dict(self.cleaned_data)
        return Declared(name=name, **said | {"codes": _codes(said["codes"])})


@dataclass(frozen=True, slots=True)
class Line:
    """One column on the page."""

    name: str
    found: Column | None
    form: ColumnForm
    said: bool


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, slug: str) -> HttpResponse:
    found = catalog.dataset(slug)
    require(request, EDIT, found.organization_id)
    names = _names(found)
    number = asked_page(request)
    part = names[(number - 1) * SIZE : number * SIZE]
    data = request.POST if request.method == "POST" else None
    lines = [_line(found, name, at, data) for at, name in enumerate(part)]
    problem: Problem | None = None
    if data is not None and all([line.form.is_valid() for line in lines]):  # noqa: C419  every form shows its errors
        try:
            _save(request, found, names, lines)
        except Problem as refused:
            problem = refused
        else:
            messages.success(request, _("The columns are described."))
            return redirect(f"{reverse('portal:desk_columns', args=[slug])}?page={number}")
    wrong = problem is not None or any(line.form.errors for line in lines)
    return page(
        request,
        "describe/columns",
        "desk",
        status=422 if wrong else 200,
        dataset=found,
        lines=lines,
        problem=problem,
        paging=Paging(number, len(names), SIZE),
    )


def _names(found: Dataset) -> list[str]:
    """Return every column: of the rows here, told of files elsewhere, or declared before."""
    ours = [column.name for column in _ours(found)]
    told = [name for link in found.linked or () for name, _words in link.fields]
    return list(dict.fromkeys([*ours, *told, *(column.name for column in found.declared)]))


def _ours(found: Dataset) -> tuple[Column, ...]:
    current = found.current
    return (*current.columns, *current.hidden) if current is not None else ()


def _line(found: Dataset, name: str, at: int, data: Any) -> Line:
    said = next((column for column in found.declared if column.name == name), None)
    detected = next((column for column in _ours(found) if column.name == name), None)
    initial: dict[str, Any] = {}
    if said is not None:
        initial = {field: getattr(said, field) for field in ColumnForm.base_fields}
        listed = (f"{code} = {words}" if words else code for code, words in said.codes)
        initial["codes"] = "\n".join(listed)
    form = ColumnForm(data, initial=initial, prefix=f"c{at}")
    return Line(name, detected, form, said=said is not None)


def _save(request: HttpRequest, found: Dataset, names: list[str], lines: list[Line]) -> None:
    said = {column.name: column for column in found.declared}
    said |= {line.name: line.form.declared(line.name) for line in lines}
    kept = [said[name] for name in names if name in said and said[name] != Declared(name=name)]
    catalog.edit(
        actor=identity.actor_of(request),
        slug=found.slug,
        draft=Draft(declared=tuple(kept)),
        why=_("Columns described"),
        clear=() if kept else ("declared",),
    )


def _codes(text: str) -> tuple[tuple[str, str], ...]:
    pairs = [line.partition("=") for line in text.splitlines() if line.strip()]
    return tuple((code.strip(), words.strip()) for code, _sign, words in pairs)
