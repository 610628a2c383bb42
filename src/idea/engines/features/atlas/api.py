"""The face of the map of many layers.

Thin: each name is explained where it is defined.
"""

from idea.engines.features.atlas.here import EACH, FARTHEST, Here, OfLayer, here
from idea.engines.features.atlas.sheet import Asked, fitting, sheet
from idea.engines.features.atlas.stack import MOST, TONES, Laid, laid_on, read, written
from idea.engines.features.drawing import Frame
from idea.engines.features.queries import named

__all__ = [
    "EACH",
    "FARTHEST",
    "MOST",
    "TONES",
    "Asked",
    "Frame",
    "Here",
    "Laid",
    "OfLayer",
    "fitting",
    "here",
    "laid_on",
    "named",
    "read",
    "sheet",
    "written",
]
