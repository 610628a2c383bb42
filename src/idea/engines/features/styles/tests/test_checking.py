"""Promises and limits of layers an expert writes: what is safe is kept, all else is named."""

import pytest

from idea.engines.features.styles import api
from idea.engines.features.styles.checking import checked
from idea.engines.features.styles.errors import BadStyle
from idea.engines.features.styles.tests.conftest import ACTOR

GOOD = {
    "version": 8,
    "layers": [
        {
            "id": "heat",
            "type": "heatmap",
            "source": "elsewhere",
            "maxzoom": 9,
            "paint": {"heatmap-weight": ["interpolate", ["linear"], ["get", "seats"], 0, 0, 9, 1]},
        },
        {
            "id": "dots",
            "type": "circle",
            "filter": ["match", ["get", "kind"], ["茶", "書"], True, False],
            "paint": {
                "circle-color": ["match", ["get", "kind"], "get", "#ff0000", "rgb(1,2,3)"],
                "circle-radius": 4,
            },
        },
        {
            "id": "names",
            "type": "symbol",
            "layout": {"text-field": ["get", "kind"], "text-font": ["Noto Sans TC"]},
        },
    ],
}


def layer(**more):
    return {"layers": [{"id": "a", "type": "circle", **more}]}


def deep(levels):
    made = 1
    for _level in range(levels):
        made = ["+", made, 1]
    return made


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        (None, ""),
        ("x", ""),
        ({}, "/layers"),
        ({"layers": []}, "/layers"),
        ({"layers": [{"id": str(i), "type": "line"} for i in range(31)]}, "/layers"),
        ({**GOOD, "sprite": "https://evil.test/s"}, "/sprite"),
        ({**GOOD, "glyphs": "https://evil.test/{fontstack}"}, "/glyphs"),
        ({**GOOD, "version": 7}, "/version"),
        ({"layers": [3]}, "/layers/0"),
        (layer(type="raster"), "/layers/0/type"),
        (layer(type=["circle"]), "/layers/0/type"),
        (layer(id=""), "/layers/0/id"),
        ({"layers": [{"id": "a", "type": "line"}] * 2}, "/layers/1/id"),
        (layer(onclick="x"), "/layers/0/onclick"),
        (layer(minzoom="3"), "/layers/0/minzoom"),
        (layer(paint=[]), "/layers/0/paint"),
        (layer(paint={"circle-pattern": "x"}), "/layers/0/paint/circle-pattern"),
        (layer(paint={"circle-radius": "4"}), "/layers/0/paint/circle-radius"),
        (layer(paint={"circle-radius": {"stops": []}}), "/layers/0/paint/circle-radius"),
        (layer(paint={"circle-color": "url(x)"}), "/layers/0/paint/circle-color"),
        (layer(paint={"circle-radius": ["image", "x"]}), "/layers/0/paint/circle-radius/0"),
        (layer(paint={"circle-radius": deep(13)}), "/layers/0/paint/circle-radius"),
        (layer(paint={"circle-radius": deep(900)}), "/layers"),
        (layer(paint={"circle-radius": ["+", *[1] * 2100]}), "/layers/0/paint/circle-radius"),
        (layer(filter=["==", ["get", "a"], "https://evil.test"]), "/layers/0/filter/2"),
        (layer(filter=["literal", ["//evil.test/x"]]), "/layers/0/filter/1/0"),
    ],
)
def test_what_is_not_safe_is_named_by_its_place(said, pointer):
    with pytest.raises(BadStyle) as told:
        checked(said)
    assert pointer in [issue.column for issue in told.value.issues]


def test_what_is_safe_is_kept_without_its_sources():
    heat, dots, names = checked(GOOD)
    assert "source" not in heat
    assert dots["filter"] == GOOD["layers"][1]["filter"]
    assert names["layout"]["text-font"] == ["Noto Sans TC"]


@pytest.mark.django_db
def test_an_experts_layers_are_drawn_of_the_collections_own_tiles(shops):
    made = api.save(
        actor=ACTOR, collection_id="shops", style_id="heat", document=GOOD, title="熱區"
    )
    document = api.document(made, "Point", "https://x.test/tiles.json")
    assert document["sources"] == {
        "features": {"type": "vector", "url": "https://x.test/tiles.json"}
    }
    assert {each["source"] for each in document["layers"]} == {"features"}
    assert not api.drawable(made)
