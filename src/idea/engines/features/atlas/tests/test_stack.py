"""What an address says of layers is read to the letter, or refused, or left out: by a rule."""

import itertools

import numpy as np
import pytest

from idea.engines.features.atlas import api
from idea.engines.features.atlas.api import Laid
from idea.engines.features.errors import BadParameter

# How people without one kind of cone see (Machado, Oliveira, Fernandes 2009; linear sRGB).
SIGHTS = {
    "all": np.eye(3),
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}  # fmt: skip
LEAST = 20  # CIE76; from 10 on, colors side by side are two to anybody


@pytest.mark.parametrize(
    ("text", "laid"),
    [
        ("", []),
        ("shelters", [Laid("shelters")]),
        ("a,b", [Laid("a", tone=1), Laid("b")]),
        ("a:60,-b:50:4", [Laid("a", 60, 1), Laid("b", 50, 4, shown=False)]),
        ("夜市-2016", [Laid("夜市-2016")]),
    ],
)
def test_a_text_is_read_and_written_again_the_same(text, laid):
    assert api.read(text) == laid
    assert api.read(api.written(laid)) == laid


def test_what_is_usual_is_not_written():
    assert api.written([Laid("b", tone=1), Laid("a")]) == "b,a"
    assert api.written([Laid("a"), Laid("b", tone=1)]) == "a:100:0,b:100:1"


HOSTILE = [
    "a:0",
    "a:101",
    "a:60:9",
    "a:b",
    "a b",
    "../x",
    "a?b",
    "a%2Fb",
    "<script>",
    "--a",
    "a:1:1:1",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_layer_is_refused_by_programs_and_left_out_by_pages(text):
    with pytest.raises(BadParameter):
        api.read(text)
    assert [each.id for each in api.laid_on(f"{text},good")] == ["good"]


def test_a_map_holds_so_many_and_each_once():
    many = ",".join(f"l{n}" for n in range(api.MOST + 3))
    assert len(api.laid_on(many)) == api.MOST
    assert api.laid_on("a,a:50") == [Laid("a")]
    for text in (many, "a,a:50"):
        with pytest.raises(BadParameter):
            api.read(text)


@pytest.mark.parametrize("sight", SIGHTS)
def test_the_tones_are_told_apart_by_every_eye(sight):
    seen = [_lab(np.asarray(SIGHTS[sight]) @ _linear(tone)) for tone in api.TONES]
    nearest = min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2))
    assert nearest >= LEAST


def test_the_tones_are_seen_on_the_land():
    land = _light("#fbfaf6")
    for tone in api.TONES:
        assert (land + 0.05) / (_light(tone) + 0.05) >= 3, tone


def test_the_style_sheet_has_the_same_tones():
    from pathlib import Path

    sheet = Path(__file__).parents[6] / "frontend" / "css" / "tokens.css"
    text = sheet.read_text(encoding="utf-8")
    for number, tone in enumerate(api.TONES):
        assert f"--map-tone-{number}: {tone};" in text
        assert text.count(f"--map-tone-{number}:") == 2, "one for the day, one for the night"


def _linear(color):
    parts = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def _light(color):
    return float(_linear(color) @ [0.2126, 0.7152, 0.0722])


def _lab(linear):
    to_xyz = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]  # fmt: skip
    xyz = np.asarray(to_xyz) @ np.clip(linear, 0, 1) / [0.95047, 1.0, 1.08883]
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])
