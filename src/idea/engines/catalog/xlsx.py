"""Writes rows as an Excel workbook (ECMA-376) of one sheet, a row at a time.

Text is written as inline strings, which a spreadsheet shows and never runs: a value such as
`=cmd` stays a text. A sheet holds 1,048,576 rows; more is refused, never cut.
"""

import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

MOST_ROWS: Final = 1_048_575  # below the header
MOST_COLUMNS: Final = 16_384
MOST_TEXT: Final = 32_767
EXACT: Final = 10**15  # a cell's number has 15 figures

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  Excel's days have no time zone
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STAMP = (1980, 1, 1, 0, 0, 0)  # so that the same rows give the same bytes
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

_FIXED = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default '
    'Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    f'ContentType="{_TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
    f'ContentType="{_TYPE}.worksheet+xml"/><Override PartName="/xl/styles.xml" '
    f'ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="data" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    # Styles 1 to 4: header, date, date and time, time.
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts count="3">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>'
    '<numFmt numFmtId="166" formatCode="hh:mm:ss"/></numFmts>'
    "<fonts><font/><font><b/></font></fonts>"
    '<fills><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills><borders><border/></borders>'
    "<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/>"
    '<xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/>'
    '<xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="166" applyNumberFormat="1"/>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>",
}


def write(path: Path, titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write `rows` below a frozen header of `titles`. ValueError past a sheet's limits."""
    if len(titles) > MOST_COLUMNS:
        raise ValueError(f"a sheet holds {MOST_COLUMNS} columns")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, text in _FIXED.items():
            archive.writestr(_info(name), _XML + text)
        with archive.open(_info("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as sheet:
            sheet.write(
                f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
                '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
                "</sheetView></sheetViews><sheetData>".encode()
            )
            header = "".join(_text(title, ' s="1"') for title in titles)
            sheet.write(f"<row>{header}</row>".encode())
            for count, row in enumerate(rows, start=1):
                if count > MOST_ROWS:
                    raise ValueError(f"a sheet holds {MOST_ROWS} rows")
                sheet.write(f"<row>{''.join(map(_cell, row))}</row>".encode())
            sheet.write(b"</sheetData></worksheet>")


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _STAMP)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _cell(value: Any) -> str:  # noqa: PLR0911  one return a type reads best
    match value:
        case None:
            return "<c/>"
        case bool():
            return f'<c t="b"><v>{int(value)}</v></c>'
        case int() if abs(value) < EXACT:
            return f"<c><v>{value}</v></c>"
        case float() | Decimal():
            number = float(value)
            return f"<c><v>{number!r}</v></c>" if abs(number) < float("inf") else "<c/>"
        case datetime():
            return f'<c s="3"><v>{_days(value.replace(tzinfo=None))!r}</v></c>'
        case date() if value.year >= 1900:  # noqa: PLR2004  Excel knows no earlier day
            return f'<c s="2"><v>{(value - _EPOCH.date()).days}</v></c>'
        case time():
            seconds = value.hour * 3600 + value.minute * 60 + value.second
            return f'<c s="4"><v>{seconds / 86400!r}</v></c>'
        case _:
            return _text(str(value))


def _days(moment: datetime) -> float:
    return (moment - _EPOCH).total_seconds() / 86400


def _text(text: str, style: str = "") -> str:
    clean = escape(_BAD.sub("", text)[:MOST_TEXT])
    return f'<c t="inlineStr"{style}><is><t xml:space="preserve">{clean}</t></is></c>'
