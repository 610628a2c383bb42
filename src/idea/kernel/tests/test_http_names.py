"""The name under which a fetched file is kept, whatever the server says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idea.kernel.http.filenames import filename_of, safe


@pytest.mark.parametrize(
    ("disposition", "url", "media_type", "name"),
    [
        ("attachment; filename=\"a.csv\"; filename*=UTF-8''%E8%B3%87%E6%96%99.csv", "", "", "資料.csv"),
        ("attachment; filename*=big5''%B8%EA%AE%C6.csv", "", "", "資料.csv"),
        ("attachment; filename*=nonsense''%FF.csv; filename=b.csv", "", "", "b.csv"),
        ('attachment; filename="a \\"b\\".csv"', "", "", "a _b_.csv"),
        ("attachment;filename=plain.csv ; size=3", "", "", "plain.csv"),
        ("attachment; filename=%E8%B3%87.csv", "", "", "資.csv"),
        ('attachment; filename="../../etc/passwd"', "", "", "passwd"),
        ('attachment; filename="..\\..\\boot.ini"', "", "", "boot.ini"),
        ('attachment; filename=".bashrc"', "", "", "bashrc"),
        ('attachment; filename=".."', "http://x/rows.csv", "", "rows.csv"),
        ("inline", "http://x/a/%E8%B3%87%E6%96%99.csv?x=1", "", "資料.csv"),
        ("", "http://x/a/..%2f..%2fsecret.csv", "", "secret.csv"),
        ("", "http://x/api/rows", "text/csv", "rows.csv"),
        ("", "http://x/", "application/json", "download.json"),
        ("", "http://x", "", "download"),
    ],
)  # fmt: skip
def test_names_of_files(disposition, url, media_type, name):
    assert filename_of(disposition.encode(), url, media_type) == name


def test_bare_big5_and_utf8_names_are_read():
    for encoding in ("utf-8", "cp950"):
        header = 'attachment; filename="空氣品質.csv"'.encode(encoding)
        assert filename_of(header, "") == "空氣品質.csv"


@given(st.binary(max_size=80) | st.text(max_size=300).map(lambda t: t.encode(errors="replace")))
def test_no_header_leads_out_of_the_folder(raw):
    for name in (
        filename_of(b"attachment; filename=" + raw, "http://x/"),
        safe(raw.decode("latin-1")),
    ):
        assert "/" not in name
        assert "\\" not in name
        assert "\0" not in name
        assert not name.startswith(".")
        assert len(name.encode()) <= 180
    assert filename_of(raw, "")
