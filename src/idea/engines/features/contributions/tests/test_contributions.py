"""What is proposed reaches the map only through an officer, with thanks, and can be set back."""

import io
from dataclasses import replace

import pytest
from django.core import mail

from idea.engines.features import api as features
from idea.engines.features.contributions import api
from idea.engines.features.contributions.errors import (
    BadContribution,
    BadPhoto,
    ContributionDecided,
    ContributionNotFound,
    FeatureMoved,
    NotOpen,
)
from idea.engines.features.contributions.privacy import erase, export
from idea.engines.features.contributions.tests.conftest import HERE, SAID, SYSTEM, THERE, someone
from idea.engines.features.contributions.types import Deed, Kind, Offer, Rule, Said, State
from idea.engines.features.errors import NoFeature
from idea.engines.features.live.actions import delete_feature, update_feature
from idea.engines.features.live.errors import BadFeature, BadShape
from idea.engines.features.live.queries import history, live_feature
from idea.engines.features.types import Query
from idea.kernel.errors import Forbidden, TooMany
from idea.kernel.jobs import api as jobs

pytestmark = pytest.mark.django_db


def picture(size=(40, 30), format_="JPEG", **more):
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, format_, **more)
    return out.getvalue()


def run_jobs():
    from idea.kernel.events import api as events

    events.deliver()
    jobs.run_pending()


def test_what_is_accepted_is_on_the_map_with_thanks(propose, officer, layer):
    made = propose()
    assert (made.state, made.license) == (State.WAITING, "OGDL-Taiwan-1.0")
    assert features.query(layer.id, Query()).matched == 0
    done = api.accept(actor=officer, number=made.number, words="謝謝")
    assert done.state is State.ACCEPTED
    found = features.query(layer.id, Query()).features
    assert [each["properties"]["name"] for each in found] == ["西門"]
    change = history(layer.id, done.feature_id)[0]
    assert str(made.number) in change.why
    assert [step.deed for step in api.steps(made.number)] == [Deed.POSTED, Deed.ACCEPTED]
    assert [(each.name, each.count) for each in api.credits_of(layer.id)] == [("王小明", 1)]


def test_a_correction_keeps_what_was_there_and_can_be_taken_back(propose, officer, layer, there):
    offer = Offer(Kind.CHANGED, THERE, {"name": "東門", "taps": 4}, there.id, there.revision)
    made = propose(offer)
    assert made.before["geometry"] == HERE
    done = api.accept(actor=officer, number=made.number)
    assert live_feature(layer.id, there.id).properties["taps"] == 4
    assert live_feature(layer.id, there.id).geometry == THERE
    api.undo(actor=officer, number=made.number, words="看錯了")
    assert live_feature(layer.id, there.id).properties["taps"] == 2
    assert live_feature(layer.id, there.id).geometry == HERE
    assert api.contribution(done.number).undone
    assert api.credits_of(layer.id) == []
    with pytest.raises(ContributionDecided):
        api.undo(actor=officer, number=made.number, words="再一次")


def test_what_is_gone_is_removed_and_brought_back(propose, officer, layer, there):
    made = propose(Offer(Kind.REMOVED, feature_id=there.id))
    api.accept(actor=officer, number=made.number)
    with pytest.raises(NoFeature):
        live_feature(layer.id, there.id)
    api.undo(actor=officer, number=made.number, words="還在")
    assert live_feature(layer.id, there.id).properties["name"] == "東門"


def test_new_ones_are_taken_back_too(propose, officer, layer):
    made = api.accept(actor=officer, number=propose().number)
    api.undo(actor=officer, number=made.number, words="重複")
    with pytest.raises(NoFeature):
        live_feature(layer.id, made.feature_id)


def test_the_officer_may_amend(propose, officer, layer):
    amended = api.Amended(properties={"name": "西門捷運站", "taps": 1})
    done = api.accept(actor=officer, number=propose().number, amended=amended)
    assert live_feature(layer.id, done.feature_id).properties["name"] == "西門捷運站"
    assert api.steps(done.number)[-1].deed is Deed.AMENDED
    with pytest.raises(BadShape):
        api.accept(
            actor=officer,
            number=propose().number,
            amended=api.Amended({"type": "Point", "coordinates": [500, 0]}),
        )


def test_a_feature_that_changed_meanwhile_is_a_conflict(propose, officer, layer, there):
    made = propose(Offer(Kind.CHANGED, HERE, {"name": "東門一", "taps": 2}, there.id))
    update_feature(layer.id, there.id, {"properties": {"taps": 9}}, actor=SYSTEM)
    with pytest.raises(FeatureMoved):
        api.accept(actor=officer, number=made.number)
    assert api.contribution(made.number).state is State.WAITING
    api.accept(actor=officer, number=made.number, anyway=True)
    assert live_feature(layer.id, there.id).properties["name"] == "東門一"
    late = Offer(Kind.CHANGED, THERE, {"name": "x"}, there.id, there.revision)
    with pytest.raises(FeatureMoved):
        propose(late)
    gone = propose(Offer(Kind.REMOVED, feature_id=there.id))
    delete_feature(layer.id, there.id, actor=SYSTEM)
    with pytest.raises(FeatureMoved):
        api.accept(actor=officer, number=gone.number)


def test_a_later_change_is_not_thrown_away_by_taking_back(propose, officer, layer, there):
    made = propose(Offer(Kind.CHANGED, THERE, {"name": "東門", "taps": 2}, there.id))
    api.accept(actor=officer, number=made.number)
    update_feature(layer.id, there.id, {"properties": {"taps": 9}}, actor=SYSTEM)
    with pytest.raises(FeatureMoved):
        api.undo(actor=officer, number=made.number, words="看錯了")
    api.undo(actor=officer, number=made.number, words="看錯了", anyway=True)
    assert live_feature(layer.id, there.id).geometry == HERE


def test_the_agency_asks_and_the_contributor_answers(propose, officer, resident, layer):
    made = propose()
    api.ask(actor=officer, number=made.number, words="哪一個出口？")
    with pytest.raises(Forbidden):
        api.answer(actor=officer, person_id=officer.id, number=made.number, words="一號")
    offer = Offer(Kind.ADDED, HERE, {"name": "西門一號出口"})
    done = api.answer(
        actor=resident, person_id=resident.id, number=made.number, words="一號", offer=offer
    )
    assert done.state is State.WAITING
    assert done.geometry == HERE
    assert [step.words for step in api.steps(made.number)][1:] == ["哪一個出口？", "一號"]


def test_what_is_declined_says_why_and_stays_so(propose, officer):
    made = propose()
    for reason, words in (("", "x"), ("nonsense", "x"), ("other", "")):
        with pytest.raises(BadContribution):
            api.reject(actor=officer, number=made.number, reason=reason, words=words)
    done = api.reject(actor=officer, number=made.number, reason="known", words="東側那一台")
    assert (done.state, done.reason) == (State.REJECTED, "known")
    with pytest.raises(ContributionDecided):
        api.accept(actor=officer, number=made.number)


def test_the_contributor_is_told(propose, officer, resident, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = propose()
        api.reject(actor=officer, number=made.number, reason="known", words="東側那一台")
    run_jobs()
    (letter,) = mail.outbox
    assert letter.to == [resident.label]
    assert "地圖上已經有了" in letter.body
    assert "東側那一台" in letter.body
    assert f"/contributions/{made.number}/" in letter.body


def test_only_the_layers_own_officers_decide(propose, agency, resident):
    made = propose()
    reporter = someone(agency, "reporter")
    for who in (resident, reporter):
        for act in (
            lambda who: api.accept(actor=who, number=made.number),
            lambda who: api.reject(actor=who, number=made.number, reason="known"),
            lambda who: api.ask(actor=who, number=made.number, words="?"),
            lambda who: api.undo(actor=who, number=made.number, words="?"),
            lambda who: api.set_rule(Rule("fountains"), actor=who),
        ):
            with pytest.raises(Forbidden):
                act(who)


@pytest.mark.parametrize(
    ("offer", "error"),
    [
        (Offer(Kind.ADDED, None, {"name": "x"}), BadShape),
        (Offer(Kind.ADDED, {"type": "Point", "coordinates": [999, 99]}, {"name": "x"}), BadShape),
        (Offer(Kind.ADDED, {"type": "Polygon", "coordinates": []}, {"name": "x"}), BadShape),
        (Offer(Kind.ADDED, HERE, {}), BadFeature),
        (Offer(Kind.ADDED, HERE, {"name": "x", "taps": "many"}), BadFeature),
        (Offer(Kind.ADDED, HERE, {"name": "x", "other": 1}), BadFeature),
        (Offer(Kind.CHANGED, HERE, {"name": "x"}), BadContribution),
        (Offer(Kind.REMOVED, feature_id=99), NoFeature),
    ],
    ids=str,
)
def test_what_the_layer_could_not_keep_is_refused(propose, offer, error):
    with pytest.raises(error):
        propose(offer)
    assert api.contributions().total == 0


def test_what_changes_nothing_is_refused(propose, there):
    with pytest.raises(BadContribution):
        propose(Offer(Kind.CHANGED, HERE, {"name": "東門", "taps": 2}, there.id))


@pytest.mark.parametrize(
    "said", [Said(agreed=False), replace(SAID, why="x" * 2001), replace(SAID, name="x" * 81)]
)
def test_words_and_agreement_are_checked(propose, said):
    with pytest.raises(BadContribution):
        propose(said=said)


def test_a_closed_layer_takes_nothing(propose, layer):
    with pytest.raises(BadContribution):
        api.set_rule(Rule(layer.id, open=True), actor=SYSTEM)
    api.set_rule(Rule(layer.id, open=False), actor=SYSTEM)
    assert api.open_collections() == []
    with pytest.raises(NotOpen):
        propose()


def test_how_often_and_how_many_is_bounded(propose, monkeypatch):
    monkeypatch.setattr("idea.engines.features.contributions.posting.MOST_WAITING", 2)
    propose()
    propose()
    with pytest.raises(TooMany):
        propose()
    monkeypatch.undo()
    from idea.engines.features.contributions.conf import ContributionSettings

    few = ContributionSettings(contributions_daily=2)
    monkeypatch.setattr("idea.engines.features.contributions.access.conf", lambda: few)
    with pytest.raises(TooMany):
        propose()


def test_a_photo_is_drawn_anew_without_what_the_camera_noted(propose):
    from PIL import Image

    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (25.0, 2.0, 0.0)}  # GPS
    exif[0x010F] = "Camera"
    exif[0x0112] = 6  # turn right
    sent = picture((4000, 200), exif=exif.tobytes())
    assert b"Camera" in sent
    made = propose(photo=sent)
    kept = api.photo(made.number).read_bytes()
    assert b"Camera" not in kept
    shown = Image.open(io.BytesIO(kept))
    assert (shown.format, shown.size, dict(shown.getexif())) == ("JPEG", (80, 1600), {})


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GIF89a",
        b"<svg/>",
        picture()[:200],
        picture(format_="GIF"),
        picture((9000, 9000), "PNG"),
    ],
    ids=lambda content: str(content[:6]),
)
def test_what_is_no_photo_is_refused(propose, sent):
    with pytest.raises(BadPhoto):
        propose(photo=sent)


def test_withdrawing_takes_the_photo_away(propose, resident, django_capture_on_commit_callbacks):
    made = propose(photo=picture())
    kept = api.photo(made.number)
    with django_capture_on_commit_callbacks(execute=True):
        done = api.withdraw(actor=resident, person_id=resident.id, number=made.number)
    assert done.state is State.WITHDRAWN
    assert not kept.exists()
    assert api.photo(made.number) is None


def test_a_closed_account_leaves_the_map_and_takes_the_name(
    propose, officer, resident, layer, django_capture_on_commit_callbacks
):
    done = api.accept(actor=officer, number=propose(photo=picture()).number)
    waits = propose(photo=picture())
    kept, shown = api.photo(waits.number), api.photo(done.number)
    assert len(export(resident.id)["photos"]) == 2
    assert len(export(resident.id)["contributions"]) == 2
    with django_capture_on_commit_callbacks(execute=True):
        counts = erase(resident.id)
    assert counts == {"contributions": 2, "withdrawn": 1, "photos": 2}
    assert not kept.exists()
    assert not shown.exists()
    assert api.steps(waits.number)[-1].deed is Deed.WITHDRAWN
    assert api.contribution(waits.number).geometry is None
    assert live_feature(layer.id, done.feature_id).properties["name"] == "西門"
    assert api.contribution(done.number).author_name == ""
    assert api.contribution(waits.number).state is State.WITHDRAWN
    assert export(resident.id)["contributions"] == []


def test_there_is_none(layer):
    for number in (0, 1, 2**70):
        with pytest.raises(ContributionNotFound):
            api.contribution(number)
    assert api.contributions(collection_id="a\0", state="x").total == 0


GPX = """<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="25.03" lon="121.5"><name>甲</name></wpt><wpt lat="25.04" lon="121.5"><name>乙</name></wpt>
<wpt lat="25.05" lon="121.5"/></gpx>"""


def test_a_file_is_read_before_it_is_sent(layer, tmp_path, resident):
    path = tmp_path / "x.gpx"
    path.write_text(GPX)
    seen = api.read_file(layer.id, path, filename="x.gpx")
    assert [each.properties["name"] for each in seen.offers] == ["甲", "乙"]
    assert [issue.row for issue in seen.issues] == [3]  # without a name
    assert api.contributions().total == 0
    made = api.propose_many(layer.id, seen.offers, SAID, actor=resident, person_id=resident.id)
    assert [each.number for each in made] == sorted(each.number for each in made)
    assert api.contributions(state="waiting").total == 2
    with pytest.raises(BadContribution):
        api.propose_many(layer.id, [], SAID, actor=resident, person_id=resident.id)
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    with pytest.raises(BadContribution):
        api.read_file(layer.id, tmp_path / "x.csv", filename="x.csv")
