"""3D Tiles (OGC 22-025r4, versions 1.0 and 1.1): what a tileset says of itself.

Reads documents and walks from one to the next; keeping and serving the files is for the engines.
"""

from idea.kernel.tiles3d.documents import BadTileset
from idea.kernel.tiles3d.opening import FAULTS, look
from idea.kernel.tiles3d.survey import ROOT, Part, Survey, survey

__all__ = ["FAULTS", "ROOT", "BadTileset", "Part", "Survey", "look", "survey"]
