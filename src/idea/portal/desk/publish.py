"""Publish a file or an address: a new data set, or a new version of one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from idea.engines.catalog import api as catalog
from idea.engines.catalog.quality import api as quality
from idea.engines.catalog.quality import words
from idea.engines.catalog.types import Dataset, Draft, License
from idea.engines.identity import api as identity
from idea.engines.sources.conf import limits
from idea.kernel.errors import Problem
from idea.kernel.jobs.types import JobInfo
from idea.portal.access import PUBLISH, my_agencies, require, staff
from idea.portal.desk.fields import MetadataForm
from idea.portal.desk.uploads import FileOnDisk, ToDisk, take_to_disk
from idea.portal.render import page
from idea.portal.templatetags.portal import size


class FileForm(forms.Form):
    """The data: a file, or where it is."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy(
            "CSV, TSV, Excel, ODS, JSON, GeoJSON, GeoPackage, Shapefile (zip), Parquet. "
            "Encoding, dates and coordinates are worked out."
        ),
    )
    url = forms.URLField(
        label=gettext_lazy("or its address"),
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("The site fetches it from there."),
    )
    note = forms.CharField(
        label=gettext_lazy("What is new in this version"), max_length=500, required=False
    )

    personal_seen = forms.BooleanField(
        label=gettext_lazy(
            "I have looked at the columns that may hold personal data; they may be public."
        ),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and bool(said.get("file")) == bool(said.get("url")):
            self.add_error("file", _("Choose a file or give its address: one of the two."))
        return said


class NewForm(MetadataForm):
    """A new data set: everything but the agency can be worked out or said later."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        title = self.fields["title"]
        title.required = False
        title.help_text = _("Left empty, the file's name is taken. You can change it later.")


@csrf_exempt  # the check is on `_answer`, after the upload has been sent to disk
@require_http_methods(["GET", "POST"])
@staff
def publish(request: HttpRequest) -> HttpResponse:
    uploads = take_to_disk(request)
    return _answer(request, uploads)


@csrf_protect
def _answer(request: HttpRequest, uploads: ToDisk) -> HttpResponse:
    renewed = _renewed(request)
    agencies = my_agencies(request)
    posted = request.method == "POST"
    data, files = (request.POST, request.FILES) if posted else (None, None)
    file_form = FileForm(data, files)
    about = None
    if renewed is None:
        about = NewForm(data, agencies=agencies, initial=_first(request, agencies))
    if uploads.too_big:
        file_form.add_error("file", _too_big())
    status = 200
    if posted:
        forms_ = [form for form in (file_form, about) if form is not None]
        if all([form.is_valid() for form in forms_]) and not _warned(  # noqa: C419  every form shows its errors
            file_form, renewed
        ):
            try:
                job = _start(request, file_form, about, renewed)
            except Problem as problem:
                (about or file_form).add_error(None, f"{problem.detail} {problem.remedy}")
            else:
                return _sent(request, job)
        status = 422
        if _wants_json(request):
            return JsonResponse({"errors": _all_errors(forms_)}, status=status)
    return page(
        request,
        "desk/publish",
        "desk",
        status=status,
        file_form=file_form,
        about=about,
        renewed=renewed,
        limit=limits().max_file_bytes,
        too_big=_too_big(),
    )


def _warned(form: FileForm, renewed: Dataset | None) -> bool:
    """Point out columns that look personal before anybody else sees them; once, until looked at."""
    file = form.cleaned_data.get("file")
    if form.cleaned_data["personal_seen"] or not isinstance(file, FileOnDisk):
        return False
    settled = {column.name for column in renewed.declared} if renewed else set()
    found = [
        hint
        for hint in quality.look_at_file(file.path, file.name or "")
        if hint.column not in settled
    ]
    if found:
        form.add_error(
            "file",
            _(
                "Nothing is published yet. These columns look like personal data: %(columns)s. "
                "Take them out, or tick the box below, choose the file again and publish."
            )
            % {"columns": words.looks(found)},
        )
    return bool(found)


def _renewed(request: HttpRequest) -> Dataset | None:
    slug = request.GET.get("dataset", "")
    if not slug:
        return None
    found = catalog.dataset(slug)
    require(request, PUBLISH, found.organization_id)
    return found


def _first(request: HttpRequest, agencies: list[Any]) -> dict[str, str]:
    """Return what the empty form begins with."""
    wanted = request.GET.get("agency", "")
    slugs = [agency.slug for agency in agencies]
    return {
        "organization": wanted if wanted in slugs else (slugs or [""])[0],
        "title": request.GET.get("title", "")[:300],
        "license": str(License.OGDL),
        "frequency": "irregular",
    }


def _start(
    request: HttpRequest, file_form: FileForm, about: MetadataForm | None, renewed: Dataset | None
) -> JobInfo:
    said = file_form.cleaned_data
    note = said.get("note", "")
    if renewed is not None:
        draft = Draft(slug=renewed.slug, organization=renewed.organization_slug, note=note)
    elif about is not None:
        draft = about.draft(note=note)
    organization = identity.organization(draft.organization)
    require(request, PUBLISH, organization.id)
    file = said.get("file")
    return catalog.start_publish(
        actor=identity.actor_of(request),
        payload_path=file.path if isinstance(file, FileOnDisk) else None,
        filename=file.name or "" if file else "",
        url=said.get("url") or "",
        draft=draft,
    )


def _sent(request: HttpRequest, job: JobInfo) -> HttpResponse:
    there = reverse("portal:desk_job", args=[job.id])
    return JsonResponse({"next": there}) if _wants_json(request) else redirect(there)


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _all_errors(all_forms: Sequence[forms.Form]) -> list[str]:
    return [
        f"{form.fields[name].label}：{error}" if name in form.fields else str(error)
        for form in all_forms
        for name, errors in form.errors.items()
        for error in errors
    ]


def _too_big() -> str:
    return _("The file is larger than this site takes, %(most)s.") % {
        "most": size(limits().max_file_bytes)
    }
