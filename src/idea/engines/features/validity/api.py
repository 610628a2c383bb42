"""The face of the time that features count in.

Thin: each name is explained where it is defined.
"""

from idea.engines.features.validity.access import DATE, permit
from idea.engines.features.validity.actions import declare, withdraw
from idea.engines.features.validity.cutting import during, extent, known
from idea.engines.features.validity.keeping import declared
from idea.engines.features.validity.proposing import Told, proposed, told_by
from idea.engines.features.validity.spans import span

__all__ = [
    "DATE",
    "Told",
    "declare",
    "declared",
    "during",
    "extent",
    "known",
    "permit",
    "proposed",
    "span",
    "told_by",
    "withdraw",
]
