"""Promises of keeping styles: revisions, reverting, resetting, copying, and who may."""

import pytest

from idea.engines.features.plugin import owners
from idea.engines.features.styles import api
from idea.engines.features.styles.errors import BadStyle, NoStyle, StyleExists
from idea.engines.features.styles.tests.conftest import ACTOR
from idea.engines.features.tests.services import one_point
from idea.engines.identity import api as identity
from idea.engines.identity.types import Role
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Forbidden, NotFound

pytestmark = pytest.mark.django_db


def save(color, **more):
    return api.save(actor=ACTOR, collection_id="shops", symbology={"color": color}, **more)


def test_nobodys_style_is_plain(shops):
    [only] = api.styles(shops)
    assert (only.id, only.number) == ("default", 0)
    assert api.look_of(shops).plain


def test_every_state_is_kept_and_comes_back(shops):
    save("#aa0000", why="first")
    save("#00aa00")
    assert api.style(shops).symbology.color == "#00aa00"
    again = api.revert(actor=ACTOR, collection_id="shops", style_id="default", number=1)
    assert (again.number, again.symbology.color) == (3, "#aa0000")
    assert [each.number for each in api.revisions("shops", "default")] == [3, 2, 1]
    actions = [entry.action for entry in audit.history("dataset:shops", 10)]
    assert actions == ["features.style-reverted", "features.style-saved", "features.style-saved"]


def test_a_removed_default_is_plain_again_and_can_be_brought_back(shops):
    save("#aa0000")
    assert [each.id for each in api.styles(shops)] == ["default", "plain"]
    api.remove(actor=ACTOR, collection_id="shops", style_id="default")
    assert [(each.id, each.number) for each in api.styles(shops)] == [("default", 0)]
    with pytest.raises(NoStyle):
        api.remove(actor=ACTOR, collection_id="shops", style_id="default")
    api.revert(actor=ACTOR, collection_id="shops", style_id="default", number=1)
    assert api.style(shops).symbology.color == "#aa0000"
    with pytest.raises(NoStyle):  # the taking away is no state to go back to
        api.revert(actor=ACTOR, collection_id="shops", style_id="default", number=2)


def test_a_new_style_does_not_take_anothers_place(shops):
    save("#aa0000", style_id="red", new=True)
    with pytest.raises(StyleExists):
        save("#aa0001", style_id="red", new=True)


@pytest.mark.parametrize("style_id", ["plain", "", "Ä", "a/b", "a" * 61, "-a"])
def test_an_id_is_a_plain_word(shops, style_id):
    with pytest.raises(BadStyle):
        save("#aa0000", style_id=style_id)


def test_copied_where_the_columns_are(shops, buildings, tmp_path):
    api.save(actor=ACTOR, collection_id="buildings", symbology={"color": "#123456"})
    assert api.copy(actor=ACTOR, collection_id="shops", source="buildings").number == 1
    assert api.style(shops).symbology.color == "#123456"
    api.save(
        actor=ACTOR, collection_id="shops", symbology={"method": "categories", "column": "kind"}
    )
    one_point(tmp_path, name="stop")
    with pytest.raises(BadStyle):
        api.copy(actor=ACTOR, collection_id="stop", source="shops")
    with pytest.raises(NotFound):
        api.copy(actor=ACTOR, collection_id="stop", source="nothing")


def test_only_the_agencys_editors_style_its_layers(shops, django_user_model):
    agency = identity.ensure_organization(actor=ACTOR, name="甲局", slug="jia")
    other = identity.ensure_organization(actor=ACTOR, name="乙局", slug="yi")
    people = {}
    for name, where, role in (
        ("editor", agency, Role.EDITOR),
        ("reporter", agency, Role.REPORTER),
        ("stranger", other, Role.MANAGER),
    ):
        person = django_user_model.objects.create_user(f"{name}@example.gov")
        identity.set_role(
            actor=ACTOR, by=None, organization_id=where.id, email=person.email, role=role
        )
        people[name] = Actor("person", str(person.id), name)
    with pytest.raises(Forbidden):  # a layer nobody owns
        api.permit(people["editor"], "shops")
    owners.register("test", lambda slug: agency.id if slug == "shops" else None)
    try:
        api.permit(people["editor"], "shops")
        for name in ("reporter", "stranger"):
            with pytest.raises(Forbidden):
                api.permit(people[name], "shops")
            with pytest.raises(Forbidden):
                api.save(actor=people[name], collection_id="shops", symbology={})
    finally:
        owners.unregister("test")
    assert api.revisions("shops", "default") == []
