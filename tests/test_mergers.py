"""After a merger nothing anywhere is the old agency's: every table is asked, also those to come.

Fills a row of every table that can name an agency, whatever table that is, and looks for the old
one's id and short name in every column of the whole database afterwards.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse

from idea.engines.catalog import api as catalog
from idea.engines.catalog import models as stored
from idea.engines.catalog.types import Draft, Filter
from idea.engines.identity import api as identity
from idea.engines.identity.actions.merging import hand_over_late
from idea.engines.identity.models import Membership, Organization
from idea.engines.identity.tests.factories import TESTER, agency, member
from idea.engines.identity.types import Role
from idea.kernel.events import api as events
from idea.kernel.ids import uuid7
from idea.kernel.search import api as search

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, tzinfo=UTC)
# What was done stays told as it was done.
RECORDS = {"audit.entry", "events.outboxevent", "jobs.job", "identity.organization"}
# Words by which a column names an agency, and columns of other meanings that hold them.
NAMING = ("organization", "agency", "publisher", "owner_agency")
NOT_AN_AGENCY = {
    "search.entry.organization": "names to search by; written anew in the background",
    "catalog.requestentry.agency": "who spoke at that time, as it was called then",
}
_numbers = count(1)


def tables() -> list[type[models.Model]]:
    return [each for each in apps.get_models() if each._meta.managed and not each._meta.proxy]


def naming(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the columns by which rows of a table are an agency's."""
    found = []
    for field in model._meta.concrete_fields:
        key = f"{model._meta.label_lower}.{field.name}"
        if model is Organization or key in NOT_AN_AGENCY:
            continue
        if field.related_model is Organization or (
            not field.is_relation and any(word in field.name for word in NAMING)
        ):
            found.append(field)
    return found


# The first kind that fits: a DateTimeField is a DateField as well.
OF_KIND: tuple[tuple[Any, Callable[[int], Any]], ...] = (
    (models.UUIDField, lambda _number: uuid7()),
    (models.BooleanField, lambda _number: False),
    (models.DateTimeField, lambda _number: NOW),
    (models.DateField, lambda _number: NOW.date()),
    (models.JSONField, lambda _number: {}),
    ((models.IntegerField, models.FloatField, models.DecimalField), lambda number: number),
    (models.BinaryField, lambda _number: b""),
    (models.Field, lambda number: f"v{number}"),
)


def value(field: models.Field[Any, Any], depth: int) -> Any:
    """Return something that a column takes: its default, nothing, or a value of its kind."""
    if field.has_default():
        return field.get_default()
    if field.null:
        return None
    if field.is_relation:
        return filled(field.related_model, depth + 1)
    make = next(make for kind, make in OF_KIND if isinstance(field, kind))
    return make(next(_numbers))


def filled(model: type[models.Model], depth: int = 0, **given: Any) -> models.Model:
    """Add a row; a person, an agency or another row that it needs is added as well."""
    assert depth < 6, model
    if model is ContentType:
        return ContentType.objects.get_for_model(Organization)
    if model is Organization:
        return Organization.objects.get(pk=agency().id)
    said = {
        field.attname if not field.is_relation else field.name: value(field, depth)
        for field in model._meta.concrete_fields
        if field.name not in given
        and field.attname not in given
        and not isinstance(field, models.AutoField | models.BigAutoField)
    }
    return model.objects.create(**said, **given)


def holders() -> list[tuple[type[models.Model], models.Field[Any, Any]]]:
    return [(model, field) for model in tables() for field in naming(model)]


def mentions(old: Any) -> dict[str, int]:
    """Return each column of the database that holds the agency's id or short name."""
    marks = {str(old.id), old.id.hex, old.slug}
    found: dict[str, int] = {}
    for model in tables():
        label = model._meta.label_lower
        if label in RECORDS:
            continue
        fields = [field.attname for field in model._meta.concrete_fields]
        for row in model._base_manager.values_list(*fields):
            for name, said in zip(fields, row, strict=True):
                if any(mark in str(said) for mark in marks):
                    found[f"{label}.{name}"] = found.get(f"{label}.{name}", 0) + 1
    return found


def merge(old: Any, new: Any) -> None:
    identity.merge_organization(
        actor=TESTER,
        by=None,
        organization_id=old.id,
        into_id=new.id,
        typed=old.name,
        why="整併",
    )


def test_the_tables_known_today_are_found():
    found = {f"{model._meta.label_lower}.{field.name}" for model, field in holders()}
    assert found >= {
        "identity.membership.organization",
        "identity.invitation.organization",
        "catalog.dataset.organization",
        "catalog.change.organization",
        "catalog.series.organization",
        "catalog.harvestsource.organization",
        "catalog.datarequest.organization",
        "catalog.system.organization",
        "catalog.item.organization",
        "catalog.committee.organization",
        "catalog.reviewer.organization",
        "catalog.hook.organization_slug",
        "features.liverecord.organization_id",
    }


def test_after_a_merger_no_table_names_the_old_agency():
    old, new = agency(), agency()
    for model, field in holders():
        key: Any = old.id
        if not field.is_relation and not isinstance(field, models.UUIDField):
            key = old.slug
        filled(model, **{field.attname: key})
    before = mentions(old)
    for model, field in holders():
        assert f"{model._meta.label_lower}.{field.attname}" in before
    counted = sum(one.count for one in identity.moving(old.id))
    assert counted >= len(before)
    merge(old, new)
    assert mentions(old) == {}
    assert sum(one.count for one in identity.moving(new.id)) >= counted
    for relation in Organization._meta.related_objects:
        if relation.related_model is not Organization:
            rows = relation.related_model._base_manager
            assert not rows.filter(**{relation.field.attname: old.id}).exists()


def test_what_was_written_beside_the_merger_follows_later():
    old, new = agency(), agency()
    merge(old, new)
    late = filled(stored.Series, organization_id=old.id)
    late_role = Membership.objects.create(
        person=member(new, Role.EDITOR), organization_id=old.id, role=Role.MANAGER
    )
    assert hand_over_late() == 2
    late.refresh_from_db()
    assert late.organization_id == new.id
    assert not Membership.objects.filter(pk=late_role.pk).exists()
    assert hand_over_late() == 0


def test_two_systems_of_one_name_stay_two_and_two_committees_too():
    old, new = agency("舊局"), agency("新局")
    for one in (old, new):
        filled(stored.System, organization_id=one.id, name="公文系統")
        filled(stored.Committee, organization_id=one.id, level="agency", slug=one.slug)
    filled(stored.Committee, organization_id=old.id, level="national", slug="n")
    merge(old, new)
    names = stored.System.objects.filter(organization_id=new.id).values_list("name", flat=True)
    assert set(names) == {"公文系統", "公文系統（舊局）"}
    left = stored.Committee.objects.filter(organization_id=old.id)
    assert [row.level for row in left] == ["agency"]  # its meetings are its own record


def test_data_sets_are_found_under_the_new_agency(client, tmp_path):
    old, new = agency("河川局"), agency("水利署")
    path = tmp_path / "a.csv"
    path.write_text("編號,經度,緯度\n1,121.5,25.0\n", encoding="utf-8")
    made = catalog.publish(
        actor=TESTER, path=path, draft=Draft(title="水位", slug="levels", organization=old.slug)
    )
    merge(old, new)
    from idea.engines.catalog.agencies.tasks import show_merged
    from idea.kernel.progress import silent

    show_merged(silent, organization_id=new.id)
    found = catalog.listing(Filter(organization=new.slug))
    assert [row.slug for row in found.datasets] == ["levels"]
    assert found.datasets[0].modified_at > made.dataset.modified_at
    assert catalog.listing(Filter(organization=old.slug)).total == 0
    assert catalog.changes(limit=1, organization=new.slug)[0].note
    assert [hit.title for hit in search.search("水利署 水位").hits] == ["水位"]
    assert search.search("河川局 水位").relaxed
    page = reverse("portal:agency", args=[old.slug])
    moved = client.get(page)
    assert (moved.status_code, moved.url) == (301, reverse("portal:agency", args=[new.slug]))
    assert "河川局" in client.get(moved.url).content.decode()
    # The same file again, under the old name, renews the data set that went over.
    again = catalog.publish(actor=TESTER, path=path, draft=Draft(organization="河川局"))
    assert again.dataset.organization_slug == new.slug
    events.deliver()


def test_nothing_new_is_published_for_a_dissolved_agency_and_its_pages_stay(client, tmp_path):
    old, new = agency("舊局"), agency("新局")
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    draft = Draft(slug="kept", title="舊資料", organization=old.slug)
    catalog.publish(actor=TESTER, path=path, draft=draft)
    identity.dissolve_organization(
        actor=TESTER,
        by=None,
        organization_id=old.id,
        on=date(2026, 8, 1),
        successor_id=new.id,
        why="裁撤",
    )
    path.write_text("a,b\n1,3\n", encoding="utf-8")
    from idea.engines.identity.errors import AgencyDissolved

    for said in (draft, Draft(title="新資料", organization=old.slug)):
        with pytest.raises(AgencyDissolved) as caught:
            catalog.publish(actor=TESTER, path=path, draft=said)
        assert new.slug in caught.value.remedy
    with pytest.raises(AgencyDissolved):
        catalog.register(actor=TESTER, draft=Draft(title="連結", organization=old.slug))
    page = client.get(reverse("portal:agency", args=[old.slug]))
    words = page.content.decode()
    assert page.status_code == 200
    assert "2026-08-01" in words
    assert new.slug in words
    assert "舊資料" in words
    assert "2026-08-01" in client.get(reverse("portal:dataset", args=["kept"])).content.decode()
    assert client.get("/download/kept/kept.csv").status_code == 200
    identity.reactivate_organization(actor=TESTER, by=None, organization_id=old.id, why="復設")
    assert catalog.publish(actor=TESTER, path=path, draft=draft).version.number == 2
