"""The face of the layers for residents: which answer on the near-me page, and who decides.

Thin: each name is explained where it is defined.
"""

from idea.engines.features.residents.access import NEAR
from idea.engines.features.residents.actions import accept_proposal, decide
from idea.engines.features.residents.queries import shown, standing

__all__ = ["NEAR", "accept_proposal", "decide", "shown", "standing"]
