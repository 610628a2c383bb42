"""The face of address positioning.

Thin: each name is explained where it is defined.
"""

from idea.engines.features.addresses.actions import load, remove
from idea.engines.features.addresses.batch import JOB, located, read_lines, start, write_csv
from idea.engines.features.addresses.matching import geocode, take_apart
from idea.engines.features.addresses.queries import lists
from idea.engines.features.addresses.reverse import reverse, reverse_many
from idea.engines.features.addresses.suggesting import suggest
from idea.engines.features.addresses.words import level_words, reason_words

__all__ = [
    "JOB",
    "geocode",
    "level_words",
    "lists",
    "load",
    "located",
    "read_lines",
    "reason_words",
    "remove",
    "reverse",
    "reverse_many",
    "start",
    "suggest",
    "take_apart",
    "write_csv",
]
