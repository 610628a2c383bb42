"""Shapes come back from their lines of text as they were."""

import json

import pytest
import shapely
from django import forms

from idea.portal.contributions.drawing import as_text, read

SHAPES = [
    ("Point", "POINT (121.5 25)"),
    ("LineString", "LINESTRING (121 25, 122 25, 122 24.123456)"),
    ("LineString", "MULTILINESTRING ((121 25, 122 25), (120 24, 121 24))"),
    ("Polygon", "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 2 1, 2 2, 1 1), (4 4, 5 4, 5 5, 4 4))"),
    ("Polygon", "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0)), ((20 0, 29 0, 29 9, 20 0), (26 1, 27 1, 27 2, 26 1)))"),
]  # fmt: skip


@pytest.mark.parametrize("kind", ["own", "Mixed"])
@pytest.mark.parametrize(("own", "wkt"), SHAPES)
def test_comes_back_as_it_was(kind, own, wkt):
    shape = shapely.from_wkt(wkt)
    made = read(as_text(json.loads(shapely.to_geojson(shape))), own if kind == "own" else "Mixed")
    assert shapely.from_geojson(json.dumps(made)).normalize() == shape.normalize()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "Point"),
        ("1, 2\n3, 4", "Point"),
        ("1, 2", "LineString"),
        ("1, 2\n3, 4", "Polygon"),
        ("1, 2\n999, 999", "LineString"),
        ("\n".join(["1, 2"] * 20_001), "LineString"),
    ],
    ids=range(6),
)
def test_what_is_no_shape_is_refused(text, kind):
    with pytest.raises(forms.ValidationError):
        read(text, kind)
