"""Promises that every template and style keeps, whatever page it stands on."""

import re
from pathlib import Path

import pytest

PORTAL = Path(__file__).resolve().parents[1]
FRONTEND = PORTAL.parents[2] / "frontend"
TEMPLATES = sorted((PORTAL / "templates").rglob("*.html"))
INLINE = re.compile(r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE)
SCRIPT = re.compile(r"<script(?![^>]*\b(?:src=|type=\"application/(?:ld\+)?json\"))", re.IGNORECASE)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_code_or_style(path):
    text = path.read_text(encoding="utf-8")
    assert not INLINE.search(text)
    assert not SCRIPT.search(text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_trusts_what_it_is_given(path):
    text = path.read_text(encoding="utf-8")
    assert "|safe" not in text
    assert "autoescape off" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_is_small(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) < 120


def rules():
    return {
        path: path.read_text(encoding="utf-8") for path in sorted((FRONTEND / "css").glob("*.css"))
    }


def test_colors_come_from_the_constants():
    for path, text in rules().items():
        if path.name not in {"tokens.css", "print.css"}:
            found = re.findall(r":[^;{]*#[0-9a-f]{3,8}\b", text)
            assert [each for each in found if "#ffffff" not in each] == [], path.name


def _colors(text):
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", text))


def _light(color):
    def channel(value):
        value /= 255
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (channel(int(color[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Return the contrast ratio of WCAG 2.2, 1.4.3."""
    bright, dim = sorted((_light(one), _light(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


PAIRS = [
    (text, ground, 4.5)
    for text in ("ink", "ink-soft", "accent", "accent-strong", "error", "success", "warning")
    for ground in ("paper", "surface", "sunken")
]
PAIRS += [(f"facet-{number}", "surface", 4.5) for number in range(1, 6)]
PAIRS += [(name, f"{name}-soft", 4.5) for name in ("info", "success", "warning", "error")]
PAIRS += [
    ("ink", f"{name}-soft", 4.5) for name in ("accent", "info", "success", "warning", "error")
]
PAIRS += [("ink", "mark", 4.5), ("accent", "mark", 3), ("on-accent", "accent", 4.5)]
PAIRS += [("on-accent", "accent-strong", 4.5), ("map-label", "map-land", 4.5)]
PAIRS += [("on-alert", f"alert-{level}", 7) for level in ("minor", "moderate", "severe", "extreme")]
PAIRS += [(edge, "surface", 3) for edge in ("line-strong", "focus", "map-data", "map-chosen")]


@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_contrast_is_enough_by_day_and_by_night(mode, text, ground, least):
    tokens = (FRONTEND / "css" / "tokens.css").read_text(encoding="utf-8")
    day, _, night = tokens.partition("@media (prefers-color-scheme: dark)")
    colors = _colors(day) | (_colors(night) if mode == "dark" else {})
    assert contrast(colors[text], colors[ground]) >= least


def test_what_the_browser_gets_is_small():
    built = FRONTEND / "dist" / "idea"
    if not built.exists():
        pytest.skip("the front end is not built")
    assert (built / "app.js").stat().st_size < 15_000
    assert (built / "app.css").stat().st_size < 40_000
    for name in ("map.js", "map.css", "maplibre-worker.js", "icons.svg", "licenses.txt"):
        assert (built / name).exists()


def test_every_icon_that_is_asked_for_is_drawn():
    drawn = set(re.findall(r'id="([a-z]+)"', (FRONTEND / "img" / "icons.svg").read_text()))
    asked = {
        name
        for path in TEMPLATES
        for name in re.findall(r'{% icon "([a-z]+)" %}', path.read_text(encoding="utf-8"))
    }
    doors = set(re.findall(r'icon="([a-z]+)"', (PORTAL / "doors.py").read_text()))
    assert asked | doors <= drawn


def test_the_lock_holds_no_address():
    lock = (FRONTEND / "package-lock.json").read_text()
    assert '"resolved"' not in lock
