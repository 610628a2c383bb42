"""Which styles a collection has: what was saved, and what is taken where nothing was."""

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Max
from django.utils.translation import gettext as _

from idea.engines.features.models import StyleRevision
from idea.engines.features.styles.errors import NoStyle
from idea.engines.features.styles.reading import values_of
from idea.engines.features.styles.types import DEFAULT, PLAIN, Style, Symbology
from idea.engines.features.types import Collection

_NAMED = 100  # layers a query names; of more, all that was saved is read


def styles(layer: Collection) -> list[Style]:
    """Return the styles there are, the default first and the plain one last."""
    return of_all([layer])[layer.id]


def of_all(layers: Sequence[Collection]) -> dict[str, list[Style]]:
    """Return the styles of each layer as `styles` does, by its id, in one query."""
    revisions_ = StyleRevision.objects.all()
    if len(layers) <= _NAMED:
        revisions_ = revisions_.filter(collection__in=[layer.id for layer in layers])
    latest = revisions_.values("collection", "style").annotate(last=Max("id")).values("last")
    saved: dict[str, list[Style]] = {}
    for row in StyleRevision.objects.filter(id__in=latest, removed=False).order_by("style"):
        saved.setdefault(row.collection, []).append(style_of(row))
    return {layer.id: _listed(layer, saved.get(layer.id, [])) for layer in layers}


def _listed(layer: Collection, found: list[Style]) -> list[Style]:
    saved = [_fitting(each, layer) for each in found]
    own = [each for each in saved if each.id == DEFAULT]
    rest = [each for each in saved if each.id != DEFAULT]
    if not own:
        return [plain(layer, DEFAULT), *rest]
    return [*own, *rest, plain(layer, PLAIN)]


def style(layer: Collection, style_id: str = "") -> Style:
    """Return one style, the default where none is named; NoStyle where there is none of the id."""
    wanted = style_id or DEFAULT
    for each in styles(layer):
        if each.id == wanted:
            return each
    raise NoStyle(
        _("This layer has no style “%(name)s”.") % {"name": wanted[:80]},
        remedy=_("Look at the list of its styles."),
    )


def revisions(collection_id: str, style_id: str, most: int = 50) -> list[Style]:
    """Return what was saved of a style, the latest first."""
    rows = StyleRevision.objects.filter(collection=collection_id, style=style_id)
    return [style_of(row) for row in rows.order_by("-id")[:most]]


def _fitting(found: Style, layer: Collection) -> Style:
    """Return the style; plain, under its own name, where a new version lacks a column of it."""
    of = found.symbology
    named = set() if of is None else {of.column, of.label, of.height} - {""}
    if not named <= set(layer.columns):
        return replace(found, symbology=plain(layer, found.id).symbology)
    return found


def plain(layer: Collection, style_id: str) -> Style:
    """Return the style of layers nobody has made one for: one color, by the kind of geometry."""
    area = layer.layer.kind.endswith("Polygon") or layer.layer.kind == "Mixed"
    made = Symbology(opacity=0.28) if area else Symbology(opacity=1.0)
    return Style(layer.id, style_id, _("Plain"), symbology=made)


def style_of(row: StyleRevision) -> Style:
    symbology = None
    if row.symbology is not None:
        symbology = _symbology(row.symbology)
    return Style(
        collection_id=row.collection,
        id=row.style,
        title=row.title,
        title_en=row.title_en,
        symbology=symbology,
        layers=tuple(row.layers or ()),
        number=row.number,
        why=row.why,
        at=row.created_at,
        removed=row.removed,
    )


def _symbology(kept: dict[str, object]) -> Symbology:
    """Return what was checked before it was kept."""
    return Symbology(**values_of(kept))
