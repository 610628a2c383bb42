"""Promises of symbologies: classes found in the data, one meaning in browser and server."""

import itertools
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from idea.engines.features.styles import api, classing, compiling, palettes, reading
from idea.engines.features.styles.errors import BadStyle
from idea.engines.features.styles.tests.conftest import ACTOR
from idea.engines.features.styles.types import Method, Style, Symbology

pytestmark = pytest.mark.django_db
FRONT = Path(__file__).resolve().parents[6] / "frontend"
SPEC = FRONT / "node_modules/@maplibre/maplibre-gl-style-spec/dist/gl-style-validate.mjs"


def test_the_commonest_categories_come_first_and_the_rest_is_counted(shops):
    style = api.preview(shops, {"method": "categories", "column": "kind", "classes": 2})
    assert style.symbology.values == ("書", "茶")
    legend = api.legend(style, shops)
    assert [(each.words, each.count) for each in legend.entries][:2] == [("書", 25), ("茶", 25)]
    assert legend.entries[2].count == 50
    assert legend.entries[2].color == "#8b8f8e"


@pytest.mark.parametrize("breaks", ["quantile", "equal", "natural"])
def test_classes_hold_every_number_once(shops, breaks):
    said = {"method": "graduated", "column": "seats", "breaks": breaks, "classes": 4}
    style = api.preview(shops, said)
    legend = api.legend(style, shops)
    assert sum(each.count for each in legend.entries) == 100
    assert legend.entries[-1].count == 10  # those without a number
    assert len(style.symbology.starts) == 4
    assert list(style.symbology.starts) == sorted(style.symbology.starts)


def test_legend_and_tiles_tell_the_same_class(shops):
    """What SQL calls a class is what the compiled step expression gives."""
    style = api.preview(shops, {"method": "graduated", "column": "seats", "classes": 5})
    [layer] = api.layers(style, "Point")
    case = layer["paint"]["circle-color"]
    step = case[2]
    stops = [(float("-inf"), step[2]), *zip(step[3::2], step[4::2], strict=True)]
    of_browser = dict.fromkeys((color for _start, color in stops), 0)
    for value in (i for i in range(100) if i % 10 != 9):
        of_browser[[color for start, color in stops if value >= start][-1]] += 1
    entries = api.legend(style, shops).entries[:-1]
    assert of_browser == {each.color: each.count for each in entries}


def test_whole_numbers_and_booleans_are_written_as_a_browser_writes_them(shops):
    numbers = api.preview(shops, {"method": "categories", "column": "seats", "classes": 3})
    assert numbers.symbology.values == ("0", "1", "10")
    truths = api.preview(shops, {"method": "categories", "column": "open"})
    assert set(truths.symbology.values) == {"true", "false"}


def test_floors_are_raised_by_their_height(buildings):
    style = api.preview(buildings, {"height": "floors", "unit": "floors"})
    [layer] = api.layers(style, buildings.layer.kind)
    assert layer["type"] == "fill-extrusion"
    assert layer["paint"]["fill-extrusion-height"][2] == 3.3
    assert api.has_extrusion([layer])


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ([], ""),
        ({"method": "rainbow"}, "/method"),
        ({"colour": "#ffffff"}, "/colour"),
        ({"color": "red;}"}, "/color"),
        ({"classes": 13}, "/classes"),
        ({"classes": True}, "/classes"),
        ({"opacity": float("nan")}, "/opacity"),
        ({"starts": [3, 2]}, "/starts"),
        ({"values": ["x"] * 99}, "/values"),
        ({"method": "graduated"}, "/column"),
        ({"method": "graduated", "column": "kind"}, "/column"),
        ({"method": "categories", "column": "kind') OR 1=1 --"}, "/column"),
        ({"label": "nothing"}, "/label"),
        ({"height": "seats"}, "/height"),
        ({"palette": "../x"}, "/palette"),
        ({"column": "a\0b"}, "/column"),
    ],
)
def test_what_is_wrong_is_told_by_its_place(shops, said, pointer):
    with pytest.raises(BadStyle) as told:
        api.preview(shops, said)
    assert pointer in [issue.column for issue in told.value.issues]


def test_categories_with_quotes_are_only_text(shops):
    said = {"method": "categories", "column": "kind", "values": ["茶", "'; DROP TABLE x; --", '"']}
    style = api.preview(shops, said)
    entries = api.legend(style, shops).entries
    assert [each.count for each in entries] == [25, 0, 0, 75]


def test_a_symbology_survives_being_kept(shops):
    said = {"method": "graduated", "column": "seats", "dash": [2, 1], "reverse": True}
    kept = api.save(actor=ACTOR, collection_id="shops", symbology=said).symbology
    assert api.style(shops).symbology == kept
    assert reading.symbology(reading.as_json(kept), shops) == kept


@pytest.mark.parametrize("name", palettes.PALETTES)
@pytest.mark.parametrize("count", [2, 5, 8])
def test_palettes_are_told_apart(name, count):
    shown = palettes.colors(name, count)
    assert len(shown) == count
    assert not palettes.alike(shown)
    luminances = [palettes.contrast(each, "#000000") for each in shown]
    if palettes.PALETTES[name].kind == "sequential":
        assert luminances == sorted(luminances, reverse=True)


def test_what_is_hard_to_see_is_said(shops):
    style = api.preview(shops, {"color": "#fffdf0", "opacity": 0.1})
    assert len(api.warnings(style)) == 2
    assert not api.warnings(api.preview(shops, {}))


def compiled():
    """Yield (kind, symbology) over the vocabulary: each method, kind, label, height and dash."""
    methods = [
        Symbology(),
        Symbology(Method.CATEGORIES, "kind", values=("茶", "麵", '"', "http://x")),
        Symbology(Method.CATEGORIES, "kind"),
        Symbology(Method.GRADUATED, "seats", starts=(0.0, 1.5, 1e9)),
        Symbology(Method.GRADUATED, "seats", starts=(3.0,)),
        Symbology(Method.GRADUATED, "seats"),
    ]
    kinds = ["Point", "MultiPoint", "LineString", "MultiPolygon", "Polygon", "Mixed"]
    for of, kind, label, height, dash in itertools.product(
        methods, kinds, ("", "name"), ("", "tall"), ((), (2.0, 1.0))
    ):
        from dataclasses import replace

        yield kind, replace(of, label=label, height=height, dash=dash)
    yield "Point", Symbology(Method.PROPORTIONAL, "seats", greatest=98.0)
    yield "Point", Symbology(Method.PROPORTIONAL, "seats")


@pytest.mark.skipif(not SPEC.exists() or not shutil.which("node"), reason="no front end here")
def test_every_compiled_style_is_valid_by_maplibres_own_check(tmp_path):
    styles = [
        compiling.document(Style("x", "x", "x", symbology=of), kind, "https://x.test/t.json")
        for kind, of in compiled()
    ]
    broken = json.loads(json.dumps(styles[0]))
    broken["layers"][0]["paint"]["circle-radius"] = ["no-such-operator"]
    (tmp_path / "styles.json").write_text(json.dumps([*styles, broken]))
    (tmp_path / "check.mjs").write_text(
        "import { readFileSync } from 'node:fs';"
        f"const {{ validateStyleMin }} = await import('file://{SPEC.with_name('index.mjs')}');"
        f"const all = JSON.parse(readFileSync('{tmp_path}/styles.json'));"
        "const said = all.map((style) => validateStyleMin(style).map((e) => e.message)"
        ".filter((words) => !words.includes('glyphs')));"
        "console.log(JSON.stringify(said));"
    )
    run = subprocess.run(
        ["node", str(tmp_path / "check.mjs")], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    said = json.loads(run.stdout)
    assert said.pop(), "the check finds what is wrong"
    assert not [words for words in said if words]
    assert len(said) > 140


def test_a_column_a_new_version_lacks_leaves_the_layer_plain(shops, tmp_path):
    from idea.engines.features.tests.services import one_point

    api.save(
        actor=ACTOR, collection_id="shops", symbology={"method": "categories", "column": "kind"}
    )
    newer = one_point(tmp_path, name="shops")
    assert api.style(newer).symbology.method is Method.SINGLE
    assert api.look_of(newer).plain
    assert classing.legend(api.style(newer).symbology, newer).entries[0].count == 1
