"""Draws a picture as SVG with Vega-Lite, in this process, without a browser.

The SVG takes its ink from `currentColor` and sets that by the reader's light or dark
preference, so that it can be shown as an image on any page. It holds no script and asks
for nothing from outside.
"""

from typing import Any
from xml.sax.saxutils import escape

from idea.engines.catalog.charts.choose import Picture

FONT = "Noto Sans TC, PingFang TC, Microsoft JhengHei, system-ui, sans-serif"
MARK = "#2f7fb8"  # 3:1 or more against both white and near-black
_INK = "currentColor"
_STYLE = (
    "<style>:root{color:#3a3a3c}@media(prefers-color-scheme:dark){:root{color:#d6d6da}}</style>"
)
_WIDTH = 640


def draw(picture: Picture, words: dict[str, Any], language: str) -> str:
    """Return the SVG document, with the chart's words as its accessible name."""
    import vl_convert

    svg = vl_convert.vegalite_to_svg(_spec(picture, words), vl_version="5.20")
    head, _, rest = svg.partition(">")
    named = (
        f'{head} role="img" xml:lang="{language}">'
        f"<title>{escape(words['title'])}</title><desc>{escape(words['subtitle'])}</desc>{_STYLE}"
    )
    return f"{named}{rest}"


def _spec(picture: Picture, words: dict[str, Any]) -> dict[str, Any]:
    number = words["columns"][-1]
    if picture.kind == "spread":
        values = [{"from": a, "to": b, "n": n} for a, b, n in picture.rows]
        mark: dict[str, Any] = {"type": "bar", "color": MARK, "binSpacing": 1}
        encoding: dict[str, Any] = {
            "x": {
                "field": "from",
                "bin": {"binned": True},
                "type": "quantitative",
                "title": picture.value,
            },
            "x2": {"field": "to"},
            "y": {"field": "n", "type": "quantitative", "title": number},
        }
    elif picture.kind in {"values", "moments"}:
        values = [{"t": _moment(t), "v": v} for t, v in picture.rows]
        mark = {"type": "line", "color": MARK, "strokeWidth": 2, "point": len(values) < 40}  # noqa: PLR2004
        encoding = {
            "x": {
                "field": "t",
                "type": "temporal",
                "title": None,
                "axis": {"format": _axis(picture), "labelOverlap": True},
                "scale": {"type": "utc"},
            },
            "y": {
                "field": "v",
                "type": "quantitative",
                "title": number,
                "scale": {"zero": picture.kind == "moments"},
            },
        }
    else:
        values = [{"k": _cut(str(k)), "v": v} for k, v in picture.rows]
        mark = {"type": "bar", "color": MARK, "cornerRadiusEnd": 2}
        encoding = {
            "y": {"field": "k", "type": "nominal", "sort": None, "title": None},
            "x": {"field": "v", "type": "quantitative", "axis": None},
        }
    tall = 24 * len(values) if picture.kind in {"things", "kinds"} else 260
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": _WIDTH,
        "height": tall,
        "data": {"values": values},
        "layer": [{"mark": mark}, *_labels(picture)],
        "encoding": encoding,
        "config": {
            "background": None,
            "font": FONT,
            "view": {"stroke": None},
            "axis": {
                "labelColor": _INK,
                "titleColor": _INK,
                "labelFontSize": 13,
                "titleFontSize": 13,
                "titleFontWeight": "normal",
                "labelLimit": 220,
                "domain": False,
                "tickColor": "#8e8e93",
                "gridColor": "#8e8e93",
                "gridOpacity": 0.3,
            },
            "axisY": {"grid": picture.kind not in {"things", "kinds"}},
        },
    }


def _labels(picture: Picture) -> list[dict[str, Any]]:
    """Write each bar's number at its end, which spares the reader an axis."""
    if picture.kind not in {"things", "kinds"}:
        return []
    mark = {"type": "text", "align": "left", "dx": 5, "color": _INK, "fontSize": 13}
    whole = all(float(value).is_integer() for _name, value in picture.rows)
    text = {"field": "v", "type": "quantitative", "format": "," if whole else ",.3~r"}
    return [{"mark": mark, "encoding": {"text": text}}]


def _moment(text: str) -> str:
    return {4: f"{text}-01-01", 7: f"{text}-01"}.get(len(text), text.replace(" ", "T")) + (
        "T00:00:00Z" if len(text) <= 10 else "Z"  # noqa: PLR2004  a date without a time
    )


def _axis(picture: Picture) -> str:
    first, last = picture.rows[0][0], picture.rows[-1][0]
    if picture.unit == "year" or first[:4] != last[:4]:
        return "%Y" if picture.unit == "year" or int(last[:4]) - int(first[:4]) > 3 else "%Y-%m"  # noqa: PLR2004
    if picture.unit == "month":
        return "%Y-%m"
    return "%m-%d" if first[:10] != last[:10] else "%H:%M"


def _cut(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:23]}…"  # noqa: PLR2004
