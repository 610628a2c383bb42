"""The public pages of corrections: report an error in a row, send a corrected file, follow it."""

from collections.abc import Callable
from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from idea.engines.catalog import api as catalog
from idea.engines.catalog.corrections import api as corrections
from idea.engines.identity import api as identity
from idea.kernel.errors import Problem
from idea.portal.access import PUBLISH, WITHDRAW, may
from idea.portal.corrections.forms import DeriveForm, FileForm, RowForm
from idea.portal.desk.uploads import FileOnDisk, take_to_disk
from idea.portal.paging import Paging, asked_page
from idea.portal.render import page

SIZE = 20
CHANGES = 50


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    number = asked_page(request)
    slug, state = request.GET.get("dataset", "")[:120], request.GET.get("state", "")
    found = corrections.corrections(
        slug=slug, state=state[:12], limit=SIZE, offset=(number - 1) * SIZE
    )
    return page(
        request,
        "corrections/list",
        "datasets",
        found=found,
        slug=slug,
        paging=Paging(number, found.total, SIZE),
    )


@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show a correction: what was found, what is said instead, what the owner decided."""
    found = corrections.correction(number)
    at = asked_page(request)
    changes = corrections.shown_changes(number, limit=CHANGES, offset=(at - 1) * CHANGES)
    return page(
        request,
        "corrections/one",
        "datasets",
        status=410 if found.hidden_why else 200,
        found=found,
        changes=changes,
        paging=Paging(at, changes.total, CHANGES),
        may_decide=may(request, PUBLISH, found.organization_id),
        may_hide=may(request, WITHDRAW, found.organization_id),
    )


@require_safe
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Let the reader find the row that is wrong, or send a corrected file."""
    dataset, version = catalog.dataset(slug), catalog.version(slug)
    text, at = request.GET.get("find", "").strip()[:200], asked_page(request)
    found = corrections.find(version, text, limit=SIZE, offset=(at - 1) * SIZE)
    return page(
        request,
        "corrections/choose",
        "datasets",
        dataset=dataset,
        version=version,
        find=text,
        found=found,
        rows=[(row.number, [row.cells[c.name] for c in version.columns]) for row in found.rows],
        paging=Paging(at, found.total, SIZE),
    )


@login_required
@require_http_methods(["GET", "POST"])
def row(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take other values for the cells of one row."""
    dataset = catalog.dataset(slug)
    said = request.POST.get("version", "")
    version = catalog.version(slug, int(said) if said.isascii() and said.isdecimal() else None)
    there = corrections.at(version, number)
    form = RowForm(version, there.cells, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            posted = corrections.correct_row(
                actor=identity.actor_of(request),
                person_id=str(request.user.pk),
                slug=slug,
                row=number,
                cells=form.cells(),
                number=version.number,
                remove=form.cleaned_data["remove"],
                **{name: form.cleaned_data[name] for name in ("why", "evidence", "name")},
            )
        except Problem as problem:
            form.take(problem)
        else:
            return _thanks(request, posted.number)
    return page(
        request,
        "corrections/row",
        "datasets",
        status=422 if form.is_bound and form.errors else 200,
        dataset=dataset,
        version=version,
        number=number,
        form=form,
    )


@csrf_exempt  # checked inside, after the files were told to go to disk
@login_required
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a corrected file and compare it."""
    take_to_disk(request)
    return _file(request, slug)


@csrf_protect
def _file(request: HttpRequest, slug: str) -> HttpResponse:
    dataset, version = catalog.dataset(slug), catalog.version(slug)
    form = FileForm(version, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"]

        def send(path: Path, filename: str) -> HttpResponse:
            posted = corrections.correct_file(
                actor=identity.actor_of(request),
                person_id=str(request.user.pk),
                slug=slug,
                path=path,
                filename=filename,
                key=(key,) if key else None,
                number=version.number,
                **{name: form.cleaned_data[name] for name in ("why", "evidence", "name")},
            )
            return _thanks(request, posted.number)

        if (answer := _sent(form, send)) is not None:
            return answer
    status = 422 if form.is_bound and form.errors else 200
    return page(
        request,
        "corrections/file",
        "datasets",
        status=status,
        dataset=dataset,
        version=version,
        form=form,
    )


@csrf_exempt  # checked inside, after the files were told to go to disk
@login_required
@require_http_methods(["GET", "POST"])
def derive(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a data set made of this one and publish it as derived."""
    take_to_disk(request)
    return _derive(request, slug)


@csrf_protect
def _derive(request: HttpRequest, slug: str) -> HttpResponse:
    dataset = catalog.dataset(slug)
    form = DeriveForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():

        def send(path: Path, filename: str) -> HttpResponse:
            job = corrections.derive(
                actor=identity.actor_of(request),
                person_id=str(request.user.pk),
                slug=slug,
                path=path,
                filename=filename,
                **{name: form.cleaned_data[name] for name in ("title", "changes", "name")},
            )
            messages.success(request, _("Thank you. The derived data set is being published."))
            return redirect("portal:desk_job", id=job.id)

        if (answer := _sent(form, send)) is not None:
            return answer
    status = 422 if form.is_bound and form.errors else 200
    return page(
        request, "corrections/derive", "datasets", status=status, dataset=dataset, form=form
    )


@login_required
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take one's own correction back."""
    corrections.withdraw(
        actor=identity.actor_of(request), person_id=str(request.user.pk), number=number
    )
    messages.success(request, _("The correction is taken back."))
    return redirect("portal:correction", number=number)


def _sent(
    form: FileForm | DeriveForm, send: Callable[[Path, str], HttpResponse]
) -> HttpResponse | None:
    """Return what `send` makes of the uploaded file; None where it was refused."""
    upload = form.cleaned_data["file"]
    if not isinstance(upload, FileOnDisk):
        form.add_error("file", _("The file did not arrive."))
        return None
    try:
        return send(upload.path, Path(upload.name or "data").name)
    except Problem as problem:
        form.take(problem)
        return None


def _thanks(request: HttpRequest, number: int) -> HttpResponse:
    messages.success(
        request,
        _("Thank you. Your correction has the number %(number)d; the agency decides about it.")
        % {"number": number},
    )
    return redirect("portal:correction", number=number)
