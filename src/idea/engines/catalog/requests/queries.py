"""Reads of requests: one, lists with counts, histories, what is overdue, what is alike."""

from datetime import date
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils.translation import gettext as _

from idea.engines.catalog import models
from idea.engines.catalog.requests.deadlines import today
from idea.engines.catalog.requests.errors import RequestNotFound
from idea.engines.catalog.requests.records import entry_of, request_of
from idea.engines.catalog.requests.types import DataRequest, Entry, Filter, Late, Requests, State
from idea.engines.catalog.requests.workflow import OPEN, UNANSWERED
from idea.kernel.search import api as search
from idea.kernel.search.types import Hit

KIND = "request"
FOUND = 2_000
SORTS: dict[str, tuple[str, ...]] = {
    "-created": ("-created_at", "-id"),
    "-changed": ("-changed_at", "-id"),
    "-supporters": ("-supporters", "-id"),
    "due": ("due", "id"),
}


def stored(number: int) -> models.DataRequest:
    row = whole().filter(number=number).first()
    if row is None:
        raise RequestNotFound(_("There is no request %(number)d.") % {"number": number})
    return row


def request(number: int) -> DataRequest:
    """Return a request; a hidden one says why. Raises RequestNotFound."""
    return request_of(stored(number), today())


def history(number: int) -> list[Entry]:
    """Return what was said and done, the oldest first; hidden lines keep their place."""
    return [entry_of(row) for row in stored(number).entries.order_by("at", "id")]


def requests(wanted: Filter) -> Requests:
    """Return a page of requests with the exact total, and counts by state."""
    day = today()
    rows = whole().filter(hidden_at__isnull=True)
    if wanted.text.strip():
        keys = search.keys(wanted.text, kinds=(KIND,), limit=FOUND)
        rows = rows.filter(id__in=[UUID(key.partition(":")[2]) for key in keys])
    if wanted.organization:
        none = wanted.organization == "none"
        rows = rows.filter(
            Q(organization__isnull=True) if none else Q(organization__slug=wanted.organization)
        )
    counted = rows.order_by().values_list("state").annotate(n=Count("id"))
    states: dict[str, int] = dict(counted)
    states["open"] = sum(states.get(state, 0) for state in OPEN)
    states["overdue"] = rows.filter(late(day)).count()
    if wanted.state == "open":
        rows = rows.filter(state__in=OPEN)
    elif wanted.state == "overdue":
        rows = rows.filter(late(day))
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    order = SORTS.get(wanted.sort, SORTS["-created"])
    offset, limit = max(0, wanted.offset), max(0, min(wanted.limit, 1000))
    page = [request_of(row, day) for row in rows.order_by(*order)[offset : offset + limit]]
    return Requests(page, rows.count(), states)


def late(day: date) -> Q:
    """Return the condition of answers that are overdue, and plans whose day is over."""
    return Q(state__in=UNANSWERED, due__lt=day) | Q(state=State.IN_WORK, planned__lt=day)


def lateness() -> list[Late]:
    """Return the agencies that owe answers, the longest first."""
    rows = models.DataRequest.objects.filter(late(today()), hidden_at__isnull=True)
    counted = (
        rows.order_by()
        .values(
            name=F("organization__name"),
            name_en=F("organization__name_en"),
            slug=F("organization__slug"),
        )
        .annotate(n=Count("id"), oldest=Min("due"))
        .order_by("oldest", "slug")
    )
    return [
        Late(
            item["name"] or "", item["name_en"] or "", item["slug"] or "", item["n"], item["oldest"]
        )
        for item in counted
    ]


def open_count() -> int:
    """Return how many requests wait for data now."""
    return models.DataRequest.objects.filter(state__in=OPEN, hidden_at__isnull=True).count()


def answered_by(slug: str) -> list[DataRequest]:
    """Return the requests a data set answers, the most supported first."""
    rows = whole().filter(dataset__slug=slug, hidden_at__isnull=True)
    return [request_of(row, today()) for row in rows.order_by("-supporters", "number")]


def alike(text: str, limit: int = 5) -> list[Hit]:
    """Return data sets and requests that may already say what is asked for."""
    if not text.strip():
        return []
    return search.search(text, kinds=("dataset", KIND), limit=limit).hits


def supports(person_id: str, number: int) -> bool | None:
    """Return whether a person supports the request, and (True) wants letters; None: does not."""
    voice = models.Support.objects.filter(request__number=number, person_id=person_id).first()
    return voice.notify if voice else None


def mine(person_id: str) -> list[DataRequest]:
    """Return what a person asked for, the newest first."""
    rows = whole().filter(author_id=person_id).order_by("-created_at")
    return [request_of(row, today()) for row in rows]


def waiting(organizations: list[UUID], *, unassigned: bool) -> list[DataRequest]:
    """Return what waits for these agencies, the next due first."""
    condition = Q(organization__in=organizations)
    if unassigned:
        condition |= Q(organization__isnull=True)
    rows = whole().filter(condition, state__in=OPEN, hidden_at__isnull=True)
    return [request_of(row, today()) for row in rows.order_by("due", "id")]


def whole() -> QuerySet[models.DataRequest]:
    return models.DataRequest.objects.select_related("organization", "dataset", "merged_into")
