"""The description of a data set nobody has described: what its file shows, and no more."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from idea.engines.catalog.types import Version
from idea.engines.sources.types import Column, ColumnType

NAMED = 12  # columns named before "and so on"


def describe(version: Version, language: str) -> str:
    """Return two or three sentences in `language`, made from counts and column names alone."""
    with override(language):
        count = len(version.columns)
        names = _(", ").join(column.title or column.name for column in version.columns[:NAMED])
        if count > NAMED:
            names = _("%(names)s and %(more)d more") % {"names": names, "more": count - NAMED}
        parts = [
            ngettext(
                "Published from the file %(filename)s: %(rows)s row, with the columns %(names)s.",
                "Published from the file %(filename)s: %(rows)s rows, with the columns %(names)s.",
                version.rows,
            )
            % {"filename": version.filename, "rows": f"{version.rows:,}", "names": names}
        ]
        if version.layer is not None:
            parts.append(
                ngettext(
                    "%(count)s row has a place on the map.",
                    "%(count)s rows have a place on the map.",
                    version.layer.count,
                )
                % {"count": f"{version.layer.count:,}"}
            )
        parts.append(_("The publisher has not written a description yet."))
        return ("" if language.startswith("zh") else " ").join(parts)


def type_label(column: Column) -> str:
    """Return the word for a column's type, in the language of the moment."""
    return {
        ColumnType.STRING: _("text"),
        ColumnType.INTEGER: _("whole number"),
        ColumnType.NUMBER: _("number"),
        ColumnType.BOOLEAN: _("yes or no"),
        ColumnType.DATE: _("date"),
        ColumnType.DATETIME: _("date and time"),
        ColumnType.TIME: _("time of day"),
    }[column.type]
