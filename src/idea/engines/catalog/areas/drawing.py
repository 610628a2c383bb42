"""The picture of a statistical map, with its words in the reader's language."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from idea.engines.catalog.areas import levels
from idea.engines.catalog.areas.outlines import outlines
from idea.engines.catalog.areas.types import AreaMap, Class, Measure
from idea.engines.features import api as features


def drawn(made: AreaMap, title: str, language: str, width: int = 800) -> str:
    """Return the SVG of a map, `width` pixels wide.

    `title` is the data set's, `language` "zh-hant" or "en".
    """
    hidden = {each.code for each in made.areas if each.hidden}
    with translation.override(language):
        legend: list[tuple[int | None, str]] = [
            (rank, _class_words(each)) for rank, each in enumerate(made.classes)
        ]
        if hidden:
            legend.append(
                (None, _("fewer than %(least)d rows: withheld") % {"least": made.asked.least})
            )
        return features.choropleth(
            outlines(made),
            {each.code: each.rank for each in made.areas if each.rank is not None},
            legend,
            title=heading(made, title),
            description=_describe(made),
            language=language,
            hidden=hidden,
            width=width,
            height=max(width * 4 // 5, 480),
        )


def heading(made: AreaMap, title: str) -> str:
    """Return what the map shows, in a line."""
    words = {
        Measure.COUNT: _("%(title)s: rows by %(level)s"),
        Measure.SUM: _("%(title)s: sum of “%(column)s” by %(level)s"),
        Measure.MEAN: _("%(title)s: mean of “%(column)s” by %(level)s"),
        Measure.LEAST: _("%(title)s: least “%(column)s” by %(level)s"),
        Measure.MOST: _("%(title)s: greatest “%(column)s” by %(level)s"),
    }[made.asked.measure]
    told = words % {
        "title": title,
        "column": made.asked.column,
        "level": levels.level(made.asked.level).words(),
    }
    if made.over is None:
        return told
    return _("%(told)s, per %(per)s of “%(over)s”") % {
        "told": told,
        "per": number(made.over.per),
        "over": f"{made.over.title} · {made.over.column}" if made.over.column else made.over.title,
    }


def number(value: float | None) -> str:
    """Return a number as people read it: 1,234 or 3.25; "–" for none."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if value == int(value) and abs(value) < 1e15 else f"{value:,.4g}"  # noqa: PLR2004


def _class_words(each: Class) -> str:
    start, end = number(each.start), number(each.end)
    words = start if start == end else f"{start} – {end}"
    return words + ngettext(" (%(n)d area)", " (%(n)d areas)", each.areas) % {"n": each.areas}


def _describe(made: AreaMap) -> str:
    shown = sorted(
        (each for each in made.areas if each.value is not None),
        key=lambda each: -(each.value or 0),
    )
    if not shown:
        return _("No area has a value.")
    return _("%(n)d areas have a value; the greatest is %(name)s with %(value)s.") % {
        "n": len(shown),
        "name": shown[0].name
        if shown[0].county == shown[0].name
        else shown[0].county + shown[0].name,
        "value": number(shown[0].value or 0),
    }
