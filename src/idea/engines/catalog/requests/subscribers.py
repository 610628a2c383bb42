"""What requests do when something happened: write letters, and answer what data were awaited."""

from uuid import UUID

from idea.engines.catalog.events import DatasetPublished, DatasetRegistered
from idea.engines.catalog.requests.answering import close_awaited
from idea.engines.catalog.requests.events import RequestMoved
from idea.kernel.audit.types import Actor
from idea.kernel.events import api as events
from idea.kernel.jobs import api as jobs


@events.subscribe(RequestMoved, "requests.letters")
def write_letters(event: RequestMoved) -> None:
    jobs.start(
        "requests.letters",
        actor=Actor.system("requests"),
        idempotency_key=event.entry,
        number=event.number,
        entry=UUID(event.entry),
    )


@events.subscribe(DatasetPublished, "requests.awaited-published")
def answer_published(event: DatasetPublished) -> None:
    close_awaited(event.slug)


@events.subscribe(DatasetRegistered, "requests.awaited-registered")
def answer_registered(event: DatasetRegistered) -> None:
    close_awaited(event.slug)
