"""The agencies of the made-up city, and the one that stands for the platform's own maps."""

from dataclasses import dataclass

from idea.project.demo.city import CITY, CITY_EN


@dataclass(frozen=True, slots=True)
class Agency:
    slug: str
    name: str
    name_en: str
    parent: str = ""


_GOVERNMENT = f"{CITY}政府"
BUREAUS = tuple(
    Agency(f"chenglan-{slug}", f"{_GOVERNMENT}{name}", f"{CITY_EN} {name_en}", "chenglan")
    for slug, name, name_en in (
        ("fire", "消防局", "Fire Department"),
        ("environment", "環境保護局", "Environmental Protection Bureau"),
        ("transport", "交通局", "Transportation Bureau"),
        ("culture", "教育文化局", "Education and Culture Bureau"),
        ("works", "工務局", "Public Works Bureau"),
        ("health", "衛生局", "Public Health Bureau"),
        ("economy", "經濟發展局", "Economic Development Bureau"),
        ("statistics", "主計處", "Budget and Statistics Office"),
    )
)
AGENCIES = (
    Agency("chenglan", _GOVERNMENT, f"{CITY_EN} Government"),
    *BUREAUS,
    # Holds real maps, but is itself no agency: nothing else may be published in its name unasked.
    Agency("reference", "參考圖資", "Reference maps"),
)
