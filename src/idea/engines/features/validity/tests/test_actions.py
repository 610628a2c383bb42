"""Who may date a layer, what is proposed, and how long a declaration holds."""

import pytest

from idea.engines.features import api as features
from idea.engines.features.plugin import owners
from idea.engines.features.tests.factories import collection
from idea.engines.features.types import Query, Validity
from idea.engines.features.validity import api
from idea.engines.features.validity.errors import BadValidity
from idea.engines.features.validity.spans import span
from idea.engines.features.validity.tests.conftest import SYSTEM, WAYS, rows
from idea.engines.identity import api as identity
from idea.engines.identity.types import Role
from idea.kernel.audit import api as audit
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Forbidden, NotFound

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("way", WAYS)
def test_columns_are_proposed_by_name_and_values(tmp_path, way):
    made = collection(tmp_path, rows(way))
    assert api.proposed(made) == Validity("開工日", "完工日")


@pytest.mark.parametrize(
    ("start", "end", "through"),
    [
        ("施工起日", "施工迄日", True),
        ("valid_from", "valid_to", False),
        ("start_date", "end_date", False),
        ("begin_at", "end_at", False),
        ("生效日期", "失效日期", False),
        ("有效起始", "有效截止", True),
        ("effectiveDate", "expiryDate", False),
    ],
)
def test_usual_names_are_known(tmp_path, start, end, through):
    select = rows("iso").replace("開工日", f'"{start}"').replace("完工日", f'"{end}"')
    assert api.proposed(collection(tmp_path, select)) == Validity(start, end, through=through)


def test_names_alone_or_other_names_propose_nothing(tmp_path):
    words = (
        "SELECT 1::BIGINT AS _row, '上午' AS 開始時間, 'x' AS name, ST_Point(121, 25) AS geometry"
    )
    assert api.proposed(collection(tmp_path, words)) is None
    other = "SELECT 1::BIGINT AS _row, DATE '2026-01-01' AS 更新, ST_Point(121, 25) AS geometry"
    assert api.proposed(collection(tmp_path, other)) is None


def test_what_a_column_says_is_counted(tmp_path):
    made = collection(tmp_path, rows("roc", ((1, "2020-01-01", None), (2, "2021-05-06", None))))
    told = api.told_by(made, "開工日")
    assert (told.read, told.blank, told.unread) == (2, 0, 0)
    assert [text for text, _at in told.samples] == ["109/01/01", "110/05/06"]


@pytest.mark.parametrize(
    "validity",
    [
        Validity(),
        Validity("name"),
        Validity("none"),
        Validity("開工日", "開工日"),
        Validity("_row"),
    ],
)
def test_columns_that_tell_no_time_are_refused(tmp_path, validity):
    made = collection(tmp_path, rows("dates"))
    with pytest.raises(BadValidity):
        api.declare(actor=SYSTEM, collection_id=made.id, validity=validity)
    assert features.collection(made.id).validity is None


def test_an_editor_of_the_agency_may_and_nobody_else(tmp_path, django_user_model):
    made = collection(tmp_path, rows("dates"))
    agency = identity.ensure_organization(actor=SYSTEM, slug="works", name="工務局")
    mine = Validity("開工日", "完工日")
    stranger = django_user_model.objects.create_user("s@example.org", "a-long-password-1")
    editor = django_user_model.objects.create_user("e@example.org", "a-long-password-1")
    identity.set_role(
        actor=SYSTEM, by=None, organization_id=agency.id, email=editor.email, role=Role.EDITOR
    )
    officer = Actor("person", str(editor.pk), "E")
    owners.register("test", lambda slug: agency.id if slug == made.id else None)
    try:
        with pytest.raises(Forbidden):
            api.declare(
                actor=Actor("person", str(stranger.pk), "S"), collection_id=made.id, validity=mine
            )
        api.declare(actor=officer, collection_id=made.id, validity=mine, why="核對")
        assert features.collection(made.id).validity == mine
        api.withdraw(actor=officer, collection_id=made.id)
        assert features.collection(made.id).validity is None
    finally:
        owners.unregister("test")
    actions = [entry.action for entry in audit.history(f"dataset:{made.id}", 10)]
    assert actions == ["features.validity-withdrawn", "features.validity-declared"]


def test_it_holds_for_the_next_version_and_after_a_withdrawal(tmp_path):
    made = collection(tmp_path, rows("dates"))
    mine = Validity("開工日", "完工日")
    api.declare(actor=SYSTEM, collection_id=made.id, validity=mine)
    again = collection(tmp_path, rows("slashes"))
    assert features.collection(again.id).validity == mine
    features.unregister(made.id)
    with pytest.raises(NotFound):
        features.collection(made.id)
    collection(tmp_path, rows("dates"))
    assert features.collection(made.id).validity == mine


def test_a_version_without_the_column_tells_no_time_and_breaks_nothing(tmp_path):
    made = collection(tmp_path, rows("dates"))
    api.declare(actor=SYSTEM, collection_id=made.id, validity=Validity("開工日", "完工日"))
    collection(tmp_path, "SELECT 1::BIGINT AS _row, 'a' AS name, ST_Point(121, 25) AS geometry")
    assert features.collection(made.id).validity is None
    assert features.query(made.id, Query(interval=span("2026-01-01"))).matched == 1
