"""The face of licences and fees: terms, what may be mixed, what costs what and why.

Thin: each name is explained where it is defined.
"""

from idea.engines.catalog.licenses.labels import ACTS, ANSWERS, BANS, DUTIES
from idea.engines.catalog.licenses.mixing import (
    attribution,
    combine,
    combine_datasets,
    source_of,
    terms,
)
from idea.engines.catalog.licenses.pricing import SET_FEE, fee, fees, lift_fee, set_fee
from idea.engines.catalog.licenses.terms import ORDER, TERMS

__all__ = [
    "ACTS",
    "ANSWERS",
    "BANS",
    "DUTIES",
    "ORDER",
    "SET_FEE",
    "TERMS",
    "attribution",
    "combine",
    "combine_datasets",
    "fee",
    "fees",
    "lift_fee",
    "set_fee",
    "source_of",
    "terms",
]
