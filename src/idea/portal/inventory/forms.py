"""What is asked of officers and the public: fields, words and help; shapes are checked only.

What may be said is the inventory's to decide; `take` puts its findings beside the fields.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from idea.engines.catalog import plugin
from idea.engines.catalog.inventory import api as inventory
from idea.engines.catalog.inventory.types import Answer, Owner, Said
from idea.engines.catalog.plugin import Bearing, Yardstick
from idea.engines.catalog.types import Access
from idea.kernel.errors import Problem
from idea.portal.inventory.shown import categories_by
from idea.portal.templatetags.portal import in_language

TABLE = (Yardstick.PUBLIC_INTEREST, Yardstick.ECONOMY, Yardstick.TRANSPARENCY)


def area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class Asking(forms.Form):
    """A form that shows what an engine found wrong beside the field it is about."""

    def take(self, problem: Problem) -> None:
        for issue in problem.issues:
            self.add_error(issue.column if issue.column in self.fields else None, issue.message)
        if not problem.issues:
            self.add_error(None, " ".join(filter(None, [problem.detail, problem.remedy])))


class WhyForm(Asking):
    """A reason, which everybody can read."""

    why = forms.CharField(
        label=_("Reason"), max_length=20_000, required=False, widget=area(), help_text=_("Public.")
    )


class ItemForm(Asking):
    """What a business unit says of data it holds, in the order of the four steps."""

    STEPS = (
        (_("1. What the data are"), ("system", "unit", "title", "title_en", "what", "fields")),
        (
            _("2. Rights and limits of law"),
            (
                "legal_basis",
                "must_open",
                "personal",
                "owner",
                "owner_who",
                "contract_limits",
                "may_license",
            ),
        ),
        (
            _("3. Class, scope and fee"),
            ("proposed", "why", "laws", "law_text", "fee_question"),
        ),
        (
            _("4. Opening"),
            ("table", "g8", "planned_on", "loosening", "dataset"),
        ),
    )
    system = forms.CharField(
        label=_("Business system"),
        max_length=200,
        help_text=_("The system that holds the data, e.g. 路燈管理系統."),
    )
    unit = forms.CharField(label=_("Business unit"), max_length=200, required=False)
    title = forms.CharField(
        label=_("Title of the data"),
        max_length=300,
        help_text=_("Use this title for the data set too: the two are then tied by themselves."),
    )
    title_en = forms.CharField(label=_("English title"), max_length=300, required=False)
    what = forms.CharField(label=_("What the data are"), required=False, widget=area())
    fields_ = forms.CharField(
        label=_("Main columns"), required=False, widget=area(), help_text=_("One a line.")
    )
    legal_basis = forms.CharField(
        label=_("By which law the data are held"), max_length=500, required=False
    )
    must_open = forms.BooleanField(label=_("A law bids that they be public"), required=False)
    personal = forms.BooleanField(label=_("They hold personal data"), required=False)
    owner = forms.ChoiceField(label=_("Who holds the copyright"))
    owner_who = forms.CharField(
        label=_("Names of other rights holders"), max_length=300, required=False
    )
    contract_limits = forms.CharField(
        label=_("Limits by contract"),
        required=False,
        widget=area(2),
        help_text=_("What contracts of purchase or commission say of further use."),
    )
    may_license = forms.ChoiceField(label=_("May the agency license third parties to use them?"))
    proposed = forms.ChoiceField(label=_("Proposed class"), required=False)
    why = forms.CharField(
        label=_("Reason of the class"),
        required=False,
        widget=area(),
        help_text=_("Public. For class B and C say what the law protects in these very data."),
    )
    laws = forms.MultipleChoiceField(
        label=_("Articles of law"), required=False, widget=forms.CheckboxSelectMultiple
    )
    law_text = forms.CharField(
        label=_("Another law, to the article"), max_length=500, required=False
    )
    fee_question = forms.CharField(
        label=_("Is a fee needed? On which costs?"),
        required=False,
        widget=area(2),
        help_text=_("Free of charge is the rule. Leave this empty if the data are free."),
    )
    table = forms.MultipleChoiceField(
        label=_("Categories of table II.2.1"), required=False, widget=forms.CheckboxSelectMultiple
    )
    g8 = forms.MultipleChoiceField(
        label=_("High-value data of the 2013 G8 list"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    planned_on = forms.DateField(
        label=_("Planned day of opening"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    loosening = forms.CharField(
        label=_("Which rule is to be eased first, and until when"), required=False, widget=area(2)
    )
    dataset = forms.CharField(
        label=_("Data set it became"),
        max_length=120,
        required=False,
        help_text=_("Its short name in addresses. Left empty, a data set of this title is found."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fields"] = self.fields.pop("fields_")
        limits = [law for law in plugin.laws if law.bearing is not Bearing.PRICES]
        none = ("", _("Not chosen"))
        for name, choices in (
            ("owner", list(inventory.OWNERS.items())),
            ("may_license", list(inventory.ANSWERS.items())),
            ("proposed", [none, *inventory.CLASSES.items()]),
            (
                "laws",
                [
                    (law.code, f"{in_language(law, 'title')[0]}：{in_language(law, 'words')[0]}")
                    for law in limits
                ],
            ),
            ("table", _rows(*TABLE)),
            ("g8", _rows(Yardstick.G8)),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def groups(self) -> list[tuple[Any, list[Any]]]:
        """Return the fields in the four steps of an inventory."""
        return [(title, [self[name] for name in names]) for title, names in self.STEPS]

    def said(self) -> Said:
        clean = dict(self.cleaned_data)
        chosen = (*clean.pop("table"), *clean.pop("g8"))
        proposed = clean.pop("proposed")
        return Said(
            **{
                **clean,
                "fields": tuple(clean["fields"].splitlines()),
                "laws": tuple(clean["laws"]),
                "owner": Owner(clean["owner"]),
                "may_license": Answer(clean["may_license"]),
                "planned_on": clean["planned_on"],
                "dataset": clean["dataset"].strip(),
            },
            categories=chosen,
            proposed=Access(proposed) if proposed else None,
        )


def first(said: Said) -> dict[str, Any]:
    """Return what the form shows of an item."""
    values = {name: getattr(said, name) for name in Said.__dataclass_fields__}
    codes = set(values.pop("categories"))
    return {
        **values,
        "fields": "\n".join(said.fields),
        "laws": list(said.laws),
        "owner": str(said.owner),
        "may_license": str(said.may_license),
        "proposed": str(said.proposed or ""),
        "table": [row.code for row in categories_by(*TABLE) if row.code in codes],
        "g8": [row.code for row in categories_by(Yardstick.G8) if row.code in codes],
    }


class ApplyForm(Asking):
    applicant = forms.CharField(
        label=_("Who applies"), max_length=300, help_text=_("An organization's name is public.")
    )
    private = forms.BooleanField(
        label=_("I apply as a private person: my name is not shown"), required=False
    )
    purpose = forms.CharField(
        label=_("What the data are wanted for"),
        max_length=5000,
        widget=area(),
        help_text=_("Public."),
    )
    contact = forms.CharField(
        label=_("How the agency can answer"),
        max_length=300,
        help_text=_("An e-mail address or telephone. Only the agency sees it."),
    )


class FileForm(Asking):
    organization = forms.ChoiceField(label=_("Agency"))
    file = forms.FileField(label=_("List (CSV or XLSX)"))


def _rows(*yardsticks: Yardstick) -> list[tuple[str, str]]:
    return [
        (row.code, f"{in_language(row, 'title')[0]}（{in_language(row, 'examples')[0]}）")
        for row in categories_by(*yardsticks)
    ]
