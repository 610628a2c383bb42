"""Small files and published data sets for the catalog's tests."""

from pathlib import Path

from idea.engines.catalog import api
from idea.engines.catalog.types import Draft, Published
from idea.kernel.audit.types import Actor

ACTOR = Actor.system("tests")

STOPS = """編號,站名,縣市,經度,緯度,人數,啟用日期
1,臺北車站,臺北市,121.517,25.047,1200,2024-01-05
2,板橋車站,新北市,121.463,25.014,900,2024-02-06
3,嘉義車站,嘉義市,120.441,23.479,300,2024-03-07
4,民雄車站,嘉義縣,120.432,23.556,80,2024-04-08
5,臺北北門,臺北市,121.511,25.049,500,2024-05-09
"""

FOOD = """name,kind,amount,note
apple,fruit,3,=1+1
pear,fruit,4,+886
cabbage,vegetable,5,@cmd
leek,vegetable,6,-x
rice,grain,7,plain
fish,,8,
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def publish(folder: Path, name: str = "stops.csv", text: str = STOPS, **said: object) -> Published:
    return api.publish(actor=ACTOR, path=write(folder, name, text), draft=Draft(**said))
