"""The words of a chart: a title that is its finding, and a line that says what is shown.

A finding claims no more than the numbers drawn: which is highest, where the middle half is.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from idea.engines.catalog.charts.choose import Picture


def figure(value: float) -> str:
    """Return a number for reading: 1,203 or 24.6, never 24.600000001."""
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"  # noqa: PLR2004


def words(picture: Picture, language: str) -> dict[str, Any]:
    """Return title, subtitle and the table's column titles in `language`."""
    with override(language):
        return {
            "title": _title(picture),
            "subtitle": _subtitle(picture),
            "columns": _columns(picture),
        }


def _title(picture: Picture) -> str:
    if picture.half is not None:
        return _("Half of all values of %(value)s are between %(low)s and %(high)s") % {
            "value": picture.value,
            "low": figure(picture.half[0]),
            "high": figure(picture.half[1]),
        }
    top = max(picture.rows, key=lambda row: row[1])
    tied = sum(row[1] == top[1] for row in picture.rows) - 1
    name = top[0]
    if tied:
        name = ngettext("%(name)s and %(count)d other", "%(name)s and %(count)d others", tied) % {
            "name": name,
            "count": tied,
        }
    facts = {"name": name, "value": picture.value, "figure": figure(top[1])}
    if picture.kind == "kinds":
        share = 100 * top[1] / picture.total
        return _("%(name)s has the most rows: %(figure)s, or %(share)s%%") % {
            **facts,
            "share": figure(round(share, 1)),
        }
    if picture.kind == "moments":
        return _("%(name)s has the most rows: %(figure)s") % facts
    if picture.kind == "values":
        return _("%(value)s was highest at %(name)s: %(figure)s") % facts
    return _("%(name)s has the highest %(value)s: %(figure)s") % facts


def _subtitle(picture: Picture) -> str:
    total = f"{picture.total:,}"
    facts = {"label": picture.label, "value": picture.value, "total": total}
    if picture.kind == "spread":
        return _("How many rows have which value of %(value)s; %(total)s rows in all") % facts
    if picture.kind == "values":
        if picture.averaged:
            return _("Mean of %(value)s by %(label)s; %(total)s rows in all") % facts
        return _("%(value)s by %(label)s; %(total)s rows in all") % facts
    if picture.kind == "things":
        text = _("%(value)s by %(label)s; %(total)s rows in all") % facts
    else:
        text = _("Number of rows by %(label)s; %(total)s rows in all") % facts
    if picture.shown:
        more = _("the first %(drawn)d of %(all)d are drawn") % {
            "drawn": len(picture.rows),
            "all": picture.shown,
        }
        text = f"{text}{_('; ')}{more}"
    return text


def _columns(picture: Picture) -> list[str]:
    if picture.kind == "spread":
        return [_("From"), _("To"), _("Rows")]
    return [picture.label, picture.value or _("Rows")]
