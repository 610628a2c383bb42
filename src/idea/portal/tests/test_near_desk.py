"""An officer chooses on the desk what residents are told: by a button, with a proposal beside it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from idea.engines.features.residents import api as residents
from idea.kernel.audit import api as audit
from idea.portal.tests.conftest import SYSTEM

pytestmark = pytest.mark.django_db
DESK = "/desk/datasets/water/"
NEAR = "/near/?lon=121.52&lat=25.033"


@pytest.fixture
def undecided(publish):
    return publish(slug="water", near=False)


def near(client):
    return client.get(NEAR).content.decode()


def test_a_layer_is_proposed_shown_and_taken_off(client, undecided, person):
    person("editor")
    assert "飲水機二" not in near(client)
    assert "建議列入" in client.get(DESK).content.decode()
    answer = client.post(f"{DESK}near/", {"do": "show", "why": "居民常問"}, follow=True)
    assert "飲水機二" in near(client)
    text = answer.content.decode()
    assert "建議列入" not in text
    assert audit.history("dataset:water", 1)[0].why == "居民常問"
    client.post(f"{DESK}near/", {"do": "hide"})
    assert "飲水機二" not in near(client)
    assert residents.standing("water").decided


def test_a_table_without_places_has_no_such_section(client, publish, person):
    person("editor")
    publish(slug="water", text="名稱,數量\n甲,1\n乙,2\n", filename="plain.csv")
    assert f"{DESK}near/" not in client.get(DESK).content.decode()
    assert client.post(f"{DESK}near/", {"do": "show"}).status_code == 404


def test_only_editors_of_the_agency_choose(client, undecided, person, other_agency):
    assert client.post(f"{DESK}near/", {"do": "show"}).status_code in (302, 401, 403)
    person("editor", where=other_agency)
    assert client.post(f"{DESK}near/", {"do": "show"}).status_code == 403
    assert client.get(f"{DESK}near/").status_code == 405
    assert not residents.standing("water").shown


def test_the_page_asks_the_database_no_more_for_more_layers(client, publish):
    def asked():
        near(client)  # what is kept, is kept
        with CaptureQueriesContext(connection) as queries:
            near(client)
            return len(queries)

    publish(slug="water")
    few = asked()
    for number in range(8):
        publish(title=f"飲水機{number}", slug=f"water-{number}")
    assert 0 < asked() <= few


def test_a_proposal_against_is_said_too(client, publish, person):
    person("editor")
    text = "數量,lon,lat\n1,121.5,25.0\n2,121.6,25.1\n"
    publish(slug="water", text=text, filename="n.csv", near=False)
    assert "建議不列入" in client.get(DESK).content.decode()
    residents.decide(actor=SYSTEM, collection_id="water", shown=False)
    assert "建議不列入" not in client.get(DESK).content.decode()
