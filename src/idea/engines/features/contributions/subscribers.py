"""What contributions do when one was decided: write to whoever made it."""

from idea.engines.features.contributions.events import ContributionMoved
from idea.kernel.audit.types import Actor
from idea.kernel.events import api as events
from idea.kernel.jobs import api as jobs


@events.subscribe(ContributionMoved, "contributions.letters")
def write_letter(event: ContributionMoved) -> None:
    jobs.start("contributions.letter", actor=Actor.system("contributions"), number=event.number)
