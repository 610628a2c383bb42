"""Sources and runs with their words, as the pages show them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from idea.engines.catalog.harvest import api as harvests
from idea.engines.catalog.harvest.types import Run, RunState, Source


@dataclass(frozen=True, slots=True)
class ShownSource:
    source: Source
    kind: str
    state: str
    good: bool


@dataclass(frozen=True, slots=True)
class ShownRun:
    run: Run
    state: str
    good: bool
    counts: tuple[tuple[str, int], ...]


def shown_source(source: Source) -> ShownSource:
    if not source.active:
        state = _("Paused")
    elif source.failing:
        state = _("Fails")
    elif source.good_at is None:
        state = _("Not harvested yet")
    else:
        state = _("Works")
    return ShownSource(source, harvests.kind_label(source.kind), state, not source.failing)


def shown_run(run: Run) -> ShownRun:
    counts = run.counts
    rows = (
        (_("Records read"), counts.read),
        (_("Data sets of the source"), counts.datasets),
        (_("New"), counts.new),
        (_("Changed"), counts.changed),
        (_("Unchanged"), counts.same),
        (_("Back again"), counts.back),
        (_("Known from another source"), counts.merged),
        (_("Gone, withdrawn here"), counts.gone),
        (_("Missing, kept for now"), counts.held),
        (_("Repeated records"), counts.repeated),
        (_("Records left out"), counts.rejected),
        (_("Links to files"), counts.distributions),
        (_("Agencies added"), counts.agencies),
    )
    good = run.state.good or run.state is RunState.RUNNING
    return ShownRun(run, harvests.state_label(run.state), good, rows)


def shown_faults(run: Run) -> list[tuple[str, int]]:
    """Return what was wrong with records, in words, the most frequent first."""
    return [(harvests.say(code), count) for code, count in run.issue_counts.items()]
