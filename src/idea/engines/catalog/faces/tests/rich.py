"""A data set with everything filled in, for the tests of the faces."""

from datetime import UTC, date, datetime

from idea.engines.catalog.types import Declared, Distribution, Draft, License

LINKS = (
    Distribution(
        title="水位 CSV",
        description="每小時",
        access_url="https://example.org/page?a=1&b=台北 市",
        download_url="https://example.org/水位.csv",
        format="csv",
        encoding="UTF-8",
        size=1234,
        license=License.CC_BY,
        issued=datetime(2026, 1, 2, tzinfo=UTC),
        modified=datetime(2026, 1, 3, tzinfo=UTC),
        checksum="sha256:" + "ab" * 32,
        rows=10,
        fields=(("station", "測站"), ("level", "水位")),
        identifier="r1",
    ),
    Distribution(
        title="水位 API", access_url="https://example.org/api", format="json", service=True
    ),
)
RICH = Draft(
    title="河川水位",
    title_en="River levels",
    description="各測站水位。\n<b>粗體</b>",
    description_en="Levels at each station.",
    license=str(License.OGDL),
    frequency="hourly",
    theme="ENVI",
    keywords=("水", "river"),
    landing_page="https://example.org/about",
    identifier="A-1",
    contact_name="水利科",
    contact_email="water@example.gov",
    contact_phone="02-1234-5678#9",
    language="zh-TW",
    start=date(2020, 1, 1),
    end=date(2026, 6, 30),
    place="臺灣",
    bbox=(120.0, 21.9, 122.0, 25.3),
    access="restricted",
    access_why="含敏感地點，依法應申請。",
    fee="每年 1,000 元",
    fee_basis="人工與儲存成本",
    fee_law="規費法第 10 條",
    fee_url="https://example.org/fee",
    conforms_to="https://example.org/standard",
    provenance="由測站每 10 分鐘回傳。",
    notes="颱風時可能中斷。",
    related=("https://example.org/more", "https://example.org/中文"),
    declared=(
        Declared(
            name="人數",
            title="進站人數",
            title_en="Passengers",
            description="每日",
            type="number",
            unit="{person}",
            required=True,
            minimum="0",
            maximum="1e6",
        ),
        Declared(
            name="縣市",
            codes=(("臺北市", "首都"), ("新北市", ""), ("嘉義市", ""), ("嘉義縣", "")),
            pattern="^.{3}$",
        ),
        Declared(name="站名", unique=True, personal=True),
    ),
)
POOR = Draft(title="只有名稱")
STRANGE = Draft(
    title='"引號" <標籤>\\ 反斜線 \u2028',
    description="x\ty",
    language="zh",
    license=str(License.OTHER),
    license_given="自訂 條款",
    keywords=("a b", "<i>"),
    contact_email="not an address",
    conforms_to="CNS 12345",
)
STRANGE_LINKS = (
    Distribution(access_url='https://example.org/"<>|{}^`\\ 空白', format="csv"),
    Distribution(download_url="https://[bad", format="weird"),
)
