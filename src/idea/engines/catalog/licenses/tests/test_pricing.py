"""A fee is the exception: without costs, law and review it is refused, wherever it comes in."""

from datetime import timedelta
from decimal import Decimal

import pytest

from idea.engines.catalog import api as catalog
from idea.engines.catalog.errors import BadDraft
from idea.engines.catalog.licenses import api as licenses
from idea.engines.catalog.licenses.types import Cost
from idea.engines.catalog.tests.factories import ACTOR
from idea.engines.catalog.types import Draft
from idea.kernel import clock

pytestmark = pytest.mark.django_db(transaction=True)
COSTS = [Cost("儲存媒體", Decimal(120)), Cost("人工複製", Decimal(230))]
TODAY = clock.now().astimezone(clock.TAIPEI).date()


@pytest.fixture
def slug():
    return catalog.register(actor=ACTOR, draft=Draft(title="航照影像", slug="photos")).slug


def _set(slug, **more):
    said = {
        "amount": Decimal(300),
        "unit": "幅",
        "costs": COSTS,
        "law": "規費法第 10 條",
        "review_on": TODAY + timedelta(days=700),
        **more,
    }
    return licenses.set_fee(actor=ACTOR, slug=slug, **said)


def test_a_fee_with_its_basis_is_public_and_stands_on_the_data_set(slug):
    fee = _set(slug)
    assert (fee.words, fee.total) == ("NT$ 300／幅", Decimal(350))
    dataset = catalog.dataset(slug)
    assert (dataset.fee, dataset.fee_law) == ("NT$ 300／幅", "規費法第 10 條")
    assert "儲存媒體：NT$ 120" in dataset.fee_basis
    assert [row.slug for row in licenses.fees()] == [slug]
    licenses.lift_fee(actor=ACTOR, slug=slug)
    assert (catalog.dataset(slug).fee, licenses.fees(), licenses.fee(slug)) == ("", [], None)


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"costs": []}, "costs"),
        ({"amount": Decimal(351)}, "amount"),
        ({"amount": Decimal(0)}, "amount"),
        ({"law": " "}, "law"),
        ({"unit": ""}, "unit"),
        ({"review_on": TODAY}, "review_on"),
        ({"review_on": TODAY + timedelta(days=3 * 366)}, "review_on"),
    ],
)
def test_a_fee_that_is_not_founded_is_refused(slug, wrong, column):
    with pytest.raises(BadDraft) as caught:
        _set(slug, **wrong)
    assert column in {issue.column for issue in caught.value.issues}
    assert catalog.dataset(slug).fee == ""


def test_a_fee_said_in_words_needs_its_basis_and_law_too(slug):
    with pytest.raises(BadDraft) as caught:
        catalog.edit(actor=ACTOR, slug=slug, draft=Draft(fee="每幅 300 元"))
    assert {issue.column for issue in caught.value.issues} == {"fee_basis", "fee_law"}
    draft = Draft(fee="每幅 300 元", fee_basis="工本費 300 元", fee_law="規費法第 10 條")
    assert catalog.edit(actor=ACTOR, slug=slug, draft=draft).fee == "每幅 300 元"
    assert catalog.edit(actor=ACTOR, slug=slug, draft=Draft(place="臺灣")).place == "臺灣"


def test_saying_that_data_are_free_is_no_fee(slug):
    catalog.edit(actor=ACTOR, slug=slug, draft=Draft(fee="免費"))
    assert licenses.fees() == []
