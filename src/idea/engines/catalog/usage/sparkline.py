"""A small line of the uses a day, as SVG: the shape of it; the numbers stand beside it."""

from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

from idea.engines.catalog.usage.types import Usage

WIDE: Final = 240
HIGH: Final = 44
EDGE: Final = 3


def sparkline(usage: Usage, label: str) -> SafeString:
    """Return the SVG with `label` as its name; its color is that of the text around it."""
    totals = [day.total for day in usage.days] or [0]
    most = max(*totals, 1) if len(totals) > 1 else max(totals[0], 1)
    step = (WIDE - 2 * EDGE) / max(1, len(totals) - 1)
    points = " ".join(
        f"{EDGE + at * step:.1f},{HIGH - EDGE - total / most * (HIGH - 2 * EDGE):.1f}"
        for at, total in enumerate(totals)
    )
    return format_html(
        '<svg class="sparkline" role="img" aria-label="{}" viewBox="0 0 {} {}" '
        'width="{}" height="{}"><polyline points="{}" fill="none" stroke="currentColor" '
        'stroke-width="2" stroke-linejoin="round"/></svg>',
        label,
        WIDE,
        HIGH,
        WIDE,
        HIGH,
        points,
    )
