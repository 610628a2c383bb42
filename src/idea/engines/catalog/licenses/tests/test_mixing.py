"""What may be mixed with what: the rules of the licences themselves, yes, ask or no."""

import pytest

from idea.engines.catalog import api as catalog
from idea.engines.catalog.errors import DatasetWithdrawn
from idea.engines.catalog.licenses import api as licenses
from idea.engines.catalog.licenses.types import Act, Answer, Ban, Duty
from idea.engines.catalog.tests.factories import ACTOR
from idea.engines.catalog.types import Draft, License

L = License


def test_every_licence_has_its_terms_and_its_norm():
    assert set(licenses.TERMS) == set(L)
    assert set(licenses.ORDER) == set(L) - {L.OTHER, L.PUBLIC_DOMAIN}
    for license_, terms in licenses.TERMS.items():
        assert terms.acts or license_ is L.OTHER
        assert (terms.norm and terms.uri) or license_ is L.OTHER


@pytest.mark.parametrize(
    ("given", "answer", "first"),
    [
        ((L.OGDL, L.CC_BY), Answer.YES, L.OGDL),
        ((L.OGDL, L.OGDL), Answer.YES, L.OGDL),
        ((L.CC0, L.CC0), Answer.YES, L.CC0),
        ((L.CC0, L.OGDL), Answer.YES, L.OGDL),
        ((L.OGDL, L.CC_BY_SA), Answer.YES, L.CC_BY_SA),
        ((L.OGDL, L.CC_BY_NC), Answer.YES, L.CC_BY_NC),
        ((L.CC_BY_NC, L.CC_BY_NC_SA), Answer.YES, L.CC_BY_NC_SA),
        ((L.ODBL, L.ODBL), Answer.YES, L.ODBL),
        ((L.PUBLIC_DOMAIN, L.ODBL), Answer.YES, L.ODBL),
        ((L.OGL_UK, L.ETALAB, L.DL_DE_BY), Answer.YES, L.OGDL),
        ((L.CC_BY_SA, L.ODBL), Answer.NO, None),
        ((L.CC_BY_SA, L.CC_BY_NC), Answer.NO, None),
        ((L.OGDL, L.CC_BY_ND), Answer.NO, None),
        ((L.CC0, L.CC_BY_NC_ND), Answer.NO, None),
        ((L.CC_BY, L.ODBL), Answer.ASK, L.ODBL),
        ((L.OGDL, L.OTHER), Answer.ASK, L.OGDL),
        ((L.CC_BY_ND, L.OTHER), Answer.NO, None),
    ],
)
def test_mixing(given, answer, first):
    verdict = licenses.combine(given)
    assert verdict.answer is answer
    assert (verdict.results[0] if verdict.results else None) is first
    assert verdict.reasons or answer is Answer.YES


def test_the_order_of_sources_never_matters():
    for one in L:
        for other in L:
            a, b = licenses.combine([one, other]), licenses.combine([other, one])
            assert (a.answer, a.results) == (b.answer, b.results)


def test_taiwans_licence_is_compatible_with_cc_by_4():
    verdict = licenses.combine([L.OGDL, L.CC_BY])
    assert L.CC_BY in verdict.results
    assert L.CC0 not in verdict.results  # the duty to name cannot be given up for others
    assert Duty.ATTRIBUTION in verdict.duties


def test_terms_say_what_is_forbidden():
    assert licenses.terms(L.CC_BY_NC).bans == {Ban.COMMERCIAL}
    assert Act.DERIVE not in licenses.terms(L.CC_BY_ND).acts
    assert licenses.terms(L.CC0).duties == frozenset()


@pytest.mark.django_db(transaction=True)
def test_attribution_names_agency_title_licence_and_address():
    for title, license_ in (("河川水位", "OGDL-Taiwan-1.0"), ("雨量", "CC-BY-4.0")):
        catalog.register(
            actor=ACTOR, draft=Draft(title=title, license=license_, slug=f"s-{len(title)}")
        )
    verdict = licenses.combine_datasets(["s-4", "s-2", "s-4"])
    assert (verdict.answer, len(verdict.attribution)) == (Answer.YES, 2)
    assert "河川水位" in verdict.attribution[0]
    assert "https://data.gov.tw/license" in verdict.attribution[0]
    assert "/datasets/s-4/" in verdict.text


@pytest.mark.django_db(transaction=True)
def test_what_is_not_open_or_withdrawn_is_not_simply_mixed():
    catalog.register(
        actor=ACTOR, draft=Draft(title="甲", slug="a", access="restricted", access_why="個資法")
    )
    catalog.register(actor=ACTOR, draft=Draft(title="乙", slug="b"))
    verdict = licenses.combine_datasets(["a", "b"])
    assert verdict.answer is Answer.ASK
    assert any("甲" in reason for reason in verdict.reasons)
    catalog.withdraw(actor=ACTOR, slug="b", why="停用")
    with pytest.raises(DatasetWithdrawn):
        licenses.combine_datasets(["a", "b"])
