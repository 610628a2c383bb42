"""The layers of the national map that agencies keep, and by which words their files are known.

Themes are those of the EU vocabulary data-theme; of two rows that fit, the longer word decides.
"""

from typing import Final

from idea.engines.features.plugin import LayerKind

ROWS: Final = (
    # Where things are: the ground that other layers refer to.
    LayerKind(
        "counties", ("counties", "縣市界"), "縣市界線", "County boundaries", "GOVE", ("行政區界",)
    ),
    LayerKind(
        "towns", ("towns", "鄉鎮界"), "鄉鎮市區界線", "Town boundaries", "GOVE", ("行政區界",)
    ),
    LayerKind(
        "villages", ("villages", "村里界"), "村里界線", "Village boundaries", "GOVE", ("行政區界",)
    ),
    LayerKind(
        "village-points", ("village-points",), "村里代表點", "Village points", "GOVE", ("村里",)
    ),
    LayerKind(
        "roads",
        ("roads",),
        "路名（鄉鎮市區代表點）",
        "Road names (points of towns)",
        "TRAN",
        ("路名", "地址"),
    ),
    LayerKind(
        "statistical-areas",
        ("msa-polygons", "最小統計區"),
        "最小統計區",
        "Minimal statistical areas",
        "SOCI",
        ("統計區",),
    ),
    # Safety
    LayerKind(
        "shelters",
        ("shelters", "收容"),
        "避難收容處所",
        "Evacuation shelters",
        "GOVE",
        ("防災", "避難"),
    ),
    LayerKind(
        "air-raid-shelters",
        ("air-raid-shelters", "防空"),
        "防空避難設備",
        "Air-raid shelters",
        "GOVE",
        ("防空", "避難"),
    ),
    LayerKind(
        "earthquakes", ("earthquakes", "地震"), "有感地震", "Felt earthquakes", "ENVI", ("地震",)
    ),
    LayerKind(
        "typhoon-tracks", ("typhoon", "颱風"), "颱風路徑", "Typhoon tracks", "ENVI", ("颱風",)
    ),
    LayerKind(
        "flood-points",
        ("flood-disaster", "淹水點"),
        "歷史淹水點",
        "Past flood points",
        "ENVI",
        ("淹水", "防災"),
    ),
    LayerKind(
        "flood-sensors",
        ("flood-sensors", "淹水感測"),
        "道路淹水感測器",
        "Road flood sensors",
        "ENVI",
        ("淹水", "感測"),
    ),
    LayerKind(
        "flood-reports",
        ("flood-reports", "淹水通報"),
        "淹水通報",
        "Flood reports",
        "ENVI",
        ("淹水", "防災"),
    ),
    LayerKind(
        "water-stations",
        ("water-stations", "供水站"),
        "臨時供水站",
        "Temporary water stations",
        "GOVE",
        ("供水", "防災"),
    ),
    LayerKind(
        "narrow-lanes",
        ("narrow-lanes", "狹小巷道"),
        "消防車難行巷道",
        "Lanes too narrow for fire engines",
        "TRAN",
        ("消防", "巷道"),
    ),
    # Surroundings and health
    LayerKind(
        "air-stations",
        ("aqi-stations", "空氣品質測站"),
        "空氣品質測站",
        "Air quality stations",
        "ENVI",
        ("空氣品質",),
    ),
    LayerKind(
        "rain-stations", ("rain-stations", "雨量"), "雨量站", "Rain gauges", "ENVI", ("雨量",)
    ),
    LayerKind(
        "spraying", ("spraying", "噴藥"), "病媒防治噴藥", "Mosquito spraying", "HEAL", ("登革熱",)
    ),
    # Land and works
    LayerKind(
        "real-price-points",
        ("real-price-points", "實價登錄"),
        "不動產實價登錄",
        "Real-estate prices",
        "ECON",
        ("實價登錄", "不動產"),
    ),
    LayerKind(
        "urban-plans",
        ("urban-plan", "都市計畫"),
        "都市計畫範圍",
        "Urban plan areas",
        "REGI",
        ("都市計畫",),
    ),
    LayerKind(
        "land-changes",
        ("land-change", "變異點"),
        "國土利用變異點",
        "Land-use change points",
        "REGI",
        ("國土監測",),
    ),
    LayerKind(
        "road-works", ("road-works", "道路施工"), "道路施工", "Road works", "TRAN", ("施工", "道路")
    ),
    # Transport, connections, culture
    LayerKind(
        "metro-stations",
        ("metro-stations", "捷運站"),
        "捷運車站",
        "Metro stations",
        "TRAN",
        ("捷運",),
    ),
    LayerKind(
        "metro-lines", ("metro-shapes", "捷運路線"), "捷運路線", "Metro lines", "TRAN", ("捷運",)
    ),
    LayerKind(
        "railway-stations",
        ("tra-stations", "臺鐵車站", "台鐵車站"),
        "臺鐵車站",
        "Taiwan Railway stations",
        "TRAN",
        ("鐵路",),
    ),
    LayerKind(
        "high-speed-rail-stations",
        ("thsr-stations", "高鐵車站"),
        "高鐵車站",
        "High-speed rail stations",
        "TRAN",
        ("高鐵",),
    ),
    LayerKind(
        "forest-railway-stations",
        ("alishan-stations", "林鐵車站"),
        "阿里山林鐵車站",
        "Alishan forest railway stations",
        "TRAN",
        ("林鐵",),
    ),
    LayerKind(
        "fatal-accidents",
        ("fatal-traffic-accidents", "死亡交通事故"),
        "A1 類交通事故",
        "Fatal road accidents",
        "TRAN",
        ("交通事故",),
    ),
    LayerKind("airports", ("airports", "機場"), "機場", "Airports", "TRAN", ("航空",)),
    LayerKind("lighthouses", ("lighthouse", "燈塔"), "燈塔", "Lighthouses", "TRAN", ("航海",)),
    LayerKind(
        "hot-spots",
        ("itaiwan-hotspots", "熱點"),
        "公共無線上網熱點",
        "Public Wi-Fi hot spots",
        "TECH",
        ("無線上網",),
    ),
    LayerKind(
        "landing-stations",
        ("landing_stations", "landing-stations"),
        "海纜登陸站",
        "Cable landing stations",
        "TECH",
        ("海底電纜",),
    ),
    LayerKind(
        "submarine-cables",
        ("submarine_cables", "submarine-cables", "海纜"),
        "海底電纜",
        "Submarine cables",
        "TECH",
        ("海底電纜",),
    ),
    LayerKind("attractions", ("attractions", "景點"), "觀光景點", "Attractions", "EDUC", ("觀光",)),
    LayerKind(
        "old-city-walls",
        ("old-city-wall", "古城牆"),
        "古城牆",
        "Old city walls",
        "EDUC",
        ("文化資產",),
    ),
    LayerKind("night-markets", ("nightmarket", "夜市"), "夜市", "Night markets", "ECON", ("夜市",)),
    LayerKind(
        "history-streets",
        ("history-streets", "歷史街"),
        "歷史街道",
        "Historic streets",
        "EDUC",
        ("文化資產",),
    ),
)
