"""Calls to the outside: files fetched from addresses that people give, without being led inside.

Fetches and refuses; what a file holds is for `engines.sources`.
"""

from idea.kernel.http.errors import (
    AddressRefused,
    BadAddress,
    BadAnswer,
    NotReached,
    TooLarge,
    TooSlow,
)
from idea.kernel.http.fetch import Fetched, fetch

__all__ = [
    "AddressRefused",
    "BadAddress",
    "BadAnswer",
    "Fetched",
    "NotReached",
    "TooLarge",
    "TooSlow",
    "fetch",
]
