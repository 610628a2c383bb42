"""A data set as a row of the national platform's CSV export: 22 columns, joined by semicolons."""

from typing import Final

from idea.engines.catalog.faces.taiwan import writing
from idea.engines.catalog.faces.taiwan.values import fields_text
from idea.engines.catalog.faces.taiwan.words import FREE
from idea.engines.catalog.faces.ways import ways, web_page
from idea.engines.catalog.types import Dataset

COLUMNS: Final = (
    "資料集識別碼",
    "資料集名稱",
    "資料提供屬性",
    "服務分類",
    "品質檢測",
    "檔案格式",
    "資料下載網址",
    "編碼格式",
    "資料集上架方式",
    "資料集描述",
    "主要欄位說明",
    "提供機關",
    "更新頻率",
    "授權方式",
    "相關網址",
    "計費方式",
    "提供機關聯絡人姓名",
    "提供機關聯絡人電話",
    "上架日期",
    "詮釋資料更新時間",
    "備註",
    "資料量",
)


def export_row(dataset: Dataset) -> tuple[str, ...]:
    """Return the values of `COLUMNS`; one value a file where the platform joins them by `;`."""
    files = ways(dataset)
    extra = dataset.extra
    return (
        dataset.identifier or str(dataset.id),
        dataset.title,
        writing.kind(dataset),
        writing.category(dataset),
        str(extra.get("品質檢測", extra.get("dataQuality", dataset.quality_badge))),
        ";".join(item.format.upper() for item in files),
        ";".join(item.url for item in files),
        ";".join(item.encoding for item in files),
        str(extra.get("資料集上架方式", extra.get("資資料集上架方式", ""))),
        dataset.description,
        fields_text(writing.all_fields(dataset)),
        dataset.organization,
        writing.frequency_words(dataset),
        writing.license_words(dataset),
        ";".join(web_page(dataset)),
        dataset.fee or FREE,
        dataset.contact_name,
        dataset.contact_phone,
        writing.issued(dataset),
        writing.modified(dataset),
        dataset.notes,
        ";".join("0" if item.rows is None else str(item.rows) for item in files),
    )
