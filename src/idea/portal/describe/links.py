"""The desk pages of data sets whose files are elsewhere: describe a new one, change its links."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from idea.engines.catalog import api as catalog
from idea.engines.catalog.types import Dataset, Distribution, Draft, License
from idea.engines.identity import api as identity
from idea.kernel.errors import Problem
from idea.portal.access import EDIT, PUBLISH, my_agencies, require, staff
from idea.portal.desk.fields import MetadataForm
from idea.portal.render import page

BLANK: Final = 2  # empty lines offered beside those there are
MOST: Final = 60  # links that can be changed here; longer lists come by the API


class LinkForm(forms.Form):
    """One file or service elsewhere; left without an address, it is removed."""

    url = forms.URLField(
        label=gettext_lazy("Address of the file"),
        required=False,
        max_length=4000,
        assume_scheme="https",
    )
    title = forms.CharField(label=gettext_lazy("Name of the file"), max_length=500, required=False)
    format = forms.CharField(
        label=gettext_lazy("Format"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("csv, json, shp, wms …"),
    )
    service = forms.BooleanField(
        label=gettext_lazy("It is an interface (API), not a file"), required=False
    )

    def link(self, before: Distribution | None) -> Distribution | None:
        """Return the link, with what this form does not ask as it was; None: to be removed."""
        said = self.cleaned_data
        if not said["url"]:
            return None
        old = before or Distribution()
        address = {"access_url": said["url"]} if said["service"] else {"download_url": said["url"]}
        kept = {name: getattr(old, name) for name in Distribution.__dataclass_fields__}
        if said["url"] == old.url:
            address = {"access_url": old.access_url, "download_url": old.download_url}
        return Distribution(
            **kept
            | {"access_url": "", "download_url": ""}
            | address
            | {
                "title": said["title"],
                "format": said["format"].strip().lower().lstrip("."),
                "service": said["service"],
            }
        )


@require_http_methods(["GET", "POST"])
@staff
def new(request: HttpRequest) -> HttpResponse:
    """Describe a data set whose files stay where they are."""
    data = request.POST if request.method == "POST" else None
    agencies = my_agencies(request)
    first = {
        "organization": next((agency.slug for agency in agencies), ""),
        "license": str(License.OGDL),
        "frequency": "irregular",
    }
    about = MetadataForm(data, agencies=agencies, initial=first)
    forms_ = _forms(data, ())
    if data is not None and all([form.is_valid() for form in (about, *forms_)]):  # noqa: C419  every form shows its errors
        draft = about.draft()
        require(request, PUBLISH, identity.organization(draft.organization).id)
        made = _register(request, draft, _files(forms_, ()), about)
        if made is not None:
            messages.success(request, _("The data set is listed."))
            return redirect("portal:desk_dataset", slug=made.slug)
    return _show(request, forms_, about=about)


@require_http_methods(["GET", "POST"])
def links(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the files elsewhere of a data set."""
    found = catalog.dataset(slug)
    require(request, EDIT, found.organization_id)
    there = (found.linked or ())[:MOST]
    data = request.POST if request.method == "POST" else None
    forms_ = _forms(data, there)
    if data is not None and all([form.is_valid() for form in forms_]):  # noqa: C419
        files = [*_files(forms_, there), *(found.linked or ())[MOST:]]
        if _register(request, Draft(slug=found.slug), files, forms_[0]) is not None:
            messages.success(request, _("The links are changed."))
            return redirect("portal:desk_dataset", slug=slug)
    return _show(request, forms_, dataset=found, more=max(0, len(found.linked or ()) - MOST))


def _forms(data: Any, there: tuple[Distribution, ...]) -> list[LinkForm]:
    initial: list[dict[str, Any]] = [
        {"url": link.url, "title": link.title, "format": link.format, "service": link.service}
        for link in there
    ]
    initial += [{} for _blank in range(BLANK)]
    return [LinkForm(data, initial=said, prefix=f"l{at}") for at, said in enumerate(initial)]


def _files(forms_: list[LinkForm], there: tuple[Distribution, ...]) -> list[Distribution]:
    before = [*there, *(None for _blank in range(BLANK))]
    files = [form.link(old) for form, old in zip(forms_, before, strict=True)]
    return [item for item in files if item is not None]


def _register(
    request: HttpRequest, draft: Draft, files: list[Distribution], blamed: forms.Form
) -> Dataset | None:
    """Save, or say on the form `blamed` what the catalog found wrong."""
    actor = identity.actor_of(request)
    try:
        return catalog.register(actor=actor, draft=draft, distributions=files)
    except Problem as problem:
        if isinstance(blamed, MetadataForm):
            blamed.take(problem)
        else:
            blamed.add_error(None, " ".join(filter(None, [problem.detail, problem.remedy])))
        return None


def _show(request: HttpRequest, forms_: list[LinkForm], **context: Any) -> HttpResponse:
    about = context.get("about")
    wrong = any(form.errors for form in forms_) or bool(about is not None and about.errors)
    return page(
        request,
        "describe/links",
        "desk",
        status=422 if wrong else 200,
        link_forms=forms_,
        **context,
    )
