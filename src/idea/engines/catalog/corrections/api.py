"""The face of corrections: propose, decide, publish what is accepted, derive, give thanks.

Thin: each name is explained where it is defined.
"""

from idea.engines.catalog.corrections.access import PARTICIPATE
from idea.engines.catalog.corrections.applying import apply, preview
from idea.engines.catalog.corrections.deciding import decide, hide
from idea.engines.catalog.corrections.deriving import COMMUNITY, derive
from idea.engines.catalog.corrections.posting import correct_file, correct_row, withdraw
from idea.engines.catalog.corrections.prov import prov
from idea.engines.catalog.corrections.queries import (
    changes,
    columns,
    correction,
    corrections,
    credits_of,
    derivatives,
    derived_from,
    shown_changes,
    waiting,
)
from idea.engines.catalog.corrections.rows import at, find
from idea.engines.catalog.corrections.tasks import start_apply

__all__ = [
    "COMMUNITY",
    "PARTICIPATE",
    "apply",
    "at",
    "changes",
    "columns",
    "correct_file",
    "correct_row",
    "correction",
    "corrections",
    "credits_of",
    "decide",
    "derivatives",
    "derive",
    "derived_from",
    "find",
    "hide",
    "preview",
    "prov",
    "shown_changes",
    "start_apply",
    "waiting",
    "withdraw",
]
