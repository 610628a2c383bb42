"""What the interface of the layers for residents takes and gives: shapes only."""

from typing import Any

from ninja import Schema
from pydantic import Field

from idea.engines.features.residents.types import Standing
from idea.engines.features.types import Collection


class LayerOut(Schema):
    id: str
    title: str
    title_en: str


class StandingOut(Schema):
    shown: bool = Field(description="It answers on the near-me page")
    decided: bool = Field(description="Somebody decided; else it is not shown")
    proposed: bool = Field(description="By what it holds, it fits the page")
    reason: str = Field(description="places, areas, lines, raster, empty, nameless")


class DecisionIn(Schema):
    shown: bool
    why: str = Field("", max_length=500)


def layer_out(layer: Collection) -> dict[str, Any]:
    return {"id": layer.id, "title": layer.title, "title_en": layer.title_en}


def standing_out(found: Standing) -> dict[str, Any]:
    return {
        "shown": found.shown,
        "decided": found.decided,
        "proposed": found.proposed,
        "reason": str(found.reason),
    }
