"""Counties and towns that were renamed, upgraded or joined: what was, what is, since when, by what.

The names themselves are the kernel's; here is the date and the law of each.
"""

from idea.engines.features.addresses.types import Renamed

_2010 = ("2010-12-25", "地方制度法第七條之一")
_2014 = ("2014-12-25", "地方制度法第四條")
# (county as it was called, town or "") to the date and the law or notice.
SINCE: dict[tuple[str, str], tuple[str, str]] = {
    ("台北縣", ""): _2010,
    ("台中縣", ""): _2010,
    ("台南縣", ""): _2010,
    ("高雄縣", ""): _2010,
    ("桃園縣", ""): _2014,
    ("高雄縣", "三民鄉"): ("2008-01-01", "地方制度法第六條"),
    ("高雄縣", "那瑪夏鄉"): _2010,
    ("台南市", "中區"): ("2004-01-01", "地方制度法第七條"),
    ("台南市", "西區"): ("2004-01-01", "地方制度法第七條"),
    ("嘉義縣", "吳鳳鄉"): ("1989-03-01", "臺灣省各縣市實施地方自治綱要"),
    ("屏東縣", "三地鄉"): ("1992", "臺灣省各縣市實施地方自治綱要"),
    ("彰化縣", "員林鎮"): ("2015-08-08", "地方制度法第四條"),
    ("苗栗縣", "頭份鎮"): ("2015-10-05", "地方制度法第四條"),
}


def renamed(county: str, town: str, county_now: str, town_now: str) -> tuple[Renamed, ...]:
    """Return what changed of a county and a town as they were written (台 for 臺); often nothing.

    A town of a county that was upgraded became a district on the same day.
    """
    found = []
    if since := SINCE.get((county, "")):
        found.append(Renamed(county.replace("台", "臺"), county_now, *since))
    if town and town.replace("台", "臺") != town_now:
        own = SINCE.get((county, town)) or SINCE.get((county, ""))
        if own:
            found.append(Renamed(town.replace("台", "臺"), town_now, *own))
    return tuple(found)
