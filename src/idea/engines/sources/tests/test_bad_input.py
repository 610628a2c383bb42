"""What cannot be read is refused with its reason and a remedy; nothing else ever escapes."""

import io
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idea.engines.sources import api, archives, recognize
from idea.engines.sources.conf import SourceSettings
from idea.engines.sources.errors import (
    EmptyFile,
    NotATable,
    Protected,
    TooLarge,
    UnreadableFile,
    UnsafeArchive,
)
from idea.engines.sources.tests.factories import csv_bytes, xlsx_bytes, zip_bytes
from idea.engines.sources.types import Format, Hints
from idea.kernel.errors import BadInput

GOOD = csv_bytes([["a", "b"], *([n, f"text {n}"] for n in range(200))])
BOOK = xlsx_bytes([["a"], [1], [2]])
ZIP = zip_bytes({"a.csv": GOOD})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504

CASES = {
    "empty": (b"", "x.csv", EmptyFile),
    "blank": (b"\xef\xbb\xbf \n\n", "x.csv", EmptyFile),
    "header only": (b"a,b,c\n", "x.csv", EmptyFile),
    "png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "x.csv", NotATable),
    "jpeg": (b"\xff\xd8\xff\xe0" + bytes(range(256)), "x.csv", NotATable),
    "exe": (b"MZ\x90\0\x03\0\0\0" + b"\0" * 100, "x.csv", NotATable),
    "pdf": (b"%PDF-1.7\n1 0 obj", "x.csv", NotATable),
    "noise": (bytes((n * 7919 + n * n) % 256 for n in range(5000)), "x.csv", NotATable),
    "nul": (b"a,b\n" + b"\0\0\0x" * 500, "x.csv", NotATable),
    "html": (b"<!DOCTYPE html><html><head><title>\xe7\x99\xbb\xe5\x85\xa5</title>", "x.csv", NotATable),
    "xml": (b"<?xml version='1.0'?><rows><row/></rows>", "x.csv", NotATable),
    "old excel": (OLE, "x.xls", NotATable),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "x.xlsx", Protected),
    "cut zip": (zip_bytes({"a.csv": GOOD})[:-40], "x.zip", UnreadableFile),
    "cut xlsx": (xlsx_bytes([["a"], [1]])[:-200], "x.xlsx", UnreadableFile),
    "cut parquet": (b"PAR1" + b"\x15\x04" * 50, "x.parquet", UnreadableFile),
    "cut gzip": (b"\x1f\x8b\x08\0\0\0\0\0\0\x03abc", "x.csv.gz", UnreadableFile),
    "cut geopackage": (b"SQLite format 3\0" + b"\0" * 200, "x.gpkg", UnreadableFile),
    "zip of pictures": (zip_bytes({"a.png": b"x"}), "x.zip", NotATable),
    "two tables": (zip_bytes({"a.csv": GOOD, "b.csv": GOOD}), "x.zip", NotATable),
    "empty zip": (zip_bytes({}), "x.zip", EmptyFile),
    "path out": (zip_bytes({"../../etc/a.csv": GOOD}), "x.zip", UnsafeArchive),
    "path root": (zip_bytes({"/a.csv": GOOD}), "x.zip", UnsafeArchive),
    "path drive": (zip_bytes({"C:\\a.csv": GOOD}), "x.zip", UnsafeArchive),
    "nested": (zip_bytes({"a.zip": zip_bytes({"a.csv": GOOD})}), "x.zip", UnsafeArchive),
    "nested in disguise": (zip_bytes({"a.csv": zip_bytes({"a.csv": GOOD})}), "x.zip", UnsafeArchive),
    "bomb": (zip_bytes({"a.csv": b"0" * (80 << 20)}), "x.zip", UnsafeArchive),
    "many files": (zip_bytes({f"{n}.csv": b"" for n in range(10_001)}), "x.zip", UnsafeArchive),
}  # fmt: skip


@pytest.mark.parametrize(("content", "filename", "error"), CASES.values(), ids=CASES)
def test_is_refused_with_a_remedy(read, content, filename, error):
    with pytest.raises(error) as caught:
        read(content, filename)
    assert caught.value.remedy
    assert caught.value.status == 422


def test_a_web_page_is_called_by_its_title(read):
    with pytest.raises(NotATable, match="資料開放平臺"):
        read("<html>\n<head><title> 資料開放平臺\n </title></head><body>", "data.csv")


def test_a_symbolic_link_in_a_zip_is_refused(read):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("a.csv")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    with pytest.raises(UnsafeArchive):
        read(out.getvalue(), "x.zip")


def test_a_zip_that_lies_about_its_size_is_stopped(read):
    content = bytearray(zip_bytes({"a.csv": b"0" * (80 << 20)}))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = content.index(signature) + offset
        content[at : at + 4] = struct.pack("<I", 1000)
    with pytest.raises(BadInput):
        read(bytes(content), "x.zip")


def test_a_password_on_a_zip(read):
    content = bytearray(zip_bytes({"a.csv": GOOD}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Protected):
        read(bytes(content), "x.zip")


def test_limits(read, monkeypatch):
    small = SourceSettings(max_file_bytes=1000, max_columns=10, max_memory_file_bytes=2000)
    monkeypatch.setattr(recognize, "limits", lambda: small)
    with pytest.raises(TooLarge):
        read(GOOD)
    monkeypatch.undo()
    monkeypatch.setattr("idea.engines.sources.reading.staging.limits", lambda: small)
    with pytest.raises(TooLarge):
        read(csv_bytes([[f"c{n}" for n in range(11)], range(11)]))
    monkeypatch.setattr("idea.engines.sources.readers.tree.limits", lambda: small)
    with pytest.raises(TooLarge):
        read("[" + '{"a":1},' * 500 + '{"a":1}]', "x.json")
    monkeypatch.setattr("idea.engines.sources.reading.reader.limits", lambda: small)
    with pytest.raises(TooLarge):
        read(xlsx_bytes([["a"], *([n] for n in range(500))]), "x.xlsx")
    assert archives.entries


def test_two_thousand_columns_are_kept_with_a_warning(read):
    rows = [[f"y{n}" for n in range(2000)], *([*range(r, r + 2000)] for r in range(3))]
    result = read(csv_bytes(rows))
    assert len(result.names) == 2000
    assert result.rows[4] == tuple(range(2, 2002))
    assert result.codes() == ["columns-many"]


def test_no_row_that_can_be_read_is_an_error_that_names_them(read):
    with pytest.raises(EmptyFile) as caught:
        read('a,b,c\n1,2\n1,"x" y,3\n')
    assert [i.row for i in caught.value.issues] == [2, 3]


def _has_words(problem: BadInput) -> None:
    assert problem.detail


HEADS = [b"", b"PK\x03\x04", b"PAR1", b"\x1f\x8b\x08", b"SQLite format 3\0", b"{", b"[{", b"a,b\n1,",
         b'{"type":"FeatureCollection","features":[', b"\xff\xfe", b"\xef\xbb\xbf", b"<kml>"]  # fmt: skip
SLOW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@SLOW
@given(
    head=st.sampled_from(HEADS),
    body=st.binary(max_size=300) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "ignore")),
    name=st.sampled_from(
        ["x.csv", "x.json", "x.jsonl", "x.geojson", "x.xlsx", "x.zip", "x", "x.kml"]
    ),
)
def test_any_bytes_are_read_or_refused(tmp_path_factory, head, body, name):
    folder = tmp_path_factory.mktemp("any")
    path = folder / "f"
    path.write_bytes(head + body)
    try:
        staged = api.read(path, filename=name, workdir=folder / "w")
    except BadInput as problem:
        _has_words(problem)
    else:
        assert staged.rows > 0


@SLOW
@given(data=st.data())
def test_a_good_file_with_some_bytes_changed_is_read_or_refused(tmp_path_factory, data):
    source = data.draw(st.sampled_from([GOOD, ZIP, BOOK]))
    content = bytearray(source)
    for _n in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(1, len(content)))]
    folder = tmp_path_factory.mktemp("changed")
    (folder / "f").write_bytes(content)
    try:
        api.read(folder / "f", filename="f", workdir=folder / "w")
    except BadInput as problem:
        _has_words(problem)


def test_formats_are_known_by_their_bytes_before_their_names(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"PAR1....")
    assert recognize.recognize(path, "x.csv") is Format.PARQUET
    path.write_bytes(b'[{"a":1}]')
    assert recognize.recognize(path, "download") is Format.JSON


@pytest.mark.parametrize("delimiter", ["';--", '"', "\n", ",,"])
def test_a_delimiter_that_cannot_be_one_is_refused(tmp_path, delimiter):
    path = tmp_path / "x.csv"
    path.write_bytes(GOOD)
    with pytest.raises(UnreadableFile):
        api.read(path, filename="x.csv", hints=Hints(delimiter=delimiter), workdir=tmp_path / "w")


def test_a_broken_layer_is_refused_without_telling_where_it_lies(tmp_path):
    path = tmp_path / "x.kml"
    path.write_text('<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark>')
    with pytest.raises(BadInput) as caught:
        api.read(path, filename="x.kml", workdir=tmp_path / "w")
    assert str(tmp_path) not in str(caught.value.as_dict())


def test_one_wrong_word_among_few_coordinates_does_not_cost_the_map(tmp_path):
    path = tmp_path / "x.csv"
    points = [[f"站{n}", f"121.{n + 10}", f"25.{n + 10}"] for n in range(22)]
    path.write_bytes(csv_bytes([["名稱", "經度", "緯度"], *points, ["文字", "東經", "北緯"]]))
    staged = api.read(path, filename="x.csv", workdir=tmp_path / "w")
    assert (staged.rows, staged.rejected) == (22, 1)
    assert staged.geometry.count == 22
    assert staged.issues[0].row == 24
