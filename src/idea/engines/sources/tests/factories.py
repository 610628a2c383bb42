"""Files for tests, written by other hands than the readers': csv, openpyxl, zipfile, pyogrio."""

import csv
import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from idea.engines.sources import api
from idea.engines.sources.types import Hints, Staged
from idea.kernel import duck


class Read:
    """A staged table with its rows by number."""

    def __init__(self, staged: Staged) -> None:
        self.staged = staged
        self.names = [column.name for column in staged.columns]
        self.column = {column.name: column for column in staged.columns}
        connection = duck.connect(staged.database, read_only=True)
        place = ", ST_AsText(geometry) AS geometry" if staged.geometry else ""
        names = ", ".join(duck.quote(name) for name in self.names)
        found = connection.execute(f"SELECT _row, {names}{place} FROM rows ORDER BY _row")  # noqa: S608  quoted
        self.rows = {row[0]: row[1:] for row in found.fetchall()}
        connection.close()
        assert len(self.rows) == staged.rows

    def values(self, name: str) -> list:
        index = self.names.index(name)
        return [row[index] for row in self.rows.values()]

    def place(self, row: int) -> tuple[float, float] | None:
        text = self.rows[row][-1]
        if text is None:
            return None
        lon, lat = text.removeprefix("POINT (").removesuffix(")").split()
        return float(lon), float(lat)

    def codes(self) -> list[str]:
        return [issue.code for issue in self.staged.issues]


def read_file(path: Path, workdir: Path, *, filename: str = "", **hints) -> Read:
    staged = api.read(path, filename=filename or path.name, workdir=workdir, hints=Hints(**hints))
    return Read(staged)


def csv_bytes(rows, *, encoding="utf-8", delimiter=",", newline="\r\n") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return out.getvalue().encode(encoding)


def ods_bytes(rows) -> bytes:
    """A spreadsheet as OpenDocument 1.3 has it: text in <text:p>, numbers in office:value."""
    body = []
    for row in rows:
        cells = []
        for cell in row:
            if isinstance(cell, int | float):
                cells.append(
                    f'<table:table-cell office:value-type="float" office:value="{cell}">'
                    f"<text:p>{cell}</text:p></table:table-cell>"
                )
            elif cell:
                cells.append(
                    '<table:table-cell office:value-type="string"><text:p>'
                    f"{escape(cell)}</text:p></table:table-cell>"
                )
            else:
                cells.append("<table:table-cell/>")
        body.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">'
        '<office:body><office:spreadsheet><table:table table:name="資料">'
        f"{''.join(body)}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest manifest:version="1.3" '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    return zip_bytes(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


def xlsx_bytes(rows, *, title="資料") -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zip_bytes(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
