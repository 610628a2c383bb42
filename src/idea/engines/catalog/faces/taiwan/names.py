"""Every name a field goes by: in the 2015 standard, the platform's JSON, its export, elsewhere.

The first name that holds something is read. Field names of the format, so not translated.
"""

from typing import Final

NAMES: Final[dict[str, tuple[str, ...]]] = {
    "identifier": ("identifier", "datasetid", "datasetId", "資料集識別碼", "識別碼", "id"),
    "title": ("title", "資料集名稱", "名稱", "name"),
    "description": ("description", "資料集描述", "描述"),
    "fields": ("fieldDescription", "主要欄位說明", "主要欄位"),
    "kind": ("type", "資料提供屬性", "提供屬性"),
    "category": ("categoryService", "categoryCode", "服務分類"),
    "license": ("license", "授權方式"),
    "license_url": ("licenseURL", "licenseUrl", "授權說明網址"),
    "cost": ("cost", "計費方式"),
    "cost_url": ("costURL", "costUrl", "計費說明網址"),
    "cost_law": ("costLaw", "計費法令依據"),
    "agency": (
        "dataProvider",
        "organization",
        "提供機關",
        "資料集提供機關",
        "資料來源(部會單位)",
        "第一層級",
        "publisher",
        "provider",
    ),
    "contact_name": (
        "organizationContactName",
        "publisherContactName",
        "提供機關聯絡人姓名",
        "聯絡人姓名",
    ),
    "contact_phone": (
        "organizationContactPhone",
        "publisherContactPhone",
        "提供機關聯絡人電話",
        "聯絡人電話",
    ),
    "contact_email": (
        "organizationContactEmail",
        "publisherContactEmail",
        "提供機關聯絡人電子郵件",
        "聯絡人電子郵件",
    ),
    "frequency": ("updateFrequency", "accrualPeriodicity", "更新頻率"),
    "start": ("coverageStartedDate", "temporalCoverageFrom", "收錄期間（起）", "收錄期間(起)"),
    "end": ("coverageEndedDate", "temporalCoverageTo", "收錄期間（迄）", "收錄期間(迄)"),
    "issued": ("publishedDate", "issued", "上架日期"),
    "modified": ("modifiedDate", "modified", "詮釋資料更新時間", "更新時間", "最後更新時間"),
    "place": ("spatialCoverage", "spatial", "空間範圍"),
    "language": ("language", "語系"),
    "landing_page": ("relatedUrl", "landingPage", "相關網址"),
    "source": ("metadataSourceOfData", "詮釋資料來源網址"),
    "keywords": ("keyword", "關鍵字"),
    "notes": ("notes", "備註"),
    "format": ("format", "檔案格式"),
    "url": ("downloadURL", "資料下載網址", "下載網址", "urls"),
    "access_url": ("accessURL", "資料存取網址"),
    "encoding": ("characterSetCode", "編碼格式"),
    "rows": ("numberOfData", "資料量"),
    "resource_id": ("resourceID", "資料資源識別碼"),
    "resource_title": ("resourceDescription", "資料資源描述"),
    "resource_modified": ("resourceModified", "資料資源更新日期"),
    "distributions": ("distribution",),
}

# Of one resource in the JSON of the second interface.
RESOURCE: Final[dict[str, tuple[str, ...]]] = {
    "identifier": ("resourceID", "resourceId"),
    "title": ("resourceDescription",),
    "fields": ("resourceField",),
    "format": ("resourceFormat", "format"),
    "url": ("resourceDownloadUrl", "downloadURL"),
    "access_url": ("resourceAccessUrl", "accessURL"),
    "encoding": ("resourceCharacterEncoding", "characterSetCode"),
    "rows": ("resourceAmount", "numberOfData"),
    "modified": ("resourceModifiedDate", "resourceModified"),
    "kind": ("resourceType",),
}

CONSUMED: Final = frozenset(name for names in NAMES.values() for name in names)
