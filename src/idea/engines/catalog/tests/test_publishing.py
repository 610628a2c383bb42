"""Promises of publishing: what shows afterwards, what does not, and what is never doubled."""

import pytest

from idea.engines.catalog import api, models
from idea.engines.catalog.errors import BadDraft, SlugTaken
from idea.engines.catalog.tests.factories import ACTOR, FOOD, STOPS, publish, write
from idea.engines.catalog.types import ChangeKind
from idea.engines.features import api as features
from idea.engines.identity import api as identity
from idea.engines.sources.types import ColumnType, Hints
from idea.kernel.audit import api as audit
from idea.kernel.errors import Conflict, NotFound, Problem
from idea.kernel.lake import lake
from idea.kernel.search import api as search

pytestmark = pytest.mark.django_db


def test_a_published_file_is_catalogued_found_mapped_and_recorded(tmp_path):
    done = publish(tmp_path, title="車站位置", keywords=("鐵路", "車站"), theme="TRAN")
    assert done.created
    assert not done.unchanged
    found = api.dataset(done.dataset.slug)
    assert (found.title, found.current.number, found.current.rows) == ("車站位置", 1, 5)
    assert found.has_map
    assert found.current.layer.count == 5
    assert features.collection(found.slug).lake_key == found.current.lake_key
    hit = search.search("車站").hits[0]
    assert hit.key == f"dataset:{found.id}"
    assert hit.url.endswith(f"/{found.slug}") or found.slug in hit.url or "%" in hit.url
    assert search.search("啟用日期").total == 1  # by the name of a column
    entry = audit.history(f"dataset:{found.slug}", 5)[0]
    assert entry.action == "catalog.publish"
    assert [change.kind for change in api.changes(5)] == [ChangeKind.CREATED]
    assert api.count() == 1
    types = {column.name: column.type for column in found.current.columns}
    assert types["人數"] is ColumnType.INTEGER
    assert types["啟用日期"] is ColumnType.DATE


def test_the_license_of_a_silent_publisher_is_the_sites_and_the_agency_its_own(tmp_path):
    found = publish(tmp_path).dataset
    assert found.license == "OGDL-Taiwan-1.0"
    assert found.frequency == "irregular"
    assert found.title == "Stops"
    assert not found.described
    assert "5" in found.description
    assert "站名" in found.description
    assert "5 rows" in found.description_en
    assert [row.name for row in identity.organizations()] == [found.organization]


def test_real_files_never_land_under_a_made_up_agency(tmp_path):
    identity.ensure_organization(actor=ACTOR, name="示範局", slug="demo", synthetic=True)
    assert publish(tmp_path).dataset.organization != "示範局"


def test_the_same_file_again_changes_nothing(tmp_path):
    first = publish(tmp_path)
    keys = sorted(lake().keys(""))
    again = publish(tmp_path)
    assert again.unchanged
    assert not again.created
    assert again.version.id == first.version.id
    assert sorted(lake().keys("")) == keys
    assert models.Version.objects.count() == models.Change.objects.count() == 1


def test_the_same_file_with_new_words_changes_the_words_only(tmp_path):
    first = publish(tmp_path)
    again = publish(tmp_path, title="車站", description="各車站的位置")
    assert not again.unchanged
    assert again.version.id == first.version.id
    assert again.dataset.title == "車站"
    assert again.dataset.slug == "stops"
    assert [c.kind for c in api.changes(5)] == [ChangeKind.EDITED, ChangeKind.CREATED]
    assert publish(tmp_path, title="車站").unchanged
    assert publish(tmp_path).unchanged  # without a title the same bytes are still the same set


def test_other_bytes_under_the_same_name_are_a_new_version(tmp_path):
    first = publish(tmp_path, title="車站")
    second = publish(
        tmp_path, text=STOPS + "6,永康車站,臺南市,120.25,23.04,70,2024-06-10\n", title="車站"
    )
    assert (second.version.number, second.created) == (2, False)
    assert second.dataset.id == first.dataset.id
    assert [version.number for version in api.versions(first.dataset.slug)] == [2, 1]
    assert api.rows(first.dataset.slug).total == 6
    assert api.rows(first.dataset.slug, number=1).total == 5
    assert features.collection(first.dataset.slug).layer.count == 6


def test_the_same_bytes_read_in_another_way_are_a_new_version(tmp_path):
    path = write(tmp_path, "codes.csv", "a;b,c\n1;2,3\n4;5,6\n")
    first = api.publish(actor=ACTOR, path=path)
    second = api.publish(actor=ACTOR, path=path, hints=Hints(delimiter=";"))
    assert second.version.number == first.version.number + 1


def test_a_version_without_places_takes_the_map_away(tmp_path):
    slug = publish(tmp_path, slug="stops").dataset.slug
    publish(tmp_path, text=FOOD, slug="stops")
    assert not api.dataset(slug).has_map
    with pytest.raises(NotFound):
        features.collection(slug)


def test_two_agencies_may_use_the_same_file_name(tmp_path):
    for name in ("甲局", "乙局"):
        identity.ensure_organization(
            actor=ACTOR, name=name, slug={"甲局": "jia", "乙局": "yi"}[name]
        )
    one = publish(tmp_path, organization="甲局").dataset
    two = publish(tmp_path, organization="乙局").dataset
    assert (one.slug, two.slug) == ("stops", "stops-yi")
    assert publish(tmp_path, organization="乙局").unchanged
    with pytest.raises(SlugTaken):
        publish(tmp_path, organization="乙局", slug="stops")


def test_a_file_that_cannot_be_read_leaves_nothing_to_be_seen(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"")
    with pytest.raises(Problem):
        api.publish(actor=ACTOR, path=tmp_path / "x.csv")
    assert api.count() == models.Version.objects.count() == 0
    assert not list(lake().keys("datasets/"))


def test_a_failing_transaction_leaves_nothing_in_lake_and_database(tmp_path, monkeypatch):
    def refuse(documents):
        raise RuntimeError("index")

    monkeypatch.setattr(search, "index", refuse)
    with pytest.raises(RuntimeError, match="index"):
        publish(tmp_path)
    assert models.Dataset.objects.count() == models.Version.objects.count() == 0
    assert not list(lake().keys("datasets/"))
    with pytest.raises(NotFound):
        features.collection("stops")


@pytest.mark.parametrize(
    "said",
    [
        {"license": "GPL"},
        {"frequency": "sometimes"},
        {"theme": "FOO"},
        {"slug": "Not A Slug"},
        {"slug": "../x"},
        {"title": "x" * 301},
        {"landing_page": "javascript:alert(1)"},
        {"keywords": ("x" * 61,)},
    ],
)
def test_a_bad_draft_names_its_fault(tmp_path, said):
    with pytest.raises(BadDraft) as caught:
        publish(tmp_path, **said)
    assert caught.value.issues[0].column == next(iter(said))
    assert api.count() == 0


def test_an_unknown_agency_is_refused(tmp_path):
    with pytest.raises(NotFound):
        publish(tmp_path, organization="沒有的局")


def test_a_withdrawn_data_set_takes_no_new_version(tmp_path):
    slug = publish(tmp_path).dataset.slug
    api.withdraw(actor=ACTOR, slug=slug, why="錯誤")
    with pytest.raises(Conflict):
        publish(tmp_path, text=FOOD, slug=slug)


def test_control_characters_and_markup_in_words_are_harmless_text(tmp_path):
    found = publish(tmp_path, title="a\x00b\n<b>c</b>", keywords=(" x ", "x", "")).dataset
    assert found.title == "a b <b>c</b>"
    assert found.keywords == ("x",)


def test_an_address_is_fetched_named_and_remembered(tmp_path, monkeypatch):
    from idea.engines.sources import api as sources
    from idea.kernel.http import Fetched

    path = write(tmp_path, "got", STOPS)

    def fetch(url, *, workdir, progress):
        got = workdir / "got"
        got.write_bytes(path.read_bytes())
        return got, Fetched(
            status=200,
            path=got,
            filename="公車站.csv",
            media_type="text/csv",
            etag='"1"',
            last_modified="",
            sha256="",
            size=got.stat().st_size,
            not_modified=False,
        )

    monkeypatch.setattr(sources, "fetch", fetch)
    done = api.publish(actor=ACTOR, url="https://city.example/download?id=7")
    assert (done.dataset.title, done.dataset.slug) == ("公車站", "公車站")
    assert done.version.source_url == "https://city.example/download?id=7"
    assert api.publish(actor=ACTOR, url="https://city.example/download?id=7").unchanged


@pytest.mark.parametrize("said", [{}, {"path": "x", "url": "https://x.example"}])
def test_one_file_or_one_address(said):
    with pytest.raises(BadDraft):
        api.publish(actor=ACTOR, **said)


def test_a_file_name_that_looks_like_a_pattern_is_a_name(tmp_path):
    path = write(tmp_path, "stops[1]*.csv", STOPS)
    write(tmp_path, "stops1.csv", FOOD)
    found = api.publish(actor=ACTOR, path=path)
    assert found.version.rows == 5
    assert found.version.filename == "stops[1]*.csv"
    assert path.exists()
