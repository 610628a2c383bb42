"""The trend of a data set's points as a picture of steps: points hold until measured anew.

Draws; the same numbers stand in the table beside it.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from django.utils.translation import override

from idea.engines.catalog.quality import words
from idea.engines.catalog.quality.indicators import BANDS, MQA_TOTAL
from idea.engines.catalog.quality.types import Point
from idea.kernel import clock

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 640, 220, 48, 56, 14, 30
_FONT = "Noto Sans TC, PingFang TC, Microsoft JhengHei, system-ui, sans-serif"
_STYLE = (
    "<style>:root{color:#3a3a3c}@media(prefers-color-scheme:dark){:root{color:#d6d6da}}</style>"
)
_LINE = "#2f7fb8"  # 3:1 or more against both white and near-black


def trend_svg(points: Sequence[Point], language: str) -> str:
    """Return an SVG document; the bands' limits are thin lines with their names."""
    with override(language):
        title = finding(points)
        subtitle = _("Points of %(total)d, from each measurement to the next") % {
            "total": MQA_TOTAL
        }
        bands = [(least, str(words.BANDS[name])) for name, least in BANDS if least]
    first = points[0].at
    last = max(points[-1].at, first + timedelta(days=1))
    span = (last - first).total_seconds()

    def x(point: Point) -> float:
        share = (point.at - first).total_seconds() / span
        return round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT), 1)

    def y(value: float) -> float:
        return round(_HEIGHT - _BOTTOM - value / MQA_TOTAL * (_HEIGHT - _TOP - _BOTTOM), 1)

    path = f"M{x(points[0])} {y(points[0].points)}"
    for before, point in pairwise(points):
        path += f"L{x(point)} {y(before.points)}L{x(point)} {y(point.points)}"
    end = _WIDTH - _RIGHT
    path += f"L{end} {y(points[-1].points)}"
    dots = "".join(
        f'<circle cx="{x(one)}" cy="{y(one.points)}" r="4" fill="{_LINE}"/>' for one in points
    )
    lines = "".join(
        f'<path d="M{_LEFT} {y(least)}H{end}" stroke="#8e8e93" stroke-opacity=".4"/>'
        f'<text x="{_LEFT - 8}" y="{y(least) + 4}" text-anchor="end">{least}</text>'
        f'<text x="{_LEFT + 6}" y="{y(least) - 5}" opacity=".8">{escape(name)}</text>'
        for least, name in bands
    )
    days = [f"{moment.astimezone(clock.TAIPEI):%Y-%m-%d}" for moment in (first, points[-1].at)]
    axis = f'<text x="{_LEFT}" y="{_HEIGHT - 8}">{days[0]}</text>'
    if days[1] != days[0]:
        axis += f'<text x="{end}" y="{_HEIGHT - 8}" text-anchor="end">{days[1]}</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'width="{_WIDTH}" height="{_HEIGHT}" role="img" xml:lang="{language}">'
        f"<title>{escape(title)}</title><desc>{escape(subtitle)}</desc>{_STYLE}"
        f'<g font-family="{_FONT}" font-size="13" fill="currentColor">{lines}{axis}'
        f'<path d="{path}" fill="none" stroke="{_LINE}" stroke-width="2"/>{dots}'
        f'<text x="{end + 8}" y="{y(points[-1].points) + 5}" font-weight="bold">'
        f"{points[-1].points}</text></g></svg>"
    )


def finding(points: Sequence[Point]) -> str:
    """Return the trend in a sentence."""
    first, last = points[0].points, points[-1].points
    facts = {"first": first, "last": last, "change": abs(last - first)}
    if last > first:
        return _("Quality rose by %(change)d points to %(last)d") % facts
    if last < first:
        return _("Quality fell by %(change)d points to %(last)d") % facts
    return _("Quality stands at %(last)d points") % facts
