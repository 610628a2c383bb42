"""A data set's rows by area: a form, a map and the table behind it.

Asks the catalog; what a browser sends that makes no sense falls back to what does.
"""

from dataclasses import asdict
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idea.engines.catalog import api as catalog
from idea.engines.catalog.areas import api as areas
from idea.engines.catalog.areas.types import AreaMap, Asked, Found, Measure, Method
from idea.engines.catalog.types import Dataset, Version
from idea.engines.features.addresses import api as addresses
from idea.engines.features.addresses.types import Level as Fineness
from idea.kernel.errors import Problem
from idea.portal.paging import asked_number
from idea.portal.render import Section, page

LISTED = 500  # areas in the table; the files have all
NARROW = 400  # pixels: on a phone the legend stays readable
Choice = TypeVar("Choice", bound=StrEnum)


def on_dataset(request: HttpRequest, dataset: Dataset) -> Section | None:
    """Show the map of rows by area, where the rows tell of areas."""
    del request
    version = dataset.current if dataset.offered else None
    if version is None or (level := areas.first_level(version)) is None:
        return None
    asked = Asked(level=level.id)
    return Section(
        "idea/areas/on_dataset.html",
        {
            "dataset": dataset,
            "picture": _address(dataset.slug, asked, "svg"),
            "narrow": _address(dataset.slug, asked, "svg", width=NARROW),
        },
    )


def area_map(request: HttpRequest, slug: str) -> HttpResponse:
    found = catalog.dataset(slug)
    if found.withdrawn_at is not None:
        return page(request, "pages/withdrawn", "datasets", status=410, dataset=found)
    version = catalog.version(slug)
    known = areas.levels(version)
    asked = _asked(request, version, known)
    made, refusal = None, None
    try:
        made = areas.area_map(slug, asked)
    except Problem as problem:
        refusal = problem
    shown = [each for each in made.areas if each.rows or each.hidden] if made else []
    shown.sort(key=lambda each: (each.value is None, -(each.value or 0), each.code))
    return page(
        request,
        "areas/areas",
        "datasets",
        dataset=found,
        asked=asked,
        levels=[(level.id, level.words()) for level in known],
        hexagons=asked.level.startswith("h3-"),
        measures=_measures(),
        methods=_methods(),
        columns=areas.measurable(version),
        keys=[column for column in version.columns if not column.role.startswith("l")],
        counts=areas.CLASSES,
        made=made,
        found_by=_found_words(made) if made else "",
        finenesses=_finenesses(made) if made else [],
        refusal=refusal,
        shown=[(each, areas.number(each.value)) for each in shown[:LISTED]],
        more=max(len(shown) - LISTED, 0),
        heading=areas.heading(made, _title(found)) if made else "",
        picture=_address(slug, asked, "svg"),
        narrow=_address(slug, asked, "svg", width=NARROW),
        csv=_address(slug, asked, "csv"),
        geojson=_address(slug, asked, "geojson"),
        json=_address(slug, asked, "json"),
        unmatched=_address(slug, asked, "unmatched"),
    )


def _found_words(made: AreaMap) -> str:
    words = {
        Found.NAMES: _("by the names in %(columns)s"),
        Found.CODES: _("by the codes in %(columns)s"),
        Found.ADDRESSES: _("by the addresses in %(columns)s"),
        Found.PLACES: _("by their places on the map"),
    }
    return words[made.found] % {"columns": _("“, ”").join(made.keys)}


def _finenesses(made: AreaMap) -> list[tuple[str, int]]:
    """Return in words how fine the positions of addresses are, and of how many rows."""
    return [
        (addresses.level_words(level), rows)
        for level in Fineness
        if (rows := made.levels.get(level, 0))
    ]


def _measures() -> list[tuple[Measure, str]]:
    return [
        (Measure.COUNT, _("Number of rows")),
        (Measure.SUM, _("Sum")),
        (Measure.MEAN, _("Mean")),
        (Measure.LEAST, _("Least")),
        (Measure.MOST, _("Greatest")),
    ]


def _methods() -> list[tuple[Method, str]]:
    return [
        (Method.QUANTILE, _("As many areas in each")),
        (Method.EQUAL, _("As wide each")),
        (Method.NATURAL, _("Natural breaks")),
    ]


def _asked(request: HttpRequest, version: Version, known: tuple[areas.Level, ...]) -> Asked:
    said = request.GET
    level = said.get("level", "")
    if level not in {each.id for each in known}:
        level = known[0].id if known else "county"
    measure = _choice(said.get("measure", ""), Measure.COUNT)
    names = [column.name for column in areas.measurable(version)]
    column = said.get("column", "")
    if measure is Measure.COUNT or not names:
        measure, column = Measure.COUNT, ""
    elif column not in names:
        column = names[0]
    classes = asked_number(said.get("classes", "")) or 5
    key = said.get("key", "")
    return Asked(
        level,
        measure,
        column,
        _choice(said.get("method", ""), Method.QUANTILE),
        min(max(classes, areas.CLASSES[0]), areas.CLASSES[-1]),
        max(asked_number(said.get("least", "")) or 0, 0),
        key=key if key in {each.name for each in version.columns} else "",
        over=said.get("over", "").strip()[:200],
        over_column=said.get("over_column", "").strip()[:200] if said.get("over") else "",
        per=max(asked_number(said.get("per", "")) or 1000, 1),
    )


def _choice(text: str, default: Choice) -> Choice:
    try:
        return type(default)(text)
    except ValueError:
        return default


def _address(slug: str, asked: Asked, form: str, **more: int) -> str:
    told = {key: value for key, value in asdict(asked).items() if value}
    if not asked.over:
        told.pop("per", None)
    said: dict[str, Any] = {key: str(value) for key, value in told.items()}
    language = {"lang": get_language() or "zh-hant"} if form == "svg" else {}
    query = urlencode(said | {"format": form} | language | more)
    return f"/api/v1/datasets/{quote(slug)}/areas?{query}"


def _title(dataset: Dataset) -> str:
    english = get_language() == "en" and dataset.title_en
    return english or dataset.title
