"""Live layers as the back office shows them, and who may open them."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from idea.engines.features import api as features
from idea.engines.features.live.api import WRITE
from idea.engines.features.live.types import Field, Live, LiveFeature
from idea.portal.access import require
from idea.portal.templatetags.portal import plain

READ = "features.write-reporter"  # who may change anything of an agency sees all its layers
DECLARE = "features.declare"
CELLS = 5  # properties a table shows


def opened(request: HttpRequest, slug: str) -> Live:
    """Return the layer, or raise NoLive, SignInRequired or Forbidden."""
    require(request, READ)
    found = features.live_collection(slug)
    require(request, READ, found.organization_id)
    return found


def writable(request: HttpRequest, slug: str) -> Live:
    """Return the layer to one who may change its features."""
    found = opened(request, slug)
    require(request, WRITE[found.writers].code, found.organization_id)
    return found


def label(field: Field) -> str:
    return plain(field, "title") or field.name


def row(feature: LiveFeature, fields: Sequence[Field]) -> dict[str, Any]:
    values = [feature.properties.get(field.name) for field in fields[:CELLS]]
    return {"feature": feature, "cells": ["" if each is None else each for each in values]}
