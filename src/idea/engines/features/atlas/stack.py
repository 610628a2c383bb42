"""Which layers lie on one map, in which order and how strong, as addresses tell it.

Reads and writes the text; draws nothing, and does not know whether a layer is there.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from idea.engines.features.errors import BadParameter

MOST = 12  # layers on one map: more can be told apart by nobody
# Told apart on the page's land by people who see no red, no green or no blue (tested); the same
# stand in frontend/css/tokens.css, with others for the night.
TONES = ("#0b5d6b", "#88121b", "#ad8714", "#6608ad", "#099e57", "#ee00b7", "#0c0ee7")
_WHOLE = 100
_TOKEN = re.compile(
    r"(?P<off>-)?(?P<id>[^\W_][\w-]{0,199})"  # as slugs are: letters of any language, hyphens
    r"(?::(?P<opacity>[0-9]{1,3}))?(?::(?P<tone>[0-9]))?"
)


@dataclass(frozen=True, slots=True)
class Laid:
    """A layer as it lies on a map."""

    id: str
    opacity: int = _WHOLE  # percent
    tone: int = 0  # index in TONES
    shown: bool = True

    @property
    def ink(self) -> str:
        return TONES[self.tone]


def laid_on(text: str) -> list[Laid]:
    """Return what can be read of a text, up to MOST layers: for pages, which refuse nothing."""
    found: dict[str, _Said] = {}
    for part in filter(None, text.split(",")):
        try:
            said = _said(part)
        except BadParameter:
            continue
        found.setdefault(said.id, said)
    return _toned(list(found.values())[:MOST])


def read(text: str) -> list[Laid]:
    """Return the layers of a text, the topmost first; raise BadParameter where it is none."""
    said = [_said(part) for part in filter(None, text.split(","))]
    if len(said) > MOST or len({each.id for each in said}) < len(said):
        raise BadParameter(
            _("A map has up to %(most)d layers, each once.") % {"most": MOST},
            remedy=_("Leave some out."),
        )
    return _toned(said)


def written(laid: Iterable[Laid]) -> str:
    """Return the shortest text that `read` makes the same layers of."""
    layers = list(laid)
    return ",".join(_written(each, _usual(at, len(layers))) for at, each in enumerate(layers))


class _Said(NamedTuple):
    id: str
    opacity: int
    tone: int | None
    shown: bool


def _said(text: str) -> _Said:
    """Return what `[-]id[:opacity[:tone]]` says, or raise BadParameter."""
    found = _TOKEN.fullmatch(text)
    opacity = int(found["opacity"] or _WHOLE) if found else 0
    tone = int(found["tone"]) if found and found["tone"] else None
    if found is None or not 1 <= opacity <= _WHOLE or (tone or 0) >= len(TONES):
        raise BadParameter(
            _("“%(text)s” names no layer as a map has it.") % {"text": text[:80]},
            remedy=_("For example shelters, shelters:60 (opacity in percent) or -shelters (off)."),
        )
    return _Said(found["id"], opacity, tone, not found["off"])


def _toned(said: Sequence[_Said]) -> list[Laid]:
    return [
        Laid(
            each.id,
            each.opacity,
            _usual(at, len(said)) if each.tone is None else each.tone,
            each.shown,
        )
        for at, each in enumerate(said)
    ]


def _usual(at: int, layers: int) -> int:
    """Return the tone a layer has unless another is said: what comes on top takes the next one."""
    return (layers - 1 - at) % len(TONES)


def _written(each: Laid, usual: int) -> str:
    strength = f":{each.opacity}" if each.tone != usual or each.opacity < _WHOLE else ""
    tone = "" if each.tone == usual else f":{each.tone}"
    return f"{'' if each.shown else '-'}{each.id}{strength}{tone}"
