"""Committees in the back office: found, seat, call, put on the agenda, decide, publish minutes.

Reads forms; who may do what is the inventory's to say.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from idea.engines.catalog.inventory import api as inventory
from idea.engines.catalog.inventory.http.entrance import person_of
from idea.engines.catalog.inventory.types import CommitteeInfo, Level, MeetingInfo, Verdict
from idea.engines.catalog.types import Access
from idea.engines.identity import api as identity
from idea.kernel import clock
from idea.kernel.errors import Forbidden, Problem
from idea.portal.inventory import shown
from idea.portal.inventory.committees import keeps
from idea.portal.inventory.forms import Asking, area
from idea.portal.paging import asked_number
from idea.portal.render import page
from idea.portal.templatetags.portal import in_language

MOST_VOTES = 1000


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CommitteeForm(Asking):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=200, required=False)
    mandate = forms.CharField(
        label=gettext_lazy("Mandate"),
        required=False,
        widget=area(),
        help_text=gettext_lazy("By which rule it was set up, and what it does."),
    )
    reviews = forms.MultipleChoiceField(
        label=gettext_lazy("Classes an agency's decision on comes here"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            (str(access), words)
            for access, words in inventory.CLASSES.items()
            if access is not Access.OPEN
        ],
        help_text=gettext_lazy("For the national committee only."),
    )

    def said(self) -> dict[str, Any]:
        clean = dict(self.cleaned_data)
        return {**clean, "reviews": [Access(code) for code in clean["reviews"]]}


class NewForm(CommitteeForm):
    organization = forms.ChoiceField(label=gettext_lazy("Agency"))
    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=list(inventory.LEVELS.items()))
    field_order = ("organization", "level", "name", "name_en", "mandate", "reviews")

    def said(self) -> dict[str, Any]:
        clean = super().said()
        return {**clean, "level": Level(clean["level"])}


class MemberForm(Asking):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    role = forms.CharField(
        label=gettext_lazy("Post or group"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("e.g. 資訊長, 民間代表（環保團體）"),
    )
    outside = forms.BooleanField(label=gettext_lazy("From outside government"), required=False)
    chair = forms.BooleanField(label=gettext_lazy("Chairs the committee"), required=False)
    start = forms.DateField(label=gettext_lazy("Term from"), widget=_day())
    end = forms.DateField(label=gettext_lazy("Term until"), widget=_day(), required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail of their account"),
        required=False,
        help_text=gettext_lazy(
            "Ties them to their account, so that they may write down decisions."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "member_%s"  # it stands beside another form
        super().__init__(*args, **kwargs)


class MeetingForm(Asking):
    at = forms.DateTimeField(
        label=gettext_lazy("Day and time"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "meeting_%s"
        super().__init__(*args, **kwargs)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    agencies = identity.organizations_where(request.user, inventory.COMMITTEE.code)
    if not agencies:
        identity.require(request.user, inventory.COMMITTEE.code)
    form = NewForm(request.POST if request.method == "POST" else None)
    form.fields["organization"].choices = [  # type: ignore[attr-defined]
        (row.slug, in_language(row, "name")[0]) for row in agencies
    ]
    if form.is_valid():
        try:
            made = inventory.found(actor=person_of(request), **form.said())
        except Problem as problem:
            form.take(problem)
        else:
            messages.success(request, _("The committee is founded. Name its members."))
            return redirect("portal:desk_committee", slug=made.slug)
    return page(
        request,
        "inventory/desk/committee_new",
        "desk",
        status=422 if form.errors else 200,
        form=form,
    )


@require_http_methods(["GET", "POST"])
def committee(request: HttpRequest, slug: str) -> HttpResponse:
    found = _mine(request, slug)
    first = {
        "name": found.name,
        "name_en": found.name_en,
        "mandate": found.mandate,
        "reviews": [str(access) for access in found.reviews],
    }
    form = CommitteeForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        try:
            inventory.change(actor=person_of(request), slug=slug, **form.said())
        except Problem as problem:
            form.take(problem)
        else:
            messages.success(request, _("The changes are published."))
            return redirect("portal:desk_committee", slug=slug)
    return _committee(request, found, form, MemberForm(initial=_today()), MeetingForm())


@require_POST
def members(request: HttpRequest, slug: str) -> HttpResponse:
    found = _mine(request, slug)
    actor = person_of(request)
    form = MemberForm(request.POST)
    if leaving := request.POST.get("unseat", ""):
        try:
            inventory.unseat(actor=actor, slug=slug, member_id=UUID(leaving))
        except ValueError:
            messages.error(request, _("There is no such person."))
        else:
            messages.success(request, _("The term is ended; the past stays on record."))
        return redirect("portal:desk_committee", slug=slug)
    if form.is_valid():
        try:
            inventory.seat(actor=actor, slug=slug, **form.cleaned_data)
        except Problem as problem:
            form.take(problem)
        else:
            messages.success(request, _("The member is on the public page now."))
            return redirect("portal:desk_committee", slug=slug)
    return _committee(request, found, _said(found), form, MeetingForm())


@require_POST
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """Call a meeting, with what waits for the committee on its agenda."""
    found = _mine(request, slug)
    form = MeetingForm(request.POST)
    if form.is_valid():
        actor = person_of(request)
        at: datetime = form.cleaned_data["at"]
        try:
            made = inventory.announce(
                actor=actor, slug=slug, at=at, place=form.cleaned_data["place"]
            )
        except Problem as problem:
            form.take(problem)
        else:
            messages.success(request, _("The meeting is announced. Fill its agenda."))
            return redirect("portal:desk_meeting", slug=slug, number=made.number)
    return _committee(request, found, _said(found), MemberForm(initial=_today()), form)


@require_http_methods(["GET", "POST"])
def meeting(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    committee_ = _mine(request, slug)
    found = inventory.meeting(slug, number)
    problem: Problem | None = None
    if request.method == "POST":
        try:
            words = _act(request, found)
        except Forbidden:
            raise
        except Problem as refused:
            problem = refused
        else:
            messages.success(request, words)
            return redirect("portal:desk_meeting", slug=slug, number=number)
    return page(
        request,
        "inventory/desk/meeting",
        "desk",
        status=422 if problem else 200,
        committee=committee_,
        meeting=found,
        points=[
            (point, inventory.VERDICTS[point.verdict] if point.verdict else "")
            for point in found.agenda
        ],
        waiting=[shown.shown(inventory.item(item_id)) for item_id in inventory.waiting(slug)],
        verdicts=[
            (verdict, words)
            for verdict, words in inventory.VERDICTS.items()
            if verdict is not Verdict.NOTED
            and (verdict is not Verdict.REFER or committee_.level is Level.AGENCY)
        ],
        members=committee_.members,
        undecided=any(point.verdict is None for point in found.agenda),
        problem=problem,
        posted=request.POST if problem else {},
    )


def _act(request: HttpRequest, found: MeetingInfo) -> str:
    """Do what the form says: agenda, decision or minutes; return what was done."""
    actor, post = person_of(request), request.POST
    slug, number = found.committee_slug, found.number
    if "agenda" in post:
        inventory.put_on_agenda(
            actor=actor,
            item_ids=[item_id for text in post.getlist("item") if (item_id := _uuid(text))],
            title=post.get("title", ""),
            slug=slug,
            number=number,
        )
        return _("The agenda is public.")
    if "minutes" in post:
        inventory.write_minutes(
            actor=actor,
            minutes=post["minutes"],
            present=[member for text in post.getlist("present") if (member := _uuid(text))],
            slug=slug,
            number=number,
        )
        return _("The minutes are public; the meeting is closed.")
    point = _uuid(post.get("point", "")) or found.id
    dissents = {
        member: text
        for text, name in zip(post.getlist("dissent"), post.getlist("dissenter"), strict=False)
        if text.strip() and (member := _uuid(name))
    }
    verdict = post.get("verdict", "")
    inventory.decide(
        actor=actor,
        point_id=point,
        decision=inventory.Decision(
            Verdict(verdict) if verdict in set(Verdict) else Verdict.NOTED,
            post.get("why", ""),
            **{
                name: _votes(post.get(name, ""))
                for name in ("votes_for", "votes_against", "votes_none")
            },
            dissents=dissents,
        ),
        slug=slug,
        number=number,
    )
    return _("The decision is public.")


def _votes(text: str) -> int | None:
    number = asked_number(text)
    return None if number is None else min(number, MOST_VOTES)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _mine(request: HttpRequest, slug: str) -> CommitteeInfo:
    found = inventory.committee(slug)
    person_of(request)  # strangers sign in first
    if not keeps(request, found):
        identity.require(request.user, inventory.COMMITTEE.code, found.organization_id)
    return found


def _said(found: CommitteeInfo) -> CommitteeForm:
    return CommitteeForm(
        initial={
            "name": found.name,
            "name_en": found.name_en,
            "mandate": found.mandate,
            "reviews": [str(access) for access in found.reviews],
        }
    )


def _today() -> dict[str, date]:
    return {"start": clock.now().astimezone(clock.TAIPEI).date()}


def _committee(
    request: HttpRequest,
    found: CommitteeInfo,
    form: CommitteeForm,
    member: MemberForm,
    called: MeetingForm,
) -> HttpResponse:
    if found.level is not Level.NATIONAL:
        form.fields.pop("reviews", None)
    return page(
        request,
        "inventory/desk/committee",
        "desk",
        status=422 if form.errors or member.errors or called.errors else 200,
        committee=found,
        form=form,
        member=member,
        call=called,
        meetings=inventory.meetings(found.slug),
        waiting=[shown.shown(inventory.item(item_id)) for item_id in inventory.waiting(found.slug)],
    )
