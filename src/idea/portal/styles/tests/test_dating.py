"""Promises of the part “Time”: nothing holds before it is confirmed, by the layer's own agency."""

import pytest

from idea.engines.features import api as features
from idea.engines.features.types import Validity
from idea.engines.identity.types import Role
from idea.portal.styles.tests.test_style_page import _own_home, sign_in
from idea.portal.tests.conftest import agency, publish

__all__ = ["_own_home", "agency", "publish"]
pytestmark = pytest.mark.django_db
ROWS = "名稱,經度,緯度,開工日,完工日\n甲,121.51,25.03,108/01/01,109/01/01\n乙,121.52,25.03,109/06/01,\n"
SAID = {"time-start": "開工日", "time-end": "完工日", "time-through": "on", "do": "save"}


@pytest.fixture
def works(publish):
    return publish("施工", ROWS, "works.csv", slug="works").slug


def test_a_proposal_is_shown_confirmed_and_taken_back(client, django_user_model, works, agency):
    sign_in(client, django_user_model, agency.slug, Role.EDITOR)
    shown = client.get(f"/desk/datasets/{works}/style/").context["dating"]
    assert shown.proposed
    assert [(each.name, each.read) for each in shown.told] == [("開工日", 2), ("完工日", 1)]
    assert features.collection(works).validity is None
    assert client.post(f"/desk/datasets/{works}/time/", SAID).status_code == 302
    assert features.collection(works).validity == Validity("開工日", "完工日", through=True)
    client.post(f"/desk/datasets/{works}/time/", {"do": "withdraw"})
    assert features.collection(works).validity is None


def test_columns_that_are_not_there_change_nothing(client, django_user_model, works, agency):
    sign_in(client, django_user_model, agency.slug, Role.EDITOR)
    for lie in ({"time-start": "x"}, {"time-start": "名稱"}, {}):
        client.post(f"/desk/datasets/{works}/time/", lie | {"do": "save"})
        assert features.collection(works).validity is None


def test_another_agency_may_not(client, django_user_model, works):
    sign_in(client, django_user_model, "other", Role.MANAGER)
    assert client.post(f"/desk/datasets/{works}/time/", SAID).status_code == 403
    assert features.collection(works).validity is None
