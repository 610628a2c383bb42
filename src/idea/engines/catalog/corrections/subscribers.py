"""What corrections do when something happened: write to whoever posted one."""

from idea.engines.catalog.corrections.events import CorrectionSettled
from idea.kernel.audit.types import Actor
from idea.kernel.events import api as events
from idea.kernel.jobs import api as jobs


@events.subscribe(CorrectionSettled, "corrections.letters")
def write_letter(event: CorrectionSettled) -> None:
    jobs.start(
        "corrections.letter",
        actor=Actor.system("corrections"),
        idempotency_key=f"{event.number}-{event.state}",
        number=event.number,
    )
