"""A class is enforced: what is not open is neither published nor given out, and openness ends late."""

import pytest

from idea.engines.catalog import api as catalog
from idea.engines.catalog import models
from idea.engines.catalog.corrections.api import correct_row
from idea.engines.catalog.errors import BadDraft, DatasetNotOpen
from idea.engines.catalog.inventory import api as inventory
from idea.engines.catalog.inventory.errors import BadItem, ClassForbids, SamePerson
from idea.engines.catalog.inventory.tests import factories as make
from idea.engines.catalog.inventory.types import State
from idea.engines.catalog.tests.factories import publish
from idea.engines.catalog.types import Access, Distribution, Draft
from idea.engines.identity import api as identity
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Forbidden
from idea.kernel.events import api as events
from idea.kernel.jobs import api as jobs

pytestmark = pytest.mark.django_db(transaction=True)
LINK = Distribution(download_url="https://example.org/a.csv", format="csv")
PAGE = Distribution(access_url="https://example.org/apply", format="html")


def test_closed_data_cannot_be_published_under_their_title(tmp_path):
    city = make.agency()
    make.decided(city, make.closed(), "closed")
    with pytest.raises(ClassForbids) as caught:
        publish(tmp_path, title="監視器位置", organization=city.slug)
    assert "妨礙犯罪偵查" in caught.value.detail
    assert catalog.count() == 0


def test_closed_data_can_be_described_and_say_why():
    city = make.agency()
    item = make.decided(city, make.closed(), "closed")
    draft = Draft(title="監視器位置", organization=city.slug)
    with pytest.raises(ClassForbids):
        catalog.register(actor=make.SYSTEM, draft=draft, distributions=[LINK])
    made = catalog.register(actor=make.SYSTEM, draft=draft)
    assert made.access is Access.CLOSED
    assert "妨礙犯罪偵查" in made.access_why
    assert inventory.item(item.id).said.dataset == made.slug
    with pytest.raises(ClassForbids):
        catalog.edit(actor=make.SYSTEM, slug=made.slug, draft=Draft(access="open"))


def test_restricted_data_name_where_to_apply_and_no_file():
    city = make.agency()
    entry = make.closed("票證紀錄", proposed=Access.RESTRICTED)
    make.decided(city, entry, "restricted")
    draft = Draft(title="票證紀錄", organization=city.slug)
    with pytest.raises(ClassForbids):
        catalog.register(actor=make.SYSTEM, draft=draft, distributions=[LINK])
    made = catalog.register(actor=make.SYSTEM, draft=draft, distributions=[PAGE])
    assert made.access is Access.RESTRICTED


def test_open_data_are_published_and_tied_to_their_item_by_title(tmp_path):
    city = make.agency()
    item = make.decided(city, make.said(), "open")
    published = publish(tmp_path, title="路燈位置", organization=city.slug)
    assert inventory.item(item.id).said.dataset == published.dataset.slug
    assert [each.id for each in inventory.of_dataset(published.dataset.slug)] == [item.id]


def _withdrawn_by_committee(tmp_path):
    city = make.agency()
    board = make.committee(city)
    item = make.decided(city, make.said(), "open", board)
    slug = publish(tmp_path, title="路燈位置", organization=city.slug).dataset.slug
    inventory.review(actor=make.SYSTEM, item_id=item.id, why="發現含用戶資料")
    entry = make.closed("路燈位置", dataset=slug, system="路燈管理系統")
    inventory.edit(actor=make.SYSTEM, item_id=item.id, said=entry)
    inventory.propose(actor=make.SYSTEM, item_id=item.id)
    inventory.confirm(actor=make.OTHER, item_id=item.id, why="可")
    return city, slug, make.decide(item.id, "closed", board)


def test_openness_ends_only_by_the_head_of_agency_with_a_public_notice(tmp_path):
    city, slug, item = _withdrawn_by_committee(tmp_path)
    assert (item.state, item.access, item.awaited) == (State.HEAD, Access.OPEN, Access.CLOSED)
    assert catalog.rows(slug).total == 5  # still open: nothing has been announced
    editor = make.actor(make.person("editor", "editor", city))
    with pytest.raises(Forbidden):
        inventory.withdraw_openness(actor=editor, item_id=item.id, why="公告")
    with pytest.raises(SamePerson):
        inventory.withdraw_openness(actor=make.SYSTEM, item_id=item.id, why="公告")
    boss = make.actor(make.person("boss", "manager", city))
    with pytest.raises(BadItem):
        inventory.withdraw_openness(actor=boss, item_id=item.id, why="")
    inventory.withdraw_openness(actor=boss, item_id=item.id, why="含用戶資料，自即日起停止開放。")
    assert catalog.dataset(slug).access is Access.CLOSED
    with pytest.raises(DatasetNotOpen):
        catalog.rows(slug)
    with pytest.raises(DatasetNotOpen):
        catalog.download(slug, "csv")
    assert "停止開放" in catalog.changes(slug=slug)[0].note
    assert [step.why for _item, step in inventory.notices()] == ["含用戶資料，自即日起停止開放。"]


def test_the_head_of_agency_may_keep_data_open(tmp_path):
    city, slug, item = _withdrawn_by_committee(tmp_path)
    boss = make.actor(make.person("boss", "manager", city))
    kept = inventory.keep_open(actor=boss, item_id=item.id, why="移除該欄後續行開放")
    assert (kept.state, kept.access, kept.awaited) == (State.DRAFT, Access.OPEN, None)
    assert catalog.dataset(slug).access is Access.OPEN


def test_an_edit_past_the_inventory_needs_the_head_and_a_reason(tmp_path):
    city = make.agency()
    slug = publish(tmp_path, title="站點", organization=city.slug).dataset.slug
    editor = make.actor(make.person("editor", "editor", city))
    with pytest.raises(Forbidden):
        catalog.edit(actor=editor, slug=slug, draft=Draft(access="closed", access_why="不想開放"))
    boss = make.actor(make.person("boss", "manager", city))
    with pytest.raises(BadDraft):
        catalog.edit(actor=boss, slug=slug, draft=Draft(access="closed"))
    draft = Draft(access="restricted", access_why="契約到期，依授權契約第 3 條")
    assert catalog.edit(actor=boss, slug=slug, draft=draft).access is Access.RESTRICTED
    with pytest.raises(ClassForbids):
        publish(tmp_path, name="b.csv", text="a,b\n1,2\n", slug=slug)


def _closed_by_the_head(tmp_path):
    city = make.agency()
    slug = publish(tmp_path, title="站點", organization=city.slug).dataset.slug
    boss = make.actor(make.person("boss", "manager", city))
    catalog.edit(actor=boss, slug=slug, draft=Draft(access="closed", access_why="涉個人資料"))
    return city, slug, boss


def test_what_the_head_closed_no_editor_opens_again(tmp_path):
    city, slug, boss = _closed_by_the_head(tmp_path)
    editor = make.actor(make.person("editor", "editor", city))
    with pytest.raises(Forbidden):
        catalog.edit(actor=editor, slug=slug, draft=Draft(access="open"))
    assert catalog.dataset(slug).access is Access.CLOSED
    assert catalog.edit(actor=boss, slug=slug, draft=Draft(access="open")).access is Access.OPEN


def test_untying_the_item_of_a_closed_data_set_opens_no_door(tmp_path):
    city = make.agency()
    editor = make.actor(make.person("editor", "editor", city))
    slug = publish(tmp_path, title="站點", organization=city.slug).dataset.slug
    item = make.decided(city, make.closed(), "closed")
    inventory.link(actor=make.SYSTEM, item_id=item.id, dataset=slug)
    assert catalog.dataset(slug).access is Access.CLOSED
    inventory.link(actor=editor, item_id=item.id, dataset="")
    with pytest.raises(Forbidden):
        catalog.edit(actor=editor, slug=slug, draft=Draft(access="open"))


def test_a_token_may_no_more_than_its_person(tmp_path):
    city = make.agency()
    slug = publish(tmp_path, title="站點", organization=city.slug).dataset.slug
    person = make.person("editor", "editor", city)
    info, _secret = identity.create_token(
        actor=make.SYSTEM, email=person.email, label="t", scopes=["publish"], days=1
    )
    token = Actor("token", str(info.id), "t")
    with pytest.raises(Forbidden):
        catalog.edit(actor=token, slug=slug, draft=Draft(access="closed", access_why="不想開放"))
    assert catalog.edit(actor=token, slug=slug, draft=Draft(place="臺北")).place == "臺北"


def test_cells_of_closed_data_are_quoted_nowhere(client, tmp_path):
    city = make.agency()
    text = "id,secret\n" + "".join(f"{n},sesame{n}\n" for n in range(4)) + "x,sesamex,多\n"
    slug = publish(tmp_path, text=text, title="站點", organization=city.slug).dataset.slug
    person = make.person("resident")
    correct_row(
        actor=make.actor(person),
        person_id=str(person.id),
        slug=slug,
        row=2,
        cells={"secret": "更正"},
        why="現場看過",
    )
    events.deliver(100)
    jobs.run_pending()
    models.Measurement.objects.update(
        bad_rows=[["table.pattern", 2, "secret", "sesame0", "off_pattern", {"value": "x"}]]
    )
    paths = [
        f"/api/v1/datasets/{slug}",
        f"/api/v1/datasets/{slug}/versions",
        f"/api/v1/datasets/{slug}/quality",
        "/api/v1/corrections/1/changes",
        f"/datasets/{slug}/",
        f"/datasets/{slug}/quality/",
        "/corrections/1/",
    ]
    asked = {path: client.get(path).content.decode() for path in paths}
    assert [path for path in paths if "sesame" not in asked[path]] == [paths[1]]
    boss = make.actor(make.person("boss", "manager", city))
    catalog.edit(actor=boss, slug=slug, draft=Draft(access="closed", access_why="涉個人資料"))
    for path in paths:
        answer = client.get(path)
        assert answer.status_code in {200, 403}, path
        assert "sesame" not in answer.content.decode(), path
        assert "/download/" not in answer.content.decode(), path
    url = f"/api/3/action/resource_show?id={catalog.dataset(slug).id}"
    assert client.get(url).status_code == 404


def test_the_strictest_of_several_items_counts():
    city = make.agency()
    board = make.committee(city)
    made = catalog.register(
        actor=make.SYSTEM, draft=Draft(title="交通設施", organization=city.slug)
    )
    make.decided(city, make.said(dataset=made.slug), "open", board)
    make.decided(city, make.closed(dataset=made.slug, proposed=Access.RESTRICTED), "open", board)
    assert catalog.dataset(made.slug).access is Access.OPEN
    one = make.decided(city, make.closed("鏡頭方向", dataset=made.slug), "closed", board)
    assert one.state is State.HEAD
    inventory.withdraw_openness(actor=make.OTHER, item_id=one.id, why="公告")
    assert catalog.dataset(made.slug).access is Access.CLOSED
