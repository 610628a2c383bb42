"""Lists in and out: previewed, good rows kept, the same list twice changes nothing."""

import csv
import io
from datetime import date
from uuid import UUID

import fastexcel
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from idea.engines.catalog import models
from idea.engines.catalog.inventory import api as inventory
from idea.engines.catalog.inventory.errors import BadItem
from idea.engines.catalog.inventory.tests import factories as make
from idea.engines.catalog.inventory.types import ItemFilter, Owner
from idea.engines.catalog.types import Access
from idea.engines.identity import api as identity

pytestmark = pytest.mark.django_db
LIST = """業務系統,資料名稱,資料內容,含個人資料,著作權歸屬,得授權第三人再利用,建議分類,依據法條,預定開放日期,備用欄
路燈系統,路燈位置,位置與型式,否,本機關,是,甲,政府資訊公開法第7條,115/12/31,x
路燈系統,路燈用電,每月用電,否,本機關,是,丁,,,
路燈系統,,沒有名稱,否,,,,,,
票證系統,票證紀錄,上下車紀錄,是,共有,否,乙類,個人資料保護法第 16 條；政府資訊公開法第18條第1項第6款,不知道,
監視系統,監視器位置,=cmd|calc,無,,,丙,政府資訊公開法第 18 條第 1 項第 2 款,,
"""


def _take(text=LIST, name="list.csv", encoding="utf-8-sig"):
    return inventory.take(
        actor=make.SYSTEM,
        organization=make.agency().slug,
        filename=name,
        content=text.encode(encoding),
    )


def test_a_preview_names_every_fault_and_writes_nothing():
    city = make.agency()
    found = inventory.preview(
        organization=city.slug, filename="list.csv", content=LIST.encode("utf-8-sig")
    )
    assert found.unknown_columns == ("備用欄",)
    assert [row.number for row in found.rows if row.faults] == [3, 4, 5]
    assert not models.Item.objects.exists()


def test_good_rows_are_taken_and_the_same_list_changes_nothing():
    first = _take()
    assert (first.made, [row.number for row in first.left]) == (2, [3, 4, 5])
    again = _take()
    assert (again.made, again.renewed, again.unchanged) == (0, 0, 2)
    item = next(i for i in inventory.items(ItemFilter())[0] if i.title == "路燈位置")
    assert item.said.proposed is Access.OPEN
    assert item.said.laws == ("foi-7",)
    assert item.said.planned_on == date(2026, 12, 31)
    assert item.said.owner is Owner.AGENCY


def test_a_changed_row_renews_its_item():
    _take()
    assert _take(LIST.replace("位置與型式", "位置、型式與瓦數")).renewed == 1


def test_big5_lists_are_read():
    assert _take(encoding="cp950").made == 2


def test_an_export_can_be_imported_and_runs_nothing_in_a_spreadsheet():
    _take()
    text = "".join(inventory.as_csv(ItemFilter()))
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert {row["資料內容"] for row in rows} == {"位置與型式", "'=cmd|calc"}
    assert all(UUID(row["盤點編號"]) for row in rows)
    again = _take(text)
    assert (again.made, again.renewed, again.unchanged) == (0, 0, 2)


def test_a_workbook_goes_out_and_comes_back(tmp_path):
    _take()
    path = tmp_path / "inventory.xlsx"
    inventory.as_xlsx(ItemFilter(), path)
    assert fastexcel.read_excel(path).load_sheet(0).height == 2
    again = inventory.take(
        actor=make.SYSTEM,
        organization="test-city",
        filename="inventory.xlsx",
        content=path.read_bytes(),
    )
    assert (again.unchanged, again.left) == (2, ())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"\xff\xfe\x00\x81\x8d"),
        ("a.csv", "甲,乙\n1,2\n".encode()),
        ("a.xlsx", b"no workbook"),
        ("a.csv", b""),
    ],
)
def test_what_is_no_list_is_refused(name, content):
    with pytest.raises(BadItem):
        inventory.take(
            actor=make.SYSTEM, organization=make.agency().slug, filename=name, content=content
        )


def test_only_who_keeps_the_inventory_has_a_list_opened(client):
    city = make.agency()
    url = f"/api/v1/inventory/import?organization={city.slug}&preview=true"
    answers = {}
    for who in (make.person("stranger"), make.person("editor", "editor", city)):
        _info, secret = identity.create_token(
            actor=make.SYSTEM, email=who.email, label="t", scopes=["publish"], days=1
        )
        file = SimpleUploadedFile("list.csv", LIST.encode("utf-8-sig"))
        bearer = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
        answers[who.name] = client.post(url, {"file": file}, **bearer).status_code
    assert answers == {"stranger": 403, "editor": 200}
