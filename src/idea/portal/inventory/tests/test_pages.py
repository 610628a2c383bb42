"""Every page of the inventory renders whole, in both languages, for who may see it."""

from datetime import UTC, date, datetime

import pytest

from idea.engines.catalog.inventory import api as inventory
from idea.engines.catalog.inventory.types import Answer, ItemFilter, Level, Said, Verdict
from idea.engines.catalog.types import Access
from idea.kernel.audit.types import Actor
from idea.portal.tests.html import Page

pytestmark = pytest.mark.django_db(transaction=True)
S, O = Actor.system("承辦"), Actor.system("法制")  # noqa: E741
WHY = "公開將妨礙犯罪偵查<script>alert(1)</script>"


@pytest.fixture
def there(agency, publish):
    """A committee, a meeting, a closed item with dissent, a restricted one, a draft, a fee."""
    slug = publish(title="停車場").slug
    board = inventory.found(
        actor=S, organization=agency.slug, level=Level.AGENCY, name="諮詢小組", mandate="審議。"
    )
    board = inventory.seat(
        actor=S, slug=board.slug, name="黃教授", outside=True, start=date(2026, 1, 1)
    )
    ids = []
    for title, access, law in (
        ("監視器", Access.CLOSED, "foi-18-1-2"),
        ("票證", Access.RESTRICTED, "pdpa-16"),
    ):
        said = Said(
            system="系統",
            title=title,
            what="內容",
            may_license=Answer.YES,
            proposed=access,
            why=WHY,
            laws=(law,),
            planned_on=date(2027, 6, 30),
        )
        item = inventory.enter(actor=S, organization=agency.slug, said=said)
        inventory.propose(actor=S, item_id=item.id)
        inventory.confirm(actor=O, item_id=item.id, why="可")
        ids.append(item.id)
    at = datetime(2026, 11, 20, 2, tzinfo=UTC)
    inventory.announce(actor=S, slug=board.slug, at=at)
    held = inventory.put_on_agenda(actor=S, slug=board.slug, number=1, item_ids=ids)
    for point, verdict in zip(held.agenda, (Verdict.CLOSED, Verdict.RESTRICTED), strict=True):
        inventory.decide(
            actor=S,
            slug=board.slug,
            number=1,
            point_id=point.id,
            decision=inventory.Decision(
                verdict, "依法", 2, 1, 0, {board.members[0].id: "應開放點位"}
            ),
        )
    draft = inventory.enter(
        actor=S, organization=agency.slug, said=Said(system="系統", title="草稿")
    )
    return {
        "closed": ids[0],
        "restricted": ids[1],
        "draft": draft.id,
        "board": board.slug,
        "dataset": slug,
    }


def _whole(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    page = Page(answer.content.decode())
    assert page.faults == [], path
    assert page.unlabeled() == [], path
    return answer.content.decode()


@pytest.mark.parametrize("language", ["", "/en"])
def test_public_pages_are_whole(client, there, language):
    paths = ["/inventory/", "/inventory/?access=closed&sort=title&q=監視", "/inventory/calendar/"]
    paths += ["/inventory/notices/", "/committees/", "/licenses/", "/fees/", "/licenses/combine/"]
    paths += [f"/licenses/combine/?q=停車&dataset={there['dataset']}&dataset=nowhere"]
    paths += [f"/committees/{there['board']}/", f"/committees/{there['board']}/meetings/1/"]
    paths += [f"/inventory/{there[key]}/" for key in ("closed", "restricted", "draft")]
    for path in paths:
        _whole(client, language + path)


def test_a_closed_items_reason_law_and_dissent_are_public(client, there):
    text = _whole(client, f"/inventory/{there['closed']}/")
    assert "丙類：不開放資料" in text
    assert "妨礙犯罪偵查&lt;script&gt;" in text
    assert "政府資訊公開法第 18 條第 1 項第 2 款" in text
    assert "承辦" not in text  # offices are public, names of officers are not
    meeting = _whole(client, f"/committees/{there['board']}/meetings/1/")
    assert "應開放點位" in meeting
    assert "黃教授" in meeting


def test_desk_pages_are_whole_for_a_manager(client, there, person):
    person("manager")
    board = there["board"]
    paths = ["/desk/inventory/", "/desk/inventory/?agency=test-city&q=票", "/desk/inventory/new/"]
    paths += ["/desk/inventory/import/", "/desk/inventory/template.csv"]
    paths += [f"/desk/inventory/{there[key]}/" for key in ("closed", "restricted", "draft")]
    paths += [f"/desk/inventory/{there['restricted']}/ledger/", "/desk/committees/new/"]
    paths += [f"/desk/committees/{board}/", f"/desk/committees/{board}/1/"]
    paths += [f"/desk/fees/{there['dataset']}/"]
    for path in paths:
        if path.endswith(".csv"):
            assert b"".join(client.get(path).streaming_content)
        else:
            _whole(client, path)


def test_desk_pages_are_closed_to_strangers(client, there, person, other_agency):
    for path in ("/desk/inventory/", f"/desk/inventory/{there['draft']}/"):
        assert client.get(path).status_code in {302, 401}
    person("manager", where=other_agency)
    for path in (
        f"/desk/inventory/{there['draft']}/",
        f"/desk/inventory/{there['restricted']}/ledger/",
        f"/desk/committees/{there['board']}/",
        f"/desk/fees/{there['dataset']}/",
    ):
        assert client.get(path).status_code == 403, path


def test_an_officer_enters_keeps_and_proposes(client, agency, person):
    person("editor")
    said = {"agency": agency.slug, "system": "路燈系統", "title": "路燈", "owner": "agency"}
    said |= {"may_license": "yes", "proposed": "open", "table": ["infrastructure"]}
    made = client.post("/desk/inventory/new/", said)
    assert made.status_code == 302
    step = made.url + "step/"
    refused = client.post(step, {"step": "propose"})
    assert refused.status_code == 422
    assert "請說明資料內容" in refused.content.decode()
    assert client.post(made.url, said | {"what": "位置"}).status_code == 302
    assert client.post(step, {"step": "propose", "why": "請審核"}).status_code == 302
    page = client.get(made.url).content.decode()
    assert "此分類由您提出" in page or "法制單位審核中" in page
    client.post(step, {"step": "confirm", "why": "自己確認"})
    assert inventory.items(ItemFilter())[0][0].state == "proposed"


def test_a_list_is_looked_through_then_taken(client, agency, person, tmp_path):
    person("editor")
    path = tmp_path / "list.csv"
    path.write_text(
        "業務系統,資料名稱,建議分類\n甲系統,路燈,甲\n甲系統,,丁\n", encoding="utf-8-sig"
    )
    with path.open("rb") as file:
        looked = client.post("/desk/inventory/import/", {"organization": agency.slug, "file": file})
    text = looked.content.decode()
    assert looked.status_code == 200
    assert "第 3 列" in text
    carried = next(
        a["value"] for a in Page(text).all("input") if a.get("name") == "list" and a.get("value")
    )
    taken = client.post(
        "/desk/inventory/import/",
        {"organization": agency.slug, "name": "list.csv", "list": carried},
    )
    assert taken.status_code == 302
    assert inventory.items(ItemFilter())[1] == 1


def test_a_person_applies_and_appeals(client, there, person):
    path = f"/inventory/{there['restricted']}/apply/"
    assert client.post(path, {}).status_code in {302, 401}
    person(None)
    assert client.post(path, {"applicant": "中心"}).status_code == 422
    said = {"applicant": "運輸中心", "purpose": "研究", "contact": "a@example.org"}
    assert client.post(path, said).status_code == 302
    page = client.get(f"/inventory/{there['restricted']}/").content.decode()
    assert "運輸中心" in page
    assert "a@example.org" not in page
    appeal = f"/inventory/{there['closed']}/appeal/"
    assert client.post(appeal, {"why": ""}).status_code == 422
    assert client.post(appeal, {"why": "位置已有公告"}).status_code == 302
    assert inventory.item(there["closed"]).state == "national"


def test_a_fee_is_set_with_its_costs_and_lifted(client, there, person):
    person("manager")
    path = f"/desk/fees/{there['dataset']}/"
    said = {"amount": "300", "unit": "份", "costs": "光碟 120\n人工 230", "law": "規費法第 10 條"}
    day = date.today().replace(year=date.today().year + 1, day=1)  # noqa: DTZ011
    assert client.post(path, said | {"review_on": day, "costs": "人工"}).status_code == 422
    assert client.post(path, said | {"review_on": day}).status_code == 302
    assert "光碟" in client.get("/fees/").content.decode()
    assert client.post(path, {"lift": "1"}).status_code == 302
    assert "光碟" not in client.get("/fees/").content.decode()


def test_the_api_tells_what_the_pages_tell(client, there):
    listed = client.get("/api/v1/inventory?access=closed").json()
    assert listed["total"] == 1
    one = client.get(f"/api/v1/inventory/{there['closed']}").json()
    assert [step["move"] for step in one["history"]][-1] == "decide"
    assert "who" not in one["history"][0]
    assert sum(part["points"] for part in one["priority"]) == one["score"]
    board = client.get(f"/api/v1/committees/{there['board']}").json()
    assert (board["outside_share"], "person_id" in board["members"][0]) == (100, False)
    meeting = client.get(f"/api/v1/committees/{there['board']}/meetings/1").json()
    assert meeting["agenda"][0]["dissents"][0]["text"] == "應開放點位"
    verdict = client.get("/api/v1/licenses/combine?license=OGDL-Taiwan-1.0,CC-BY-4.0").json()
    assert (verdict["answer"], verdict["results"][0]) == ("yes", "OGDL-Taiwan-1.0")
    assert client.get("/api/v1/licenses/never-heard").json()["license"] == "other"
    assert len(client.get("/api/v1/licenses").json()) == 17
    assert client.get("/api/v1/fees").json() == []
    words = client.get("/api/v1/inventory/vocabulary").json()
    assert {"laws", "categories", "criteria"} == set(words)
    assert client.get("/api/v1/inventory/list.csv").status_code == 200
    assert client.post(f"/api/v1/inventory/{there['draft']}/propose", {}).status_code == 401


def test_the_whole_way_by_the_api(client, agency, person):
    boss = person("manager")
    said = {"organization": agency.slug, "system": "甲", "title": "路燈", "what": "位置"}
    said |= {"may_license": "yes", "proposed": "open"}
    kind = {"content_type": "application/json"}
    made = client.post("/api/v1/inventory", said, **kind)
    assert made.status_code == 201, made.content
    at = f"/api/v1/inventory/{made.json()['id']}"
    assert client.post(f"{at}/propose", {"why": ""}, **kind).json()["state"] == "proposed"
    assert client.post(f"{at}/confirm", {"why": "可"}, **kind).status_code == 403
    assert client.post(f"{at}/nonsense", {"why": "可"}, **kind).status_code == 422
    inventory.confirm(actor=O, item_id=made.json()["id"], why="可")
    board = client.post(
        "/api/v1/committees", {"organization": agency.slug, "name": "小組"}, **kind
    ).json()["slug"]
    seat = {"name": "王", "start": "2026-01-01", "email": boss.email}
    assert client.post(f"/api/v1/committees/{board}/members", seat, **kind).status_code == 201
    at_ = {"at": "2026-11-20T10:00:00+08:00"}
    assert client.post(f"/api/v1/committees/{board}/meetings", at_, **kind).status_code == 201
    meeting = f"/api/v1/committees/{board}/meetings/1"
    items = {"items": [made.json()["id"]]}
    point = client.post(f"{meeting}/agenda", items, **kind).json()["agenda"][0]["id"]
    decided = client.post(
        f"{meeting}/agenda/{point}", {"verdict": "open", "why": "可", "votes_for": 1}, **kind
    )
    assert decided.status_code == 200, decided.content
    assert client.get(at).json()["access"] == "open"
    done = client.post(f"{meeting}/minutes", {"minutes": "散會"}, **kind)
    assert done.json()["minutes_at"]
