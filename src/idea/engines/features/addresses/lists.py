"""Recognizes what a reference list holds by its columns, and turns its rows into ours.

Known are the files that agencies publish: road names (Ministry of the Interior, Chunghwa Post),
postal ranges (3+2 and 3+3), villages with a point, door plates. Reading the bytes is `sources`'.
"""
# ruff: noqa: S608  names are quoted

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from idea.engines.features.addresses.doors import door_number
from idea.engines.features.addresses.english import road_key
from idea.engines.features.addresses.errors import NotAList
from idea.engines.features.addresses.folding import fold
from idea.engines.features.addresses.names import Names, spelled
from idea.engines.features.addresses.parsing import canonical_street, parse
from idea.engines.features.addresses.types import ListKind, Parts
from idea.engines.sources import api as sources
from idea.engines.sources.types import Column, Role, Staged
from idea.kernel import duck
from idea.kernel.progress import Progress

Row = Mapping[str, Any]
BATCH = 20_000
# What a column is, by the names it has where agencies publish it.
_CALLED: dict[str, tuple[str, ...]] = {
    "county": ("city", "縣市", "縣市名稱", "county", "省市縣市"),
    "town": ("area", "鄉鎮市區", "鄉鎮市區名稱", "town"),
    "site": ("site_id",),
    "road": ("road", "路名", "原始路名", "道路名稱", "街路段", "街、路段", "street"),
    "road_en": ("road_en", "eroad", "英文路名"),
    "zip": ("zipcode", "zip5", "zip6", "郵遞區號", "3+3郵遞區號", "3+2郵遞區號"),
    "zip3": ("zip3",),
    "scope": ("scoop", "scope", "投遞範圍"),
    "village_code": ("village_code", "villcode"),
    "name": ("name", "villname"),
    "address": ("address", "地址", "門牌", "門牌地址", "全址"),
    "village": ("村里", "village"),
    "locality": ("地區",),
    "lane": ("巷",),
    "alley": ("弄",),
    "number": ("號",),
    "town_code": ("鄉鎮市區代碼", "鄉鎮市區代號"),
}
_NEEDED = {
    ListKind.RANGES: ({"county", "town", "road", "zip", "scope"},),
    ListKind.VILLAGES: ({"village_code", "name"},),
    ListKind.ROADS: ({"site", "road"}, {"county", "town", "road"}),
    ListKind.DOORS: ({"address"}, {"town_code", "number"}),
}


@dataclass(slots=True)
class Taken:
    """What came of a list: columns of ours, and why rows were left out."""

    kind: ListKind
    columns: dict[str, list[Any]] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)

    def add(self, **values: Any) -> None:
        for name, value in values.items():
            self.columns.setdefault(name, []).append(value)

    @property
    def rows(self) -> int:
        return len(next(iter(self.columns.values()), ()))


def take(path: Path, names: Names, workdir: Path, progress: Progress) -> Taken:
    """Return the rows of a list in our columns. NotAList: its columns are none we know.

    ROADS: town (code), road, road_en (a key), zip3. RANGES: town, road, zip, scope. VILLAGES:
    code, name, lon, lat. DOORS: town, village, street, lane, number, sub, lon, lat.
    """
    staged = sources.read(path, filename=path.name, workdir=workdir)
    called = _called(staged.columns)
    kind = _kind(called, staged)
    taken = Taken(kind)
    put = _PUT[kind]
    for done, row in enumerate(_rows(staged, called)):
        if done % BATCH == 0:
            progress(done, staged.rows, path.name)
        if why := put(taken, row, names):
            taken.left_out[why] += 1
    progress(staged.rows, staged.rows, path.name)
    return taken


def _called(columns: tuple[Column, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for what, known in _CALLED.items():
        matches = [c.name for name in known for c in columns if c.title.strip().lower() == name]
        if matches:
            found[what] = matches[0]
    guessed = [column.name for column in columns if column.role is Role.ADDRESS]
    if guessed and not {"address", "number"} & found.keys():
        found["address"] = guessed[0]
    return found


def _kind(called: Mapping[str, str], staged: Staged) -> ListKind:
    for kind, choices in _NEEDED.items():
        placed = kind in {ListKind.ROADS, ListKind.RANGES} or staged.geometry is not None
        if placed and any(needed <= called.keys() for needed in choices):
            return kind
    raise NotAList.of(staged.filename)


def _rows(staged: Staged, called: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    columns = [
        f"{duck.quote(name)}::VARCHAR AS {duck.quote(what)}" for what, name in called.items()
    ]
    connection = duck.connect(staged.database, read_only=True)
    try:
        if staged.geometry is not None:
            columns += ["ST_X(ST_PointOnSurface(geometry)) AS lon"]
            columns += ["ST_Y(ST_PointOnSurface(geometry)) AS lat"]
        cursor = connection.execute(f"SELECT {', '.join(columns)} FROM rows ORDER BY _row")
        keys = [told[0] for told in cursor.description or ()]
        while batch := cursor.fetchmany(BATCH):
            for values in batch:
                yield dict(zip(keys, values, strict=True))
    finally:
        connection.close()


def _town(row: Row, names: Names) -> str:
    """Return the code of the town that a row is of; "" where there is none such today."""
    if row.get("site"):
        text = fold(row["site"])
    else:
        text = fold(f"{row.get('county') or ''}{row.get('town') or ''}")
    return parse(text, names).town_code


def _put_road(taken: Taken, row: Row, names: Names) -> str:
    road = canonical_street(row.get("road") or "")
    if not road:
        return "no road"
    if not (town := _town(row, names)):
        return "no such town"
    english = row.get("road_en") or ""
    taken.add(
        town=town,
        road=road,
        road_en=road_key(english),
        zip3=(row.get("zip3") or row.get("zip") or "")[:3],
    )
    return ""


def _put_range(taken: Taken, row: Row, names: Names) -> str:
    code, road = (row["zip"] or "").strip(), canonical_street(row["road"] or "")
    if not (code.isdecimal() and len(code) in (3, 5, 6) and road):
        return "no postal code or road"
    if not (town := _town(row, names)):
        return "no such town"
    taken.add(town=town, road=road, zip=code, scope=fold(row["scope"] or ""))
    return ""


def _put_village(taken: Taken, row: Row, names: Names) -> str:
    code, lon, lat = (row["village_code"] or "").strip(), row["lon"], row["lat"]
    if lon is None or code[:8] not in names.areas:
        return "no point or no such town"
    full = spelled(fold(row["name"] or ""))
    name = full.removeprefix(spelled(names.areas[code[:8]].full_name))
    taken.add(code=code, name=name.replace("台", "臺"), lon=lon, lat=lat)
    return ""


def _put_door(taken: Taken, row: Row, names: Names) -> str:
    if row["lon"] is None:
        return "no coordinates"
    parts = parse(_plate(row, names), names)
    number = door_number(parts.number)
    if not parts.town_code or parts.conflict:
        return "no county and town"
    if number is None:
        return "no house number"
    taken.add(
        town=parts.town_code,
        village=parts.village,
        street=street_key(parts),
        lane=lane_text(parts),
        number=number[0],
        sub=number[1],
        lon=row["lon"],
        lat=row["lat"],
    )
    return ""


def _plate(row: Row, names: Names) -> str:
    """Return the address of a row that holds it whole or in the columns of the household office."""
    if row.get("address"):
        before = "" if parse(row["address"], names).county else row.get("county") or ""
        return f"{before}{row['address']}"
    town = names.areas.get((row["town_code"] or "").strip())
    said = (
        row.get(key) or "" for key in ("village", "road", "locality", "lane", "alley", "number")
    )
    return f"{town.full_name if town else ''}{''.join(said)}"


def street_key(parts: Parts) -> str:
    """Return what a door's number counts along: the street, or the village where there is none."""
    return spelled(parts.street or parts.village)


def lane_text(parts: Parts) -> str:
    """Return the lane and the alley as one name, as door plates are kept by."""
    return f"{parts.lane and parts.lane + '巷'}{parts.alley and parts.alley + '弄'}"


_PUT: dict[ListKind, Callable[[Taken, Row, Names], str]] = {
    ListKind.ROADS: _put_road,
    ListKind.RANGES: _put_range,
    ListKind.VILLAGES: _put_village,
    ListKind.DOORS: _put_door,
}
