"""What others may ask about styles: which there are, how they look, what their legends say."""

from idea.engines.features.styles.access import STYLE, permit
from idea.engines.features.styles.actions import copy, preview, remove, revert, save
from idea.engines.features.styles.compiling import document, has_extrusion, layers
from idea.engines.features.styles.legends import as_json as legend_json
from idea.engines.features.styles.legends import drawable, legend, warnings
from idea.engines.features.styles.legends import size as legend_size
from idea.engines.features.styles.legends import svg as legend_svg
from idea.engines.features.styles.looks import look_of
from idea.engines.features.styles.palettes import PALETTES, colors
from idea.engines.features.styles.queries import of_all, revisions, style, styles
from idea.engines.features.styles.reading import as_json

__all__ = [
    "PALETTES",
    "STYLE",
    "as_json",
    "colors",
    "copy",
    "document",
    "drawable",
    "has_extrusion",
    "layers",
    "legend",
    "legend_json",
    "legend_size",
    "legend_svg",
    "look_of",
    "of_all",
    "permit",
    "preview",
    "remove",
    "revert",
    "revisions",
    "save",
    "style",
    "styles",
    "warnings",
]
