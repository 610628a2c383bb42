"""Saves styles, takes them away and brings earlier ones back; each is a revision that stays.

Who may is for `access`; what a style may say for `reading` and `checking`.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from idea.engines.features import queries as layers
from idea.engines.features.models import StyleRevision
from idea.engines.features.styles import classing, queries, reading
from idea.engines.features.styles.access import permit
from idea.engines.features.styles.checking import checked
from idea.engines.features.styles.errors import BadStyle, NoStyle, StyleExists
from idea.engines.features.styles.types import DEFAULT, PLAIN, Style, Symbology
from idea.engines.features.types import Collection
from idea.kernel import clock
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor

_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,59}", re.ASCII)
MOST_STYLES: Final = 20


def save(
    *,
    actor: Actor,
    collection_id: str,
    style_id: str = DEFAULT,
    title: str = "",
    title_en: str = "",
    symbology: Mapping[str, Any] | Symbology | None = None,
    document: object = None,
    why: str = "",
    new: bool = False,
) -> Style:
    """Save a style from a symbology or from a MapLibre document; return its new revision.

    NoCollection, Forbidden, BadStyle; StyleExists where it should be `new` and is there.
    """
    layer = layers.collection(collection_id)
    permit(actor, layer.id)
    if not _ID.fullmatch(style_id) or style_id == PLAIN:
        raise BadStyle(
            _("A style's id has small letters, digits and hyphens; “plain” is taken."),
            remedy=_("For example: by-type."),
        )
    there = {each.id: each for each in queries.styles(layer)}
    if new and style_id in there and there[style_id].number:
        raise StyleExists(_("There is a style “%(name)s” already.") % {"name": style_id})
    if style_id not in there and len(there) >= MOST_STYLES:
        raise BadStyle(_("A layer has at most %(most)d styles.") % {"most": MOST_STYLES})
    known = there.get(style_id)
    made = Style(
        layer.id,
        style_id,
        (title or (known.title if known and known.number else "") or style_id)[:200],
        (title_en or (known.title_en if known else ""))[:200],
        why=why[:500],
    )
    if document is not None:
        made = replace(made, layers=checked(document))
    else:
        if not isinstance(symbology, Symbology):
            symbology = reading.symbology(symbology if symbology is not None else {}, layer)
        made = replace(made, symbology=classing.filled(symbology, layer))
    return _keep(actor, made, "features.style-saved")


def revert(*, actor: Actor, collection_id: str, style_id: str, number: int, why: str = "") -> Style:
    """Make an earlier revision the present one again, as a new revision."""
    permit(actor, layers.collection(collection_id).id)
    row = StyleRevision.objects.filter(
        collection=collection_id, style=style_id, number=number, removed=False
    ).first()
    if row is None:
        raise NoStyle(_("The style has no revision %(number)d.") % {"number": number})
    return _keep(actor, replace(queries.style_of(row), why=why[:500]), "features.style-reverted")


def remove(*, actor: Actor, collection_id: str, style_id: str, why: str = "") -> None:
    """Take a style away; the default falls back to the plain one. Its revisions stay."""
    layer = layers.collection(collection_id)
    permit(actor, layer.id)
    found = queries.style(layer, style_id)
    if not found.number:
        raise NoStyle(_("Nobody saved this style: there is nothing to take away."))
    gone = Style(layer.id, style_id, found.title, found.title_en, why=why[:500], removed=True)
    _keep(actor, gone, "features.style-removed")


def copy(*, actor: Actor, collection_id: str, source: str, style_id: str = DEFAULT) -> Style:
    """Give a collection the default style of another; columns it lacks are a BadStyle.

    Class breaks are the other's, so that two maps can be compared.
    """
    layer = layers.collection(collection_id)
    found = queries.style(layers.collection(source))
    why = _("Copied from %(name)s") % {"name": source}
    if found.symbology is None:
        return save(
            actor=actor, collection_id=layer.id, style_id=style_id, title=found.title,
            title_en=found.title_en, document=[dict(each) for each in found.layers], why=why,
        )  # fmt: skip
    return save(
        actor=actor, collection_id=layer.id, style_id=style_id, title=found.title,
        title_en=found.title_en, symbology=reading.as_json(found.symbology), why=why,
    )  # fmt: skip


def preview(layer: Collection, symbology: Mapping[str, Any]) -> Style:
    """Return the style a symbology would be, with its classes; nothing is kept."""
    made = classing.filled(reading.symbology(symbology, layer), layer)
    return Style(layer.id, DEFAULT, layer.title, symbology=made)


def _keep(actor: Actor, style: Style, action: str) -> Style:
    try:
        with transaction.atomic():
            last = (
                StyleRevision.objects.filter(collection=style.collection_id, style=style.id)
                .order_by("-number")
                .first()
            )
            row = StyleRevision.objects.create(
                collection=style.collection_id,
                style=style.id,
                number=(last.number if last else 0) + 1,
                title=style.title,
                title_en=style.title_en,
                symbology=None if style.symbology is None else reading.as_json(style.symbology),
                layers=list(style.layers) or None,
                removed=style.removed,
                why=style.why,
                created_at=clock.now(),
            )
            audit.record(
                actor=actor,
                action=action,
                target=f"dataset:{style.collection_id}",
                why=style.why,
                data={"style": style.id, "revision": row.number},
            )
    except IntegrityError:  # another saved at the same moment and took the number
        raise StyleExists(
            _("Somebody else saved this style just now."), remedy=_("Look at it and save again.")
        ) from None
    return queries.style_of(row)
