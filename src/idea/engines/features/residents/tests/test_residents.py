"""What residents are told is what agencies chose: nothing else, and no slower for many layers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from idea.engines.features import api as features
from idea.engines.features.errors import NoCollection
from idea.engines.features.live.types import Field, LiveDraft, Shape
from idea.engines.features.models import CollectionRecord, ResidentsRecord
from idea.engines.features.residents import api
from idea.engines.features.residents.tests.conftest import ACTOR, SQUARE
from idea.engines.features.residents.types import Reason
from idea.engines.identity import api as identity
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Forbidden
from idea.kernel.geometry import Place

pytestmark = pytest.mark.django_db
HERE = Place(121.0, 24.0)


def told(place=HERE):
    return {found.collection.id for found in features.near(place, 500, 50, residents=True)}


def test_nothing_is_shown_before_somebody_says_so(layer):
    layer("shelters", "POINT(121 24)")
    assert told() == set()
    assert not api.standing("shelters").decided
    assert api.decide(actor=ACTOR, collection_id="shelters", shown=True).shown
    assert told() == {"shelters"}
    assert [each.id for each in api.shown()] == ["shelters"]
    assert not api.decide(actor=ACTOR, collection_id="shelters", shown=False).shown
    assert told() == set()


@pytest.mark.parametrize(
    ("wkt", "columns", "reason"),
    [
        ("POINT(121 24)", "'a' AS name, ", Reason.PLACES),
        (SQUARE, "'a' AS name, ", Reason.AREAS),
        ("LINESTRING(121 24, 122 24)", "'a' AS name, ", Reason.LINES),
        ("POINT(121 24)", "1 AS count, DATE '2026-01-01' AS day, ", Reason.NAMELESS),
    ],
)
def test_what_fits_is_proposed_and_what_does_not_is_not(layer, wkt, columns, reason):
    layer("made", wkt, columns)
    standing = api.standing("made")
    assert standing.reason is reason
    assert standing.proposed is (reason in (Reason.PLACES, Reason.AREAS))
    assert api.accept_proposal(actor=ACTOR, collection_id="made") is standing.proposed
    assert api.standing("made").shown is standing.proposed


def test_a_proposal_never_goes_against_a_decision(layer):
    layer("shelters", "POINT(121 24)")
    api.decide(actor=ACTOR, collection_id="shelters", shown=False)
    assert not api.accept_proposal(actor=ACTOR, collection_id="shelters")
    assert told() == set()


def test_each_decision_is_audited_once(layer):
    layer("shelters", "POINT(121 24)")
    for shown in (True, True, False):
        api.decide(actor=ACTOR, collection_id="shelters", shown=shown, why="測試")
    entries = audit.history("dataset:shelters", 10)
    assert [each.action for each in entries] == ["features.near-hidden", "features.near-shown"]
    assert {each.why for each in entries} == {"測試"}


def test_the_decision_outlives_versions_and_withdrawal(layer, tmp_path):
    made = layer("shelters", "POINT(121 24)")
    api.decide(actor=ACTOR, collection_id="shelters", shown=True)
    features.register(made)
    assert told() == {"shelters"}
    features.unregister("shelters")
    assert told() == set()
    assert api.shown() == []
    features.register(made)
    assert told() == {"shelters"}


def test_a_live_layer_answers_as_it_is_now(layer):
    agency = identity.ensure_organization(actor=ACTOR, name="工務局", slug="works")
    draft = LiveDraft("works", "施工", Shape.POINT, agency.id, (Field("name"),))
    features.declare_live(draft, actor=ACTOR)
    api.decide(actor=ACTOR, collection_id="works", shown=True)
    assert told() == set()
    feature = {
        "geometry": {"type": "Point", "coordinates": [121, 24]},
        "properties": {"name": "挖"},
    }
    features.create_feature("works", feature, actor=ACTOR)
    assert told() == {"works"}
    assert api.standing("works").reason is Reason.PLACES


def test_only_the_agency_decides(layer, tokens, django_user_model):
    layer("shelters", "POINT(121 24)")
    for name, right in (("owner", True), ("stranger", False)):
        person = django_user_model.objects.get(email=f"{name}@example.gov")
        actor = Actor("person", str(person.pk), name)
        if right:
            api.decide(actor=actor, collection_id="shelters", shown=True)
            continue
        with pytest.raises(Forbidden):
            api.decide(actor=actor, collection_id="shelters", shown=False)
    assert told() == {"shelters"}
    with pytest.raises(NoCollection):
        api.decide(actor=ACTOR, collection_id="nowhere", shown=True)


def test_a_thousand_layers_are_no_more_queries_and_only_those_near_are_opened(layer):
    layer("shelters", "POINT(121 24)")
    api.decide(actor=ACTOR, collection_id="shelters", shown=True)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert told() == {"shelters"}
        return len(queries)

    told()
    few = asked()
    one = CollectionRecord.objects.get(pk="shelters")
    far = {"west": 118.0, "east": 118.1, "south": 26.0, "north": 26.1}
    for number in range(1000):  # their files are not there: to open one would fail
        one.pk, one.lake_key = f"far-{number}", f"missing/{number}.parquet"
        for side, value in far.items():
            setattr(one, side, value)
        one.save(force_insert=True)
    names = [f"far-{number}" for number in range(1000)]
    ResidentsRecord.objects.bulk_create(ResidentsRecord(collection=n, shown=True) for n in names)
    assert asked() == few <= 2


def test_the_interface_tells_all_and_takes_from_the_agency_alone(layer, tokens, client):
    layer("shelters", "POINT(121 24)")
    address = "/api/v1/near/layers"
    assert client.get(address).json() == []
    assert client.get(f"{address}/shelters").json() == {
        "shown": False, "decided": False, "proposed": True, "reason": "places",
    }  # fmt: skip
    assert client.get(f"{address}/nowhere").status_code == 404

    def put(name, body):
        bearer = {"Authorization": f"Bearer {tokens[name]}"} if name else {}
        return client.put(
            f"{address}/shelters", body, content_type="application/json", headers=bearer
        )

    assert put("", {"shown": True}).status_code == 401
    assert put("stranger", {"shown": True}).status_code == 403
    assert put("owner", {"shown": "maybe"}).status_code == 422
    assert put("owner", {"shown": True, "why": "避難"}).json()["shown"] is True
    assert [each["id"] for each in client.get(address).json()] == ["shelters"]
    layer("pipes", "POINT(121 24)")
    here = "/api/v1/here?lon=121&lat=24"
    assert {each["id"] for each in client.get(here).json()["layers"]} == {"shelters", "pipes"}
    chosen = client.get(f"{here}&for=residents").json()["layers"]
    assert [each["id"] for each in chosen] == ["shelters"]
    assert client.get(f"{here}&for=everybody").status_code == 422
