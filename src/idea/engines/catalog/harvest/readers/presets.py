"""Which columns of a list mean what, by the names that real lists give them.

A source may declare its own mapping; these stand in where it does not.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from idea.engines.catalog.harvest.errors import BadSource
from idea.engines.catalog.harvest.types import Fields

# Our field: their names, the best first. Lower case; spaces at the ends do not count.
NAMES: Final[dict[str, tuple[str, ...]]] = {
    "identifier": ("資料集識別碼", "識別碼", "identifier", "dataset_id", "datasetid", "id"),
    "title": ("資料集名稱", "名稱", "標題", "title", "name", "dataset"),
    "title_en": ("英文名稱", "title_en"),
    "description": ("資料集描述", "描述", "說明", "description", "notes", "abstract"),
    "publisher": ("提供機關", "提供機關名稱", "資料來源(部會單位)", "機關名稱", "publisher",
                  "organization", "organisation", "agency", "provider", "第一層級"),
    "format": ("檔案格式", "資料資源檔案格式", "format", "formats"),
    "url": ("資料下載網址", "下載網址", "檔案下載網址", "urls", "url", "download_url",
            "downloadurl", "link", "連結"),
    "encoding": ("編碼格式", "encoding"),
    "fields": ("主要欄位說明", "主要欄位", "fields"),
    "rows": ("資料量",),
    "themes": ("服務分類", "分類", "theme", "themes", "category", "categories"),
    "keywords": ("關鍵字", "標籤", "keywords", "tags"),
    "frequency": ("更新頻率", "frequency", "accrualperiodicity"),
    "license": ("授權方式", "授權說明網址", "license", "licence"),
    "fee": ("計費方式", "fee"),
    "page": ("詳細資料網址", "資料集網址", "page", "landing_page", "landingpage"),
    "related": ("相關網址",),
    "contact_name": ("提供機關聯絡人姓名", "聯絡人姓名", "contact"),
    "contact_phone": ("提供機關聯絡人電話", "聯絡人電話"),
    "contact_email": ("聯絡人信箱", "email"),
    "language": ("語系", "language"),
    "issued": ("上架日期", "上架日", "issued"),
    "modified": ("詮釋資料更新時間", "更新時間", "最後更新時間", "modified", "updated"),
    "notes": ("備註", "remark"),
}  # fmt: skip
# What people do with a data set is no part of it, and would make every run a change.
PASSING: Final = frozenset(
    ("瀏覽次數", "下載次數", "瀏覽人次", "資料集評分", "編號", "views", "downloads", "slug", "row")
)
_PORTAL: Final = "https://data.gov.tw/dataset/{identifier}"
_MANIFEST: Final = frozenset(("id", "provider", "slug", "name", "urls"))


def fields_for(columns: Iterable[str], declared: Mapping[str, Any]) -> Fields:
    """Return the mapping of a list with these columns: the declared one, filled by names known.

    Raises BadSource where no column can be the title.
    """
    there = {column.strip().lower(): column for column in columns}
    said = declared.get("fields", {})
    found: dict[str, tuple[str, ...]] = {}
    for target, names in NAMES.items():
        wanted = said.get(target)
        if wanted is not None:
            listed = (wanted,) if isinstance(wanted, str) else tuple(wanted)
            found[target] = tuple(there.get(each.strip().lower(), each) for each in listed if each)
        elif not said:
            found[target] = tuple(there[name] for name in names if name in there)
    found = {target: names for target, names in found.items() if names}
    if "title" not in found:
        raise BadSource(
            _("No column of this list can be the title of a data set. It has: %(columns)s.")
            % {"columns": ", ".join(list(there.values())[:30])[:500]},
            remedy=_(
                'Say in the mapping which column is what, e.g. {"fields": {"title": "…"}}; for a '
                'list without a header {"header": false, "fields": {"title": "1"}}.'
            ),
        )
    of_portal = set(there) >= _MANIFEST or "資料集識別碼" in there or "識別碼" in there
    return Fields(
        fields=found,
        header=bool(declared.get("header", True)),
        split=str(declared.get("split", ";")),
        page=str(declared.get("page", _PORTAL if of_portal else "")),
        publisher=str(declared.get("publisher", "")),
        license=str(declared.get("license", "")),
        fixed_identifier="identifier" in found,
    )


def check(declared: Mapping[str, Any]) -> None:
    """Raise BadSource where a declared mapping says what cannot be."""
    unknown = set(declared) - {"fields", "header", "split", "page", "publisher", "license"}
    fields = declared.get("fields", {})
    if not isinstance(fields, Mapping):
        unknown.add("fields")
        fields = {}
    unknown |= set(fields) - set(NAMES)
    wrong = [
        name
        for name, value in fields.items()
        if not isinstance(value, str)
        and not (isinstance(value, list | tuple) and all(isinstance(v, str) for v in value))
    ]
    if unknown or wrong:
        raise BadSource(
            _("The mapping holds what is not known: %(names)s.")
            % {"names": ", ".join(sorted({*unknown, *wrong}))[:300]},
            remedy=_("Fields that can be mapped: %(names)s.") % {"names": ", ".join(NAMES)},
        )


def knows(columns: Iterable[str]) -> bool:
    """Tell whether these are the names of columns, one of them a title's."""
    names = {column.strip().lower() for column in columns}
    return any(name in names for name in NAMES["title"])
