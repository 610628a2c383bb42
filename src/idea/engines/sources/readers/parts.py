"""Refuses a sheet or a layer that the file does not have, and names those that there are.

Which one is read where nobody says is for `sheets` and `layers`.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from idea.engines.sources.errors import UnreadableFile
from idea.engines.sources.types import Hints

_NAMED = 20


def sheet_of(hints: Hints, names: Sequence[str]) -> str:
    """Return the sheet that is asked for; empty where none is."""
    if hints.layer:
        raise UnreadableFile(
            _(
                "A workbook has no layers, so “{name}” cannot be read. Its sheets are: {names}"
            ).format(name=hints.layer[:80], names=_listed(names)),
            remedy=_("Give the name of a sheet, or neither a layer nor a sheet."),
        )
    if hints.sheet and hints.sheet not in names:
        raise UnreadableFile(
            _("There is no sheet “{name}”; there are: {names}").format(
                name=hints.sheet[:80], names=_listed(names)
            ),
            remedy=_("Give one of these names, or none to read the first sheet with data."),
        )
    return hints.sheet


def layer_of(hints: Hints, names: Sequence[str]) -> str:
    """Return the layer that is asked for; empty where none is."""
    if hints.sheet:
        raise UnreadableFile(
            _(
                "A map file has no sheets, so “{name}” cannot be read. Its layers are: {names}"
            ).format(name=hints.sheet[:80], names=_listed(names)),
            remedy=_("Give the name of a layer, or neither a layer nor a sheet."),
        )
    if hints.layer and hints.layer not in names:
        raise UnreadableFile(
            _("There is no layer “{name}”; there are: {names}").format(
                name=hints.layer[:80], names=_listed(names)
            ),
            remedy=_("Give one of these names, or none to read the first layer."),
        )
    return hints.layer


def refuse(hints: Hints) -> None:
    """Refuse a sheet or a layer for a file that is one table and no more."""
    if name := hints.sheet or hints.layer:
        raise UnreadableFile(
            _("The file holds one table, no sheets or layers, so “{name}” cannot be read.").format(
                name=name[:80]
            ),
            remedy=_("Leave out the sheet and the layer, or give the workbook or map file itself."),
        )


def _listed(names: Sequence[str]) -> str:
    shown = _(", ").join(names[:_NAMED])
    return f"{shown} …" if len(names) > _NAMED else shown
