"""What people are asked when they request data, answer, or show what they made.

Checks shapes only; what may be said is the engine's to decide.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from idea.engines.catalog.requests.types import ShowcaseKind
from idea.portal.answers import AnsweringForm

KINDS = {
    ShowcaseKind.APP: _("app or service"),
    ShowcaseKind.ARTICLE: _("article or report"),
    ShowcaseKind.VISUALIZATION: _("chart or map"),
    ShowcaseKind.RESEARCH: _("research"),
    ShowcaseKind.OTHER: _("something else"),
}
LINES = forms.Textarea(attrs={"rows": 4})
NAMED = _("Shown to everybody. Leave it empty to stay unnamed.")


class AskForm(AnsweringForm):
    """Ask for data."""

    title = forms.CharField(
        label=_("Which data do you need?"),
        max_length=200,
        help_text=_("One line: “Arrival times of city buses since 2024”."),
    )
    what = forms.CharField(
        label=_("What should be in them?"),
        max_length=10_000,
        widget=LINES,
        help_text=_("What one row is, which columns, since when, how often renewed."),
    )
    use = forms.CharField(
        label=_("What do you want to use them for?"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It helps the agency to weigh the request. Everybody can read it."),
    )
    organization = forms.CharField(
        label=_("Which agency has them?"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "agencies", "autocomplete": "off"}),
        help_text=_("Leave it empty if you do not know."),
    )
    name = forms.CharField(label=_("Your name"), required=False, max_length=80, help_text=NAMED)
    notify = forms.BooleanField(
        label=_("Write to me when the request moves on"), required=False, initial=True
    )


class CommentForm(AnsweringForm):
    text = forms.CharField(label=_("Your comment"), max_length=10_000, widget=LINES)
    name = forms.CharField(label=_("Your name"), required=False, max_length=80, help_text=NAMED)


class AgencyCommentForm(AnsweringForm):
    text = forms.CharField(label=_("Comment of the agency"), max_length=10_000, widget=LINES)


class ReasonForm(AnsweringForm):
    why = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        help_text=_("One or two sentences. Everybody can read them."),
    )


class MoveForm(AnsweringForm):
    """One move of the table: only the fields it can use are there."""

    text = forms.CharField(
        label=_("What the public should know"), required=False, max_length=10_000, widget=LINES
    )
    law = forms.CharField(
        label=_("Law article"),
        required=False,
        max_length=300,
        help_text=_("For example: Personal Data Protection Act, article 6."),
    )
    organization = forms.CharField(
        label=_("Agency"), required=False, widget=forms.TextInput(attrs={"list": "agencies"})
    )
    planned = forms.DateField(
        label=_("Day of publication"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    dataset = forms.CharField(
        label=_("Data set"),
        required=False,
        max_length=1000,
        help_text=_("Its address on this site, or its short name."),
    )
    merged_into = forms.IntegerField(
        label=_("Number of the other request"), required=False, min_value=1
    )

    USED: dict[str, tuple[str, ...]] = {
        "accept": ("text",),
        "assign": ("organization", "text"),
        "plan": ("planned", "dataset", "text"),
        "publish": ("dataset", "text"),
        "refuse": ("text", "law"),
        "merge": ("merged_into", "text"),
        "reopen": ("text",),
    }

    def __init__(self, move: str, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{move}_%s")
        for name in list(self.fields):
            if name not in self.USED.get(move, ()):
                del self.fields[name]
        if move in {"refuse", "reopen"}:
            self.fields["text"].required = True
            self.fields["text"].label = _("Reason")
        if move == "plan":
            self.fields["dataset"].help_text = _(
                "The short name it will have, if you know it: publishing it answers the request."
            )
        for name in {"planned", "merged_into"} & set(self.fields):
            self.fields[name].required = True


class ShowcaseForm(AnsweringForm):
    title = forms.CharField(label=_("What it is called"), max_length=200)
    kind = forms.ChoiceField(label=_("What it is"), choices=list(KINDS.items()))
    url = forms.URLField(label=_("Address"), max_length=1000, assume_scheme="https")
    text = forms.CharField(label=_("What it does with the data"), max_length=5000, widget=LINES)
    datasets = forms.CharField(
        label=_("Data sets it uses"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: the address of its page on this site, or its short name."),
    )
    maker = forms.CharField(label=_("Made by"), required=False, max_length=120, help_text=NAMED)
    picture = forms.FileField(
        label=_("Picture"), required=False, help_text=_("JPEG, PNG or WebP, up to 5 MB.")
    )
    picture_alt = forms.CharField(
        label=_("What the picture shows"),
        required=False,
        max_length=300,
        help_text=_("Read to people who cannot see it."),
    )
