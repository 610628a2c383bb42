"""The badge of a data set as a small picture, for other people's pages.

Draws; holds no script and asks for nothing from outside. The words beside it are in the picture.
"""

import unicodedata
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from django.utils.translation import override

from idea.engines.catalog.quality import words
from idea.engines.catalog.quality.indicators import MQA_TOTAL, band
from idea.engines.catalog.quality.types import Badge
from idea.engines.catalog.types import Dataset

# 4.5:1 or more against the white letters, in both light and dark surroundings.
COLORS = {
    Badge.PLATINUM: "#3f5f7f",
    Badge.GOLD: "#7a5c00",
    Badge.SILVER: "#5f6368",
    Badge.BRONZE: "#8a4b20",
    Badge.NONE: "#6b6b6b",
}
_HEIGHT = 24
_FONT = "Noto Sans TC, PingFang TC, Microsoft JhengHei, system-ui, sans-serif"


def badge_svg(dataset: Dataset, language: str) -> str:
    """Return an SVG document that says the badge and the points."""
    with override(language):
        left = _("Data quality")
        if dataset.quality_points is None:
            right = _("not measured")
        else:
            name = words.BADGES.get(dataset.quality_badge)
            rating = words.BANDS[band(dataset.quality_points)]
            points = f"{dataset.quality_points}/{MQA_TOTAL}"
            right = f"{name or rating} {points}"
    color = COLORS.get(Badge(dataset.quality_badge or "none"), COLORS[Badge.NONE])
    a, b = _width(left), _width(right)
    title = escape(f"{left}: {right}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{a + b}" height="{_HEIGHT}" '
        f'viewBox="0 0 {a + b} {_HEIGHT}" role="img" aria-label="{title}" xml:lang="{language}">'
        f"<title>{title}</title>"
        f'<rect width="{a + b}" height="{_HEIGHT}" rx="4" fill="#3a3a3c"/>'
        f'<path d="M{a} 0h{b - 4}a4 4 0 0 1 4 4v16a4 4 0 0 1-4 4h-{b - 4}z" fill="{color}"/>'
        f'<g fill="#fff" font-family="{_FONT}" font-size="13" text-anchor="middle">'
        f'<text x="{a / 2}" y="16.5">{escape(left)}</text>'
        f'<text x="{a + b / 2}" y="16.5">{escape(right)}</text></g></svg>'
    )


def _width(text: str) -> int:
    """Return about how wide 13-pixel letters are; Chinese ones are twice as wide as Latin."""
    wide = sum(1 for c in text if unicodedata.east_asian_width(c) in "WF")
    return 18 + wide * 13 + (len(text) - wide) * 8
