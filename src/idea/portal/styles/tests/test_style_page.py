"""Promises of the style page: works without a script, keeps revisions, and is the agency's own."""

import json

import pytest

from idea.engines.catalog.tests.conftest import _own_home
from idea.engines.catalog.tests.factories import ACTOR, publish
from idea.engines.features import api as features
from idea.engines.features.styles import api as styles
from idea.engines.identity import api as identity
from idea.engines.identity.types import Role

__all__ = ["_own_home"]
pytestmark = pytest.mark.django_db(transaction=True)
SAID = {
    "method": "categories",
    "classes": "5",
    "color": "#0b5d6b",
    "opacity": "0.8",
    "width": "1.6",
    "radius": "5",
    "largest": "24",
    "breaks": "quantile",
}


@pytest.fixture
def slug(tmp_path):
    identity.ensure_organization(actor=ACTOR, name="甲局", slug="jia")
    return publish(tmp_path, title="車站", organization="jia").dataset.slug


@pytest.fixture
def editor(client, django_user_model, slug):
    return sign_in(client, django_user_model, "jia", Role.EDITOR)


def sign_in(client, users, agency, role):
    person = users.objects.create_user(f"{agency}-{role}@example.gov".lower())
    where = identity.ensure_organization(actor=ACTOR, name=agency, slug=agency)
    identity.set_role(actor=ACTOR, by=None, organization_id=where.id, email=person.email, role=role)
    client.force_login(person)
    return client


def column(slug):
    return features.collection(slug).columns[0]


def test_previewed_saved_reverted_and_reset(editor, slug):
    path = f"/desk/datasets/{slug}/style/"
    assert editor.get(path).status_code == 200
    said = SAID | {"column": column(slug)}
    previewed = editor.post(path, said | {"do": "preview"})
    assert previewed.status_code == 200
    assert previewed.context["picture"]
    picture = editor.get(f"{path}preview.svg?{previewed.context['picture']}")
    assert picture["Content-Type"].startswith("image/svg+xml")
    layer = features.collection(slug)
    assert styles.style(layer).number == 0, "a preview keeps nothing"

    assert editor.post(path, said | {"do": "save", "why": "更清楚"}).status_code == 302
    assert styles.style(layer).symbology.column == column(slug)
    page = editor.get(path).content.decode()
    assert "更清楚" in page
    assert "恢復單一樣式" in page
    public = editor.get(f"/datasets/{slug}/").context["map"]["layer"]["style"]
    assert public["layers"]
    assert public["legend"]["entries"][0]["count"]

    editor.post(path, SAID | {"method": "single", "do": "save"})
    editor.post(f"{path}change/", {"do": "revert", "number": "1"})
    assert styles.style(layer).symbology.column == column(slug)
    editor.post(f"{path}change/", {"do": "reset"})
    assert styles.style(layer).number == 0
    assert editor.get(f"/datasets/{slug}/").context["map"]["layer"]["style"] == {}


def test_what_is_wrong_is_said_and_nothing_is_kept(editor, slug):
    path = f"/desk/datasets/{slug}/style/"
    for said in (
        SAID | {"classes": "99"},
        SAID | {"column": "沒有這欄"},
        SAID,  # categories of no column
        SAID | {"color": "red"},
    ):
        assert editor.post(path, said | {"do": "save"}).status_code == 422
    bad = {"layers": [{"id": "a", "type": "raster"}]}
    for document in ("{", "[" * 5000, json.dumps(bad)):
        answer = editor.post(f"{path}change/", {"do": "document", "document": document})
        assert answer.status_code == 422
    assert "/layers/0/type" in answer.content.decode()
    for change in ({"do": "copy", "source": "nothing"}, {"do": "revert", "number": "7"}):
        assert editor.post(f"{path}change/", change).status_code == 422
    assert editor.get(f"{path}preview.svg?method=rainbow").status_code == 422
    assert styles.revisions(slug, "default") == []


def test_an_experts_layers_are_kept_and_shown(editor, slug):
    path = f"/desk/datasets/{slug}/style/"
    layers = [{"id": "heat", "type": "heatmap", "paint": {"heatmap-radius": 12}}]
    sent = {"do": "document", "document": json.dumps(layers)}
    assert editor.post(f"{path}change/", sent).status_code == 302
    page = editor.get(path)
    assert page.status_code == 200
    assert "heatmap-radius" in page.content.decode()


@pytest.mark.parametrize(("agency", "role"), [("jia", Role.REPORTER), ("yi", Role.MANAGER)])
def test_others_may_not(client, django_user_model, slug, agency, role):
    sign_in(client, django_user_model, agency, role)
    path = f"/desk/datasets/{slug}/style/"
    assert client.get(path).status_code == 403
    assert client.get(f"{path}preview.svg").status_code == 403
    assert client.post(path, SAID | {"method": "single", "do": "save"}).status_code == 403
    assert client.post(f"{path}change/", {"do": "reset"}).status_code == 403


def test_strangers_are_sent_to_sign_in(client, slug):
    assert client.get(f"/desk/datasets/{slug}/style/").status_code in (302, 401)
