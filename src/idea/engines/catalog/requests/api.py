"""The face of requests: ask, support, answer by the table of moves; showcases.

Thin: each name is explained where it is defined.
"""

from idea.engines.catalog.requests.access import ANSWER, MODERATE
from idea.engines.catalog.requests.answering import hide, move
from idea.engines.catalog.requests.deadlines import working_days
from idea.engines.catalog.requests.letters import silence, told_of
from idea.engines.catalog.requests.pictures import possible as pictures_possible
from idea.engines.catalog.requests.posting import comment, post, support, unsupport
from idea.engines.catalog.requests.queries import (
    SORTS,
    alike,
    answered_by,
    history,
    lateness,
    mine,
    open_count,
    request,
    requests,
    supports,
    waiting,
)
from idea.engines.catalog.requests.showcases import decide as decide_showcase
from idea.engines.catalog.requests.showcases import propose as propose_showcase
from idea.engines.catalog.requests.showcases import showcase, showcases
from idea.engines.catalog.requests.showcases import waiting as showcases_waiting
from idea.engines.catalog.requests.workflow import MOVES, STATES, possible

__all__ = [
    "ANSWER",
    "MODERATE",
    "MOVES",
    "SORTS",
    "STATES",
    "alike",
    "answered_by",
    "comment",
    "decide_showcase",
    "hide",
    "history",
    "lateness",
    "mine",
    "move",
    "open_count",
    "pictures_possible",
    "possible",
    "post",
    "propose_showcase",
    "request",
    "requests",
    "showcase",
    "showcases",
    "showcases_waiting",
    "silence",
    "support",
    "supports",
    "told_of",
    "unsupport",
    "waiting",
    "working_days",
]
