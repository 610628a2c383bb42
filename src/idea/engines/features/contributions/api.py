"""What other packages may ask of contributions."""

from idea.engines.features.contributions.access import decider, may_try
from idea.engines.features.contributions.conf import conf
from idea.engines.features.contributions.deciding import (
    Amended,
    accept,
    ask,
    reject,
    set_rule,
    undo,
)
from idea.engines.features.contributions.filing import read_file
from idea.engines.features.contributions.photos import too_large
from idea.engines.features.contributions.posting import (
    answer,
    propose,
    propose_many,
    unname,
    withdraw,
)
from idea.engines.features.contributions.queries import (
    contribution,
    contributions,
    credits_of,
    fields,
    following,
    is_public,
    open_collection,
    open_collections,
    photo,
    rule,
    rules,
    steps,
)

__all__ = [
    "Amended",
    "accept",
    "answer",
    "ask",
    "conf",
    "contribution",
    "contributions",
    "credits_of",
    "decider",
    "fields",
    "following",
    "is_public",
    "may_try",
    "open_collection",
    "open_collections",
    "photo",
    "propose",
    "propose_many",
    "read_file",
    "reject",
    "rule",
    "rules",
    "set_rule",
    "steps",
    "too_large",
    "undo",
    "unname",
    "withdraw",
]
